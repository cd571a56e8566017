//! A GOROOT with one file changed, made of symbolic links.

use std::{
    fs,
    os::unix::fs::symlink,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};

use crate::fixtures::entries;

/// Makes `shadow` look like `goroot`, but for `file`, in whose place stands
/// `changed`. The directories above the file are made; all else are links.
pub(super) fn make(goroot: &Path, shadow: &Path, file: &Path, changed: &Path) -> Result<()> {
    let below = file.strip_prefix(goroot).with_context(|| format!("{} is not in GOROOT", file.display()))?;
    let mut dir = PathBuf::new();
    for part in below {
        let next = dir.join(part);
        let here = shadow.join(&dir);
        fs::create_dir(&here).with_context(|| format!("cannot create {}", here.display()))?;
        for entry in entries(&goroot.join(&dir))? {
            let name = entry.file_name().unwrap_or_default();
            if name != part {
                symlink(&entry, here.join(name))?;
            }
        }
        dir = next;
    }
    symlink(changed, shadow.join(below))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_file_is_another() -> Result<()> {
        let temp = std::env::temp_dir().join(format!("escapade-shadow-test-{}", std::process::id()));
        crate::tools::remove(&temp)?;
        let root = temp.join("root");
        fs::create_dir_all(root.join("src/net/http"))?;
        for (name, text) in
            [("VERSION", "v"), ("src/net/net.go", "n"), ("src/net/http/a.go", "a"), ("src/net/http/b.go", "b")]
        {
            fs::write(root.join(name), text)?;
        }
        fs::write(temp.join("changed"), "c")?;
        let shadow = temp.join("shadow");
        make(&root, &shadow, &root.join("src/net/http/a.go"), &temp.join("changed"))?;
        let read = |name: &str| fs::read_to_string(shadow.join(name)).unwrap_or_default();
        let texts = ["VERSION", "src/net/net.go", "src/net/http/a.go", "src/net/http/b.go"].map(read);
        crate::tools::remove(&temp)?;
        assert_eq!(texts, ["v", "n", "c", "b"]);
        Ok(())
    }
}
