//! Under what licences the parts of what is shipped are.
//!
//! Made whenever the site or the npm package is: `licences.txt` with every
//! notice and text, which the licences want to go along, and for the site two
//! pages that list the parts, one a language.
//!
//! The parts are the crates that cargo links into WebAssembly (procedural
//! macros and build scripts stay behind), the npm packages that are named as
//! `dependencies` in `frontend/package.json` with all that they need
//! (`devDependencies` are tools), Rust's own library, and Go's, whose sources
//! the packs consist of. A part whose licence is not one of [`ALLOWED`] stops
//! the build; `cargo xtask audit` has the same list in `deny.toml`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{cmd, site};

/// What may be shipped; of a choice the first that is in it is taken.
const ALLOWED: [&str; 6] = ["MIT", "BSD-3-Clause", "ISC", "Zlib", "Unicode-3.0", "Apache-2.0"];

/// What is not a package of any registry.
const GO: &str = include_str!("../licences/go.txt");
const RUST: &str = include_str!("../licences/rust.txt");
/// For packages without a file that say that they are under it.
const MIT: &str = include_str!("../licences/mit.txt");

/// A part of what is shipped.
struct Part {
    name: String,
    version: String,
    /// The licences that it may be used under, as SPDX writes them.
    licence: String,
    /// Notice and text of one of them.
    text: String,
}

/// What a product is made of.
pub(crate) struct Licences {
    crates: Vec<Part>,
    scripts: Vec<Part>,
}

/// The site, widget included.
pub(crate) fn site() -> Result<Licences> {
    Ok(Licences { crates: crates("frontend")?, scripts: npm_packages(&site::ensure_node_packages()?)? })
}

/// The npm package.
pub(crate) fn npm() -> Result<Licences> {
    Ok(Licences { crates: crates("analyzer-npm")?, scripts: Vec::new() })
}

/// Writes the site's text and pages to where its build finds them.
pub(crate) fn ensure() -> Result<()> {
    let licences = site()?;
    let public = cmd::root().join("public");
    let files = [
        ("licences.txt", licences.text()?),
        ("licences.html", page::write(&licences, &page::EN)),
        ("licences.zh.html", page::write(&licences, &page::ZH)),
    ];
    for (name, text) in files {
        let path = public.join(name);
        // Trunk builds anew when a file is written.
        if fs::read_to_string(&path).ok().as_ref() != Some(&text) {
            fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        }
    }
    Ok(())
}

impl Licences {
    /// All notices and texts, each once.
    pub(crate) fn text(&self) -> Result<String> {
        let mut by_text: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let titles = |part: &Part| format!("{} {} ({})", part.name, part.version, part.licence);
        for part in self.crates.iter().chain(&self.scripts) {
            by_text.entry(&part.text).or_default().push(titles(part));
        }
        let own = fs::read_to_string(cmd::root().join("LICENSE-MIT"))?;
        let mut sections = vec![
            (String::from("Escapade (MIT OR Apache-2.0)"), own.as_str()),
            (String::from("Go's standard library, whose sources are in std/ (BSD-3-Clause)"), GO),
            (String::from("Rust's standard library (MIT OR Apache-2.0)"), RUST),
        ];
        let mut others: Vec<(String, &str)> =
            by_text.into_iter().map(|(text, titles)| (titles.join("\n"), text)).collect();
        others.sort();
        sections.append(&mut others);
        let mut out = String::new();
        for (title, text) in sections {
            let _ = write!(out, "{}\n{title}\n\n{}\n\n", "=".repeat(72), text.trim());
        }
        Ok(out)
    }
}

/// The crates that `package` is linked from, as WebAssembly.
fn crates(package: &str) -> Result<Vec<Part>> {
    let args =
        ["--edges", "normal,no-proc-macro", "--target", "wasm32-unknown-unknown", "--prefix", "none", "--no-dedupe"];
    let mut tree = cmd::command("cargo");
    tree.args(["tree", "--locked", "--package", package]).args(args).args(["--format", "{p}"]);
    let tree = cmd::output(&mut tree)?;
    let metadata = cmd::metadata()?;
    let packages = metadata["packages"].as_array().context("cargo names no packages")?;
    let mut parts = Vec::new();
    for line in tree.lines().collect::<BTreeSet<_>>() {
        let mut words = line.split_whitespace();
        let (Some(name), Some(version)) = (words.next(), words.next()) else { continue };
        let version = version.trim_start_matches('v');
        let found = packages.iter().find(|one| one["name"] == name && one["version"] == version);
        let about = found.with_context(|| format!("cargo knows no {name} {version}"))?;
        if about["source"].is_null() {
            continue;
        }
        let folder = about["manifest_path"].as_str().and_then(|path| Path::new(path).parent()).unwrap_or(Path::new(""));
        let authors = strings(&about["authors"]);
        parts.push(part(name, version, about["license"].as_str(), folder, &authors)?);
    }
    Ok(parts)
}

