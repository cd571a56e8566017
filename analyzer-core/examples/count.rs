//! Analyses a program as the site does, in one function whose instructions are
//! counted: what `cargo xtask baseline` runs under Valgrind.
//!
//! `count STD FILE…`: STD is the folder of the packs, the FILEs are a program
//! as it was edited. Packs are read, and all texts but the last one analysed,
//! before the count begins.

use std::{env, error::Error, fs, hint::black_box, path::Path, process::ExitCode};

use analyzer_core::{
    Options, Release, Session,
    base::SourceFile,
    build::Header,
    pack::{INDEX_FILE, Index, Library, pack_file},
    report::Report,
};

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("count: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = env::args().skip(1).collect();
    let [std, before @ .., file] = &args[..] else { return Err("count STD FILE…".into()) };
    let source = |name: &str| -> Result<[SourceFile; 1], Box<dyn Error>> {
        Ok([SourceFile { name: "main.go".into(), text: fs::read(name)? }])
    };
    let last = source(file)?;
    let mut library = library(Path::new(std), &last)?;
    let mut session = Session::new(Release::default());
    for name in before {
        analyze(&mut session, &source(name)?, &mut library);
    }
    let report = counted(&mut session, &last, &mut library);
    if let Some(error) = report.errors.first() {
        return Err(format!("{file}: {error:?}").into());
    }
    if let Some(missing) = library.take_asked().iter().find(|path| !library.has(path)) {
        return Err(format!("{file}: the index does not foresee {missing}").into());
    }
    println!("{} verdicts", report.locations.len());
    Ok(())
}

/// Valgrind counts from when this is called until it returns, and knows it by its name.
#[inline(never)]
fn counted(session: &mut Session, files: &[SourceFile], library: &mut Library) -> Report {
    black_box(analyze(session, black_box(files), library))
}

fn analyze(session: &mut Session, files: &[SourceFile], library: &mut Library) -> Report {
    session.analyze_module(files, "main.go", &Options::default(), library)
}

/// The packs that the index foresees for `files`.
fn library(std: &Path, files: &[SourceFile]) -> Result<Library, Box<dyn Error>> {
    let release = Release::default();
    let index = fs::read(std.join(INDEX_FILE))?;
    let index = Index::from_bytes(&index, release).map_err(|error| format!("{INDEX_FILE}: {error:?}"))?;
    let imports = files.iter().flat_map(|file| Header::read(&file.text).imports);
    let imports: Vec<String> = imports.map(|import| import.path).collect();
    let foreseen = index.foreseen(imports.iter().map(String::as_str));
    let mut library = Library::new(index, release);
    for path in foreseen {
        let bytes = fs::read(std.join(pack_file(&path)))?;
        library.insert(&path, &bytes).map_err(|error| format!("{path}: {error:?}"))?;
    }
    Ok(library)
}
