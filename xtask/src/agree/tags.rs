//! Parameter tags: what callers are told about each parameter.
//!
//! gc writes them to export data. They are not read from there: with
//! `-d=escapemutationscalls=1` gc prints all that is in a tag, a line for each
//! destination of each parameter, so comparing those lines at the places of a
//! function's parameters compares the tags. A Go program says where the
//! parameters of exported functions are. Functions without such a line on
//! either side (no parameter has pointers, or the function is generic) are not
//! counted.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt,
    path::Path,
};

use anyhow::{Context, Result, bail};

use super::{
    Escapade,
    compare::{Figure, Line},
    packages::{self, Said},
};
use crate::{cmd, go::Go, tools};

/// With `-m`, prints tags completely.
const FLAG: &str = "-d=escapemutationscalls=1";

/// How the tags of exported functions agree.
#[derive(Debug, Default)]
pub(super) struct Tags {
    pub functions: Figure,
    /// The first functions whose tags differ, and how.
    pub examples: Vec<String>,
}

impl fmt::Display for Tags {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for example in &self.examples {
            writeln!(f, "{example}")?;
        }
        writeln!(f, "functions            {}", self.functions)
    }
}

/// How many differences are shown.
const EXAMPLES: usize = 10;

/// A function: its package, and its name there.
type Name = (String, String);

/// Where parameters are: file, line, column.
type Place = (String, u32, u32);

/// Compares the tags in the packages that match `patterns`.
pub(super) fn compare(go: &Go, escapade: &Escapade, patterns: &[String]) -> Result<Tags> {
    let root = go.root()?;
    let mut flags = escapade.flags().to_vec();
    flags.push(FLAG.into());
    let (gc, _) = packages::theirs(go, &root, patterns, &flags)?;
    let (text, _) = escapade.ask_about_packages(&root, patterns, &[FLAG])?;
    let functions = functions(go, patterns)?;
    Ok(count(&functions, &gc, &packages::groups(&text, &root)))
}

fn count(functions: &HashMap<String, HashMap<Place, Name>>, gc: &Said, ours: &Said) -> Tags {
    type Lines<'a> = BTreeMap<&'a Name, [BTreeSet<&'a Line>; 2]>;
    let mut lines = Lines::new();
    for (side, said) in [gc, ours].into_iter().enumerate() {
        for (package, all) in said {
            let Some(params) = functions.get(package) else { continue };
            for line in all.iter().filter(|line| is_tag(&line.message)) {
                if let Some(function) = params.get(&(line.file.clone(), line.row, line.col)) {
                    lines.entry(function).or_default()[side].insert(line);
                }
            }
        }
    }
    let mut tags = Tags::default();
    for ((package, name), [gc, ours]) in lines {
        tags.functions.count(gc == ours);
        if gc != ours && tags.examples.len() < EXAMPLES {
            let only = |a: &BTreeSet<&Line>, b: &BTreeSet<&Line>| {
                let lines: Vec<String> = a.difference(b).map(|line| line.message.clone()).collect();
                if lines.is_empty() { "nothing".to_owned() } else { lines.join("; ") }
            };
            tags.examples.push(format!("{package}: {name}: {} | here: {}", only(&gc, &ours), only(&ours, &gc)));
        }
    }
    tags
}

/// Whether a line that stands at a parameter is about its tag.
fn is_tag(message: &str) -> bool {
    const STARTS: [&str; 5] = ["leaking param", "mutates param: ", "calls param: ", "moved to heap: ", "marking "];
    STARTS.iter().any(|start| message.starts_with(start))
        || message.ends_with(" does not escape, mutate, or call")
        || message.ends_with(" does not escape")
}

/// The parameters of exported functions by package, and whose they are.
fn functions(go: &Go, patterns: &[String]) -> Result<HashMap<String, HashMap<Place, Name>>> {
    let dir = std::env::temp_dir().join(format!("escapade-tags-{}", std::process::id()));
    tools::remove(&dir)?;
    std::fs::create_dir_all(&dir).with_context(|| format!("cannot create {}", dir.display()))?;
    let text = list(go, patterns, &dir);
    tools::remove(&dir)?;
    let mut functions: HashMap<String, HashMap<Place, Name>> = HashMap::new();
    for line in text?.lines() {
        let mut fields = line.split('\t');
        let mut next = || fields.next().context("what xtask/go/exported printed");
        let (package, name, file) = (next()?, next()?, next()?);
        let place = (file.to_owned(), next()?.parse()?, next()?.parse()?);
        let function = (package.to_owned(), name.to_owned());
        functions.entry(package.to_owned()).or_default().insert(place, function);
    }
    if functions.is_empty() {
        bail!("{}: no exported functions", patterns.join(" "));
    }
    Ok(functions)
}

fn list(go: &Go, patterns: &[String], dir: &Path) -> Result<String> {
    let root = go.root()?;
    let mut list = go.command(&root.join("src"));
    list.args(["list", "-e", "-f", r#"{{range .GoFiles}}{{$.ImportPath}}	{{$.Dir}}/{{.}}{{"\n"}}{{end}}"#]);
    let files = dir.join("files");
    std::fs::write(&files, cmd::output(list.args(patterns))?)?;
    cmd::output(go.own_program("exported", dir)?.arg(&files))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_at_parameters_are_tags() {
        let place = |row, col| ("a.go".to_owned(), row, col);
        let name = |name: &str| ("p".to_owned(), name.to_owned());
        let params =
            [(place(1, 8), name("F")), (place(1, 11), name("F")), (place(2, 8), name("G")), (place(9, 8), name("H"))];
        let functions = HashMap::from([("p".to_owned(), HashMap::from(params))]);
        let said = |text: &str| packages::groups(text, Path::new("/"));
        let gc =
            said("# p\na.go:1:8: leaking param: x\na.go:1:11: mutates param: y derefs=0\na.go:2:8: leaking param: z\n");
        let ours = said("# p\na.go:1:8: leaking param: x\na.go:2:8: leaking param: z\na.go:7:1: moved to heap: v\n");
        let tags = count(&functions, &gc, &ours);
        assert_eq!(tags.functions, Figure { both: 1, either: 2 });
        assert_eq!(tags.examples, ["p: F: mutates param: y derefs=0 | here: nothing"]);
    }
}
