//! What the go command finds wrong before it calls the compiler: packages
//! that are missing, cycles, imports that are not allowed.
//!
//! Mirrors `cmd/go/internal/load`: imports are followed depth first in the
//! order of their paths; a package has at most one such error; they are
//! printed in the order in which packages are left. Deliberate difference:
//! the standard library is taken as sound; it is only walked for its order,
//! where that is asked for.

use std::{collections::HashMap, rc::Rc};

use analyzer_core::build::COMMAND_LINE;

use crate::{
    Failure,
    package::{Import, NoPackage, Package},
    packages::{Packages, Place, is_below},
};

/// Imports may be nested this deep: the walk is recursive.
const MAX_DEPTH: usize = 2000;

/// The packages that have to be checked, dependencies first.
pub(crate) struct Graph {
    pub packages: Vec<Node>,
}

/// One package.
pub(crate) struct Node {
    pub package: Rc<Package>,
    /// Its imports, as far as they are walked.
    pub imports: Vec<String>,
}

/// One step on the way from what was asked for.
struct Step {
    path: String,
    /// The file that has the import.
    file: Option<String>,
}

struct Walk<'a> {
    packages: &'a mut Packages,
    /// Whether to go into the standard library.
    std: bool,
    stack: Vec<Step>,
    /// Packages that are being walked or were.
    seen: HashMap<String, Option<Rc<Package>>>,
    done: Vec<Node>,
    /// By package, in the order in which packages are left.
    errors: Vec<(String, Option<String>)>,
    cyclic: HashMap<String, String>,
}

impl Graph {
    /// Follows the imports of `roots`, those of the standard library as well
    /// if `std`; what is wrong is the failure.
    pub(crate) fn of(roots: &[Rc<Package>], packages: &mut Packages, std: bool) -> Result<Self, Failure> {
        let mut walk = Walk {
            packages,
            std,
            stack: Vec::new(),
            seen: HashMap::new(),
            done: Vec::new(),
            errors: Vec::new(),
            cyclic: HashMap::new(),
        };
        for root in roots {
            if !walk.seen.contains_key(&root.path) {
                walk.stack.push(Step { path: root.path.clone(), file: None });
                walk.package(root)?;
                walk.stack.pop();
            }
        }
        let errors: Vec<String> = walk.errors.into_iter().filter_map(|(_, error)| error).collect();
        if !errors.is_empty() {
            return Err(Failure::go(errors.join("\n")));
        }
        Ok(Self { packages: walk.done })
    }
}

