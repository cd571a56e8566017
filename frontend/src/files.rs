//! The files of a document.
//!
//! Most documents are one file. One may also be the files of a package, or a
//! module with go.mod and several packages; names are then paths with slashes,
//! as in a txtar. Whatever a text is, it comes back as it was: what is kept in
//! the browser is the text itself if the document is one `main.go`, and else a
//! form of our own with lengths in it, because a txtar cannot hold every text.

use std::{fmt::Write, rc::Rc};

use analyzer_core::{base::SourceFile, build::Archive};

/// The name of a document's one file, unless it has another one.
pub const FILE_NAME: &str = "main.go";

/// The most files of a document.
pub const MOST: usize = 500;

/// The longest document, in bytes of all its files.
pub const LONGEST: usize = 1 << 20;

/// What is kept of several files begins so.
const MAGIC: &str = "\u{0}escapade files\n";

/// A file: its name, which is a path, and its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The name, see [`clean`].
    pub name: Rc<str>,
    /// The text.
    pub text: Rc<str>,
}

/// At least one file, no two of the same name.
pub type Files = Rc<[File]>;

impl File {
    /// A file.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into() }
    }
}

/// A document with the one file `main.go`.
pub fn one(text: &str) -> Files {
    [File::new(FILE_NAME, text)].into()
}

/// The file called `name`.
pub fn find<'a>(files: &'a [File], name: &str) -> Option<&'a File> {
    files.iter().find(|file| *file.name == *name)
}

/// The name of the file that a document opens with: the one that is called so,
/// or the first Go file.
pub fn first(files: &[File]) -> Rc<str> {
    let is_go = |name: &str| name.strip_suffix(".go").is_some();
    let main = files.iter().find(|file| *file.name == *FILE_NAME);
    let first = main.or_else(|| files.iter().find(|file| is_go(&file.name))).or(files.first());
    first.map_or_else(|| FILE_NAME.into(), |file| file.name.clone())
}

/// What a program that was opened is called: what go.mod says, or its first file.
pub fn title(files: &[File]) -> String {
    let module =
        |line: &str| Some(line.strip_prefix("module")?.split("//").next()?.trim().trim_matches('"').to_owned());
    let path =
        find(files, "go.mod").and_then(|file| file.text.lines().find_map(module)).filter(|path| !path.is_empty());
    let path = path.unwrap_or_else(|| first(files).to_string());
    path.rsplit('/').next().unwrap_or_default().to_owned()
}

/// For the analysis.
pub fn sources(files: &[File]) -> Vec<SourceFile> {
    let source = |file: &File| SourceFile { name: file.name.to_string(), text: file.text.as_bytes().to_vec() };
    files.iter().map(source).collect()
}

/// What is kept of `files`.
pub fn kept(files: &[File]) -> String {
    if let [file] = files
        && *file.name == *FILE_NAME
        && !file.text.starts_with(MAGIC)
    {
        return file.text.to_string();
    }
    let mut kept = String::from(MAGIC);
    for File { name, text } in files {
        let _ = writeln!(kept, "{} {name}\n{text}", text.len());
    }
    kept
}

/// The files of what was kept.
pub fn unkept(kept: &str) -> Files {
    read(kept).filter(|files| !files.is_empty()).map_or_else(|| one(kept), Into::into)
}

fn read(kept: &str) -> Option<Vec<File>> {
    let mut rest = kept.strip_prefix(MAGIC)?;
    let mut files = Vec::new();
    while !rest.is_empty() {
        let (head, behind) = rest.split_once('\n')?;
        let (length, name) = head.split_once(' ')?;
        let (text, behind) = behind.split_at_checked(length.parse().ok()?)?;
        files.push(File::new(name, text));
        rest = behind.strip_prefix('\n')?;
    }
    Some(files)
}

