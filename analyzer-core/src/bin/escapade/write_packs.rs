//! `-packs=DIR`: writes what importers need of packages, one file for each
//! and an index.

use std::{fs, path::Path, rc::Rc};

use analyzer_core::{
    Options, Release, Session,
    base::SourceFile,
    pack::{INDEX_FILE, Index, Library, Pack, arrange, pack_file},
};

use crate::{Failure, gc, graph::Graph, load::Input, names, package::Package, packages::Packages};

/// Writes the packs of the packages that are asked for into `dir`.
pub(crate) fn write(input: Input, dir: &Path, release: Release) -> Result<(), Failure> {
    let Input { roots, mut packages, .. } = input;
    // In this order, because what a package does depends on what it imports.
    let graph = Graph::of(&roots, &mut packages, true)?;
    let mut session = Session::new(release);
    let mut packs = Vec::new();
    for node in graph.packages {
        let package = &node.package;
        let files = named_as_imported(package, &packages);
        // The library is compiled with inlining, whatever the program is.
        let options = Options {
            lang: package.lang.clone(),
            package: package.path.clone(),
            complete: package.complete,
            std: package.std,
            ..Options::default()
        };
        let (mut report, pack) = session.pack(&files, &options, &mut packages);
        let Some(pack) = pack else {
            names::show(&mut report, &package.dir, None)?;
            return Err(Failure::go(gc::errors(&report, &package.path)));
        };
        if roots.iter().any(|root| Rc::ptr_eq(root, package) || root.path == package.path) {
            packs.push(pack);
        }
    }
    let packs = arrange(&packs, release).map_err(|error| Failure::go(error.to_string()))?;
    let mut written = Vec::new();
    for pack in &packs {
        let bytes = pack.to_bytes(release);
        save(&dir.join(pack_file(&pack.path)), &bytes)?;
        written.push((pack, bytes));
    }
    let index = Index::of(written.iter().map(|(pack, bytes)| (*pack, &**bytes)));
    let mut library = Library::new(index, release);
    for (Pack { path, .. }, bytes) in written {
        library.insert(path, &bytes).map_err(|error| Failure::go(format!("{path}: {error}")))?;
    }
    library.foresee();
    // Last: an index that is there tells that the packs are.
    save(&dir.join(INDEX_FILE), &library.index().to_bytes(release))
}

/// The package's files as messages about imported code name them.
fn named_as_imported(package: &Package, packages: &Packages) -> Vec<SourceFile> {
    let std = packages.is_std(&package.path);
    let named = package.files.iter().cloned().map(|mut file| {
        if std {
            let base = file.name.rsplit('/').next().unwrap_or(&file.name);
            file.name = format!("$GOROOT/src/{}/{base}", package.path);
        }
        file
    });
    named.collect()
}

fn save(file: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let saved = file.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(file, bytes));
    saved.map_err(|error| Failure::usage(format!("cannot write {}: {error}", file.display())))
}