impl Walk<'_> {
    /// Walks `package`, which is on top of the stack.
    fn package(&mut self, package: &Rc<Package>) -> Result<(), Failure> {
        self.seen.insert(package.path.clone(), None);
        let mut error = None;
        let mut imports = Vec::new();
        for import in package.imports()? {
            let found = match self.packages.place(&import.path, &package.path) {
                Place::Unknown => continue,
                Place::Missing(message) => {
                    if !self.seen.contains_key(&import.path) {
                        self.seen.insert(import.path.clone(), None);
                        let message = format!("{}: {message}", import.place);
                        self.errors.push((import.path.clone(), Some(message)));
                    }
                    if import.path.starts_with('.') {
                        let message = "in non-local package";
                        error.get_or_insert(format!("{}: local import \"{}\" {message}", import.place, import.path));
                    }
                    continue;
                }
                Place::Found(path) => path,
            };
            if let Some(message) = self.internal(package, &found, &import) {
                error.get_or_insert(message);
            }
            // What is known of packages in packs needs no order.
            if self.packages.is_packed(&found) || self.packages.is_std(&found) && (!self.std || found == "unsafe") {
                continue;
            }
            imports.push(found.clone());
            let imported = self.import(&found, &import)?;
            if let Some(imported) = imported
                && imported.name().as_deref() == Some("main")
                && imported.dir != package.dir
            {
                let message = format!("import \"{}\" is a program, not an importable package", import.path);
                error.get_or_insert(format!("{}: {message}", import.place));
            }
        }
        let error = self.cyclic.remove(&package.path).or(error);
        self.errors.push((package.path.clone(), error));
        self.seen.insert(package.path.clone(), Some(Rc::clone(package)));
        self.done.push(Node { package: Rc::clone(package), imports });
        Ok(())
    }

    /// Walks the package `path`, which `import` names.
    fn import(&mut self, path: &str, import: &Import) -> Result<Option<Rc<Package>>, Failure> {
        self.stack.push(Step { path: path.to_owned(), file: Some(import.file.clone()) });
        let result = self.import_on_stack(path, import);
        self.stack.pop();
        result
    }

    fn import_on_stack(&mut self, path: &str, import: &Import) -> Result<Option<Rc<Package>>, Failure> {
        if self.stack.len() > MAX_DEPTH {
            let message = format!("imports are nested deeper than {MAX_DEPTH} packages");
            return Err(Failure::usage(format!("{}: {message}", import.place)));
        }
        if let Some(known) = self.seen.get(path) {
            let known = known.clone();
            if known.is_none() && self.stack.iter().filter(|step| step.path == path).count() > 1 {
                let cycle = format!("{}: import cycle not allowed", self.stack_text(true));
                self.cyclic.entry(path.to_owned()).or_insert(cycle);
            }
            return Ok(known);
        }
        let message = match self.packages.package(path) {
            Ok(package) => {
                self.package(&package)?;
                return Ok(Some(package));
            }
            Err(NoPackage::Failed(failure)) => return Err(failure),
            // Only the build notices, when it comes to that package.
            Err(NoPackage::OnlyTests | NoPackage::Empty) => None,
            Err(NoPackage::Excluded) => {
                let dir = self.packages.dir_text(path);
                Some(format!("{}: build constraints exclude all Go files in {dir}", self.stack_text(false)))
            }
            Err(NoPackage::Refused(message)) => Some(format!("{}: {message}", import.place)),
        };
        self.seen.insert(path.to_owned(), None);
        self.errors.push((path.to_owned(), message));
        Ok(None)
    }

    /// The way from what was asked for.
    fn stack_text(&self, files: bool) -> String {
        let steps: Vec<String> = (self.stack.iter())
            .map(|step| match &step.file {
                Some(file) if files => format!("{} from {file}", step.path),
                _ => step.path.clone(),
            })
            .collect();
        format!("package {}", steps.join("\n\timports "))
    }

    /// Whether `package` must not import `path` because of an `internal` in it.
    fn internal(&self, package: &Package, path: &str, import: &Import) -> Option<String> {
        let parent = internal_parent(path)?;
        let importer = match self.packages.module() {
            Some(module) if package.path == COMMAND_LINE => module.import_path(&package.dir),
            _ => package.path.clone(),
        };
        let std = self.packages.is_std(path);
        let allowed =
            if std { self.packages.is_std(&importer) } else { parent.is_empty() || is_below(&importer, parent) };
        if allowed {
            return None;
        }
        let (stack, place) = (self.stack_text(false), &import.place);
        Some(format!("{stack}\n\t{place}: use of internal package {path} not allowed"))
    }
}

/// What is before the last element `internal` of `path`.
fn internal_parent(path: &str) -> Option<&str> {
    let at = if path == "internal" || path.starts_with("internal/") {
        path.rfind("/internal/").map_or(0, |at| at + 1)
    } else if path.ends_with("/internal") {
        path.len() - "internal".len()
    } else {
        path.rfind("/internal/")? + 1
    };
    Some(path[..at].trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn internal_is_an_element_of_the_path() {
        assert_eq!(internal_parent("a/internal/b"), Some("a"));
        assert_eq!(internal_parent("a/internal"), Some("a"));
        assert_eq!(internal_parent("internal/b"), Some(""));
        assert_eq!(internal_parent("internal"), Some(""));
        assert_eq!(internal_parent("a/internal/b/internal/c"), Some("a/internal/b"));
        assert_eq!(internal_parent("a/internals/b"), None);
    }
}