/// `name` as the name of a file: a path that leads down, without parts that
/// mean nothing; `None` if it is none.
pub fn clean(name: &str) -> Option<String> {
    let name = name.replace('\\', "/");
    let parts: Vec<&str> = name.split('/').map(str::trim).filter(|part| !matches!(*part, "" | ".")).collect();
    let plain = !parts.is_empty() && parts.iter().all(|part| *part != ".." && !part.chars().any(char::is_control));
    (plain && name.len() <= 200).then(|| parts.join("/"))
}

/// The files of a txtar; `None` if it is none with a Go file in it.
pub fn of_archive(text: &str) -> Option<Files> {
    let archive = Archive::parse(text);
    let is_go = |(name, _): &(String, String)| name.strip_suffix(".go").is_some();
    if !archive.files.iter().any(is_go) {
        return None;
    }
    of_named(archive.files)
}

/// Files as they come from outside; `None` if they are no document: too many,
/// too long, or a name that is none. Of two with one name the last counts.
pub fn of_named(named: Vec<(String, String)>) -> Option<Files> {
    let length: usize = named.iter().map(|(_, text)| text.len()).sum();
    if named.is_empty() || named.len() > MOST || length > LONGEST {
        return None;
    }
    let mut files: Vec<File> = Vec::new();
    for (name, text) in named {
        let file = File::new(&clean(&name)?, &text);
        match files.iter_mut().find(|known| known.name == file.name) {
            Some(known) => *known = file,
            None => files.push(file),
        }
    }
    Some(files.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(all: &[(&str, &str)]) -> Files {
        all.iter().map(|(name, text)| File::new(name, text)).collect()
    }

    #[test]
    fn whatever_is_kept_comes_back() {
        for all in [
            files(&[("main.go", "package main\n")]),
            files(&[("main.go", "")]),
            files(&[("main.go", "\u{0}escapade files\n3 a\nabc\n")]),
            files(&[("server.go", "package main // 中文\r\n")]),
            files(&[("go.mod", "module m"), ("main.go", "-- x --\n12 a\n"), ("a b/c.go", "\n\n")]),
        ] {
            assert_eq!(unkept(&kept(&all)), all);
        }
        assert_eq!(kept(&one("package main\n")), "package main\n", "as it was before there were several");
    }

    #[test]
    fn what_is_damaged_is_shown_as_it_is() {
        for text in ["", "\u{0}escapade files\n", "\u{0}escapade files\n9 a\nabc\n", "\u{0}escapade files\n1 a\n中\n"]
        {
            assert_eq!(unkept(text), one(text));
        }
    }

    #[test]
    fn names_lead_down() {
        for (name, cleaned) in
            [("a.go", "a.go"), ("./a//b.go", "a/b.go"), ("a\\b.go", "a/b.go"), ("/ a /b c.go", "a/b c.go")]
        {
            assert_eq!(clean(name).as_deref(), Some(cleaned));
        }
        for name in ["", "/", "..", "a/../b.go", "a\nb.go", "\u{0}", &"x".repeat(201)] {
            assert_eq!(clean(name), None, "{name:?}");
        }
    }

    #[test]
    fn documents_come_from_archives_with_go_in_them() {
        let text = "about\n-- go.mod --\nmodule m\n-- b.go --\npackage main\n-- ./b.go --\npackage b\n";
        let archive = of_archive(text).unwrap();
        assert_eq!(archive, files(&[("go.mod", "module m\n"), ("b.go", "package b\n")]));
        assert_eq!((&*first(&archive), &*title(&archive)), ("b.go", "m"));
        assert_eq!(title(&files(&[("a/b.go", ""), ("c.txt", "")])), "b.go");
        assert_eq!(title(&files(&[("a.go", ""), ("go.mod", "// x\nmodule \"example.com/tool\" // y\n")])), "tool");
        assert_eq!(of_archive("package main\n"), None);
        assert_eq!(of_archive("-- a.txt --\n-- ../b.go --\n"), None);
        assert_eq!(of_named(vec![(String::from("a.go"), "x".repeat(LONGEST + 1))]), None);
        assert_eq!(of_named(vec![(String::from("a.go"), String::new()); MOST + 1]), None);
    }
}