/// The packages below `modules` that are shipped, with all that they need.
fn npm_packages(modules: &Path) -> Result<Vec<Part>> {
    let read = |path: PathBuf| -> Result<Value> {
        let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
        serde_json::from_str(&text).with_context(|| format!("{} is no JSON", path.display()))
    };
    let needs =
        |about: &Value| about["dependencies"].as_object().into_iter().flatten().map(|(name, _)| name.clone()).collect();
    let mut open: Vec<String> = needs(&read(modules.with_file_name("package.json"))?);
    let mut parts = BTreeMap::new();
    while let Some(name) = open.pop() {
        if parts.contains_key(&name) {
            continue;
        }
        let folder = modules.join(&name);
        let about = read(folder.join("package.json"))?;
        open.append(&mut needs(&about));
        let author = about["author"]["name"].as_str().or(about["author"].as_str()).unwrap_or_default().to_owned();
        let version = about["version"].as_str().unwrap_or_default();
        parts.insert(name.clone(), part(&name, version, about["license"].as_str(), &folder, &[author])?);
    }
    Ok(parts.into_values().collect())
}

fn strings(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(|one| one.as_str().map(str::to_owned)).collect()
}

/// The part in `folder`, whose manifest says that it is under `licence`.
fn part(name: &str, version: &str, licence: Option<&str>, folder: &Path, authors: &[String]) -> Result<Part> {
    // `/` is how cargo's manifests once wrote a choice.
    let licence = licence.unwrap_or_default().replace(" / ", "/").replace('/', " OR ");
    let Some(taken) = choose(&licence) else {
        bail!("{name} {version} is under {licence:?}, which is not among the licences that may be shipped");
    };
    let texts = taken.into_iter().map(|taken| match text_in(folder, taken)? {
        Some(text) => Ok(text),
        None if taken == "MIT" => {
            Ok(format!("MIT License\n\nCopyright (c) {}\n\n{}", without_addresses(authors), MIT.trim()))
        }
        None => bail!("{name} {version} has no text of {taken}"),
    });
    let text = texts.collect::<Result<Vec<_>>>()?.join("\n\n");
    Ok(Part { name: name.to_owned(), version: version.to_owned(), licence, text })
}

/// Which of the licences in the SPDX expression are taken: one of each choice.
/// What is more than choices that all hold is for a person to look at.
fn choose(licence: &str) -> Option<Vec<&'static str>> {
    let choices: Vec<&str> = licence.split(" AND ").collect();
    let chosen = choices.iter().map(|choice| {
        let bare = choice.strip_prefix('(').and_then(|choice| choice.strip_suffix(')'));
        if bare.is_none() && choices.len() > 1 && choice.contains(" OR ") {
            return None;
        }
        let names: Vec<&str> = bare.unwrap_or(choice).split(" OR ").map(str::trim).collect();
        ALLOWED.into_iter().find(|allowed| names.contains(allowed))
    });
    chosen.collect()
}

/// The text of the licence `taken` in `folder`, if there is a file of it.
fn text_in(folder: &Path, taken: &str) -> Result<Option<String>> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .with_context(|| format!("cannot read {}", folder.display()))?
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| name.to_uppercase().starts_with("LICEN"))
        .collect();
    names.sort();
    let short = taken.split('-').next().unwrap_or(taken).to_uppercase();
    let special = names.iter().find(|name| name.to_uppercase().contains(&format!("-{short}")));
    // One file alone is the licence, whatever it is called.
    let only = names.first().filter(|_| names.len() == 1);
    let Some(name) = special.or(only) else { return Ok(None) };
    let text = fs::read_to_string(folder.join(name))?;
    Ok(Some(text.replace("\r\n", "\n").trim().to_owned()))
}

/// Names without the addresses behind them.
fn without_addresses(authors: &[String]) -> String {
    let names: Vec<&str> = authors.iter().map(|author| author.split('<').next().unwrap_or(author).trim()).collect();
    names.join(", ")
}

/// The pages.
mod page {
    use super::{Licences, Part};

    /// What a page says in one language.
    pub(super) struct Words {
        lang: &'static str,
        other: (&'static str, &'static str, &'static str),
        privacy: (&'static str, &'static str),
        title: &'static str,
        description: &'static str,
        own: &'static str,
        texts: &'static str,
        go: &'static str,
        rust: &'static str,
        crates: &'static str,
        scripts: &'static str,
    }

