//! Files and directories, and how messages name them.
//!
//! As the go command does it: relative to the current directory if that is
//! shorter; a file in the current directory itself begins with `./`.

use std::{
    env, fs,
    path::{Component, Path, PathBuf},
    sync::OnceLock,
};

use crate::Failure;

pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let text = fs::read(path).map_err(|error| Failure::usage(format!("cannot read {}: {error}", path.display())))?;
    // Offsets are 32 bits wide.
    if u32::try_from(text.len()).is_err() {
        return Err(Failure::usage(format!("{} is larger than 4 GiB", path.display())));
    }
    Ok(text)
}

/// The current directory as the shell names it, as the go command does. It
/// stays the same.
pub(crate) fn current_dir() -> Result<&'static Path, Failure> {
    static CURRENT: OnceLock<PathBuf> = OnceLock::new();
    if let Some(known) = CURRENT.get() {
        return Ok(known);
    }
    let real = env::current_dir().map_err(|error| Failure::usage(format!("no current directory: {error}")))?;
    let shell = env::var_os("PWD").map(PathBuf::from).filter(|dir| dir.is_absolute());
    let same = |dir: &PathBuf| *dir == real || dir.canonicalize().ok() == real.canonicalize().ok();
    let current = shell.filter(same).unwrap_or(real);
    Ok(CURRENT.get_or_init(|| current))
}

/// `dir` as an absolute path without `.` and `..`.
pub(crate) fn absolute(dir: &Path) -> Result<PathBuf, Failure> {
    let mut clean = PathBuf::new();
    for part in current_dir()?.join(dir).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            part => clean.push(part),
        }
    }
    Ok(clean)
}

/// How messages name the file `name` of the directory `dir`.
pub(crate) fn display(dir: &Path, name: &str) -> Result<String, Failure> {
    Ok(format!("{}/{name}", displayed_dir(dir)?))
}

/// How messages name the directory `dir` in front of a slash.
pub(crate) fn displayed_dir(dir: &Path) -> Result<String, Failure> {
    let dir = short(dir)?;
    Ok(if dir == "/" { String::new() } else { dir })
}

/// `path`, which is absolute, as seen from the current directory, if that is
/// shorter and leads to the same place.
pub(crate) fn short(path: &Path) -> Result<String, Failure> {
    let (full, relative) = (path.display().to_string(), relative(current_dir()?, path));
    let same = || match (fs::canonicalize(&relative), fs::canonicalize(path)) {
        (Ok(a), Ok(b)) => a == b,
        (a, b) => a.is_err() && b.is_err(),
    };
    Ok(if relative.len() < full.len() && same() { relative } else { full })
}

/// `target` as seen from `base`, both absolute and clean.
pub(crate) fn relative(base: &Path, target: &Path) -> String {
    let common = base.components().zip(target.components()).take_while(|(a, b)| a == b).count();
    let up = base.components().skip(common).map(|_| "..".to_owned());
    let down = target.components().skip(common).map(|part| part.as_os_str().to_string_lossy().into_owned());
    let parts: Vec<String> = up.chain(down).collect();
    if parts.is_empty() { ".".into() } else { parts.join("/") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_relative_to_the_current_directory() {
        let relative = |base: &str, target: &str| relative(Path::new(base), Path::new(target));
        assert_eq!(relative("/a/b", "/a/b"), ".");
        assert_eq!(relative("/a/b", "/a/b/c/d"), "c/d");
        assert_eq!(relative("/a/b", "/a/c"), "../c");
        assert_eq!(relative("/a/b", "/"), "../..");
        assert_eq!(relative("/", "/a"), "a");
    }
}
