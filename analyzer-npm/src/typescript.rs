//! The report and the options in TypeScript: `js/types.d.ts` is what the Rust
//! types say. `UPDATE_EXPECT=1 cargo test -p analyzer-npm` writes it.

use std::{
    any::TypeId,
    collections::{BTreeMap, HashSet},
    fmt::Write as _,
};

use analyzer_core::report::Report;
use expect_test::expect_file;
use ts_rs::{Config, TS, TypeVisitor};

use crate::{AdviceAnswer, AdviceQuestion, AnalyzeOptions, InputFile, OPTIONS};

const HEAD: &str = "\
// What `analyze` and `advise` take and give; a report is what `escapade -json` prints.
// Made from the Rust types by `UPDATE_EXPECT=1 cargo test -p analyzer-npm`.
//
// Places count as Go does: lines from 1, columns in bytes of UTF-8 from 1; spans
// are offsets in bytes. An enum's value is its name, or an object with its name
// as the only key and what belongs to it as the value.
";

/// Collects declarations, of what types need before or behind themselves.
#[derive(Default)]
struct Declarations {
    seen: HashSet<TypeId>,
    by_name: BTreeMap<String, String>,
}

impl TypeVisitor for Declarations {
    fn visit<T: TS + 'static + ?Sized>(&mut self) {
        // What is built in has no file of its own.
        if T::output_path().is_none() || !self.seen.insert(TypeId::of::<T>()) {
            return;
        }
        let config = Config::default();
        let docs = T::docs().unwrap_or_default();
        self.by_name.insert(T::ident(&config), format!("{docs}export {}\n", T::decl(&config)));
        T::visit_dependencies(self);
    }
}

#[test]
fn types_are_what_they_are_in_rust() {
    let mut declarations = Declarations::default();
    declarations.visit::<Report>();
    declarations.visit::<InputFile>();
    declarations.visit::<AnalyzeOptions>();
    declarations.visit::<AdviceQuestion>();
    declarations.visit::<AdviceAnswer>();
    let mut text = String::from(HEAD);
    for declaration in declarations.by_name.values() {
        let _ = write!(text, "\n{declaration}");
    }
    expect_file!["../js/types.d.ts"].assert_eq(&text);
}

#[test]
fn options_are_refused_by_what_they_are_called() {
    let declaration = AnalyzeOptions::decl(&Config::default());
    let names: Vec<&str> = declaration.lines().filter_map(|line| Some(line.split_once("?: ")?.0.trim())).collect();
    assert_eq!(names, OPTIONS);
}