    pub(super) const EN: Words = Words {
        lang: "en",
        other: ("licences.zh.html", "zh-Hans", "简体中文"),
        privacy: ("privacy.html", "Privacy"),
        title: "Licences",
        description: "What Escapade is made of, and under which licences.",
        own: "Escapade itself is under the MIT licence or the Apache licence 2.0, at your choice.",
        texts: "All notices and licence texts",
        go: "The standard library that programs are analysed with is made of the sources of Go, © The Go Authors, under the BSD-3-Clause licence.",
        rust: "Rust crates in the WebAssembly",
        crates: "and Rust's standard library, under MIT or Apache-2.0.",
        scripts: "JavaScript packages in the editor and the offline app",
    };

    pub(super) const ZH: Words = Words {
        lang: "zh-Hans",
        other: ("licences.html", "en", "English"),
        privacy: ("privacy.zh.html", "隐私"),
        title: "许可证",
        description: "Escapade 由哪些部分组成，各自采用什么许可证。",
        own: "Escapade 本身采用 MIT 或 Apache 2.0 许可证，由你任选其一。",
        texts: "全部版权声明与许可证原文",
        go: "分析程序时使用的标准库取自 Go 的源代码，© The Go Authors，采用 BSD-3-Clause 许可证。",
        rust: "WebAssembly 中的 Rust crate",
        crates: "以及 Rust 标准库，采用 MIT 或 Apache-2.0 许可证。",
        scripts: "编辑器和离线应用中的 JavaScript 包",
    };

    /// A page that lists the parts.
    pub(super) fn write(licences: &Licences, words: &Words) -> String {
        let Words { lang, title, description, own, texts, go, rust, crates, scripts, .. } = words;
        let (other, other_lang, other_name) = words.other;
        let (privacy, privacy_name) = words.privacy;
        format!(
            r#"<!doctype html>
<html lang="{lang}">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'">
  <title>Escapade: {title}</title>
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="description" content="{description}">
  <meta name="referrer" content="no-referrer">
  <link rel="icon" href="icon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="privacy.css">
</head>
<body>
  <nav><a href="./">Escapade</a><a href="{privacy}">{privacy_name}</a><a href="{other}" lang="{other_lang}" hreflang="{other_lang}">{other_name}</a></nav>
  <main>
    <h1>{title}</h1>
    <p>{own}</p>
    <p>{go}</p>
    <p><a href="licences.txt">{texts}</a></p>
    <h2>{rust}</h2>
    <ul class="parts">
{}    </ul>
    <p>{crates}</p>
    <h2>{scripts}</h2>
    <ul class="parts">
{}    </ul>
  </main>
</body>
</html>
"#,
            list(&licences.crates),
            list(&licences.scripts),
        )
    }

    fn list(parts: &[Part]) -> String {
        let row = |part: &Part| {
            let [name, version, licence] = [&part.name, &part.version, &part.licence].map(|text| escape(text));
            format!("      <li><b>{name}</b> {version} <span>{licence}</span></li>\n")
        };
        parts.iter().map(row).collect()
    }

    fn escape(text: &str) -> String {
        text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_each_choice_one_is_taken() {
        let chosen = |licence| choose(licence).map(|chosen| chosen.join(", "));
        assert_eq!(chosen("Apache-2.0 OR MIT").as_deref(), Some("MIT"));
        assert_eq!(chosen("Apache-2.0 OR BSL-1.0").as_deref(), Some("Apache-2.0"));
        assert_eq!(chosen("(MIT OR Apache-2.0) AND Unicode-3.0").as_deref(), Some("MIT, Unicode-3.0"));
        for not_allowed in
            ["", "GPL-3.0-only", "(MIT OR Apache-2.0) AND GPL-2.0-only", "GPL-2.0-only OR ISC AND GPL-3.0-only"]
        {
            assert_eq!(chosen(not_allowed), None, "{not_allowed}");
        }
    }

    #[test]
    fn every_part_is_named_with_its_text() -> Result<()> {
        let npm = npm()?;
        assert!(npm.crates.len() > 20);
        for part in &npm.crates {
            let words = part.text.to_lowercase();
            assert!(
                words.contains("permission is hereby granted") || words.contains("apache license"),
                "{}",
                part.name
            );
        }
        let text = npm.text()?;
        for name in ["wasm-bindgen 0.2.129 (MIT OR Apache-2.0)", "The Go Authors", "The Rust Project Contributors"] {
            assert!(text.contains(name), "{name}");
        }
        Ok(())
    }
}
