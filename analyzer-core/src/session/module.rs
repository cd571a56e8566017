//! Analysing a program whose files are all in memory: what a package imports
//! of its own module is analysed before it, as `go build` does.

use alloc::{boxed::Box, string::String, vec::Vec};

use super::{Level, Options, Session, Wanted};
use crate::{
    advice::{Advised, Question},
    base::{LineCol, SourceFile},
    build::{Loader, Module, ModuleLoader, ModulePackage, Refusal},
    report::{GoError, Place, Report},
};

impl Session {
    /// Analyses the package that the file called `open` is in (see
    /// [`Module::packages`]). What else of its module it needs is analysed
    /// first; where that has errors, the report is about it. What is not of
    /// the module comes from `loader`, the same one in every call.
    ///
    /// `options.package` is not asked for; `options.lang` is that of the
    /// module if it is `None`.
    pub fn analyze_module(
        &mut self,
        files: &[SourceFile],
        open: &str,
        options: &Options,
        loader: &mut dyn Loader,
    ) -> Report {
        self.in_module(files, open, options, loader, Wanted { again: true, ..Wanted::default() })
    }

    pub(super) fn in_module(
        &mut self,
        files: &[SourceFile],
        open: &str,
        options: &Options,
        loader: &mut dyn Loader,
        wanted: Wanted<'_>,
    ) -> Report {
        let analyze = |session: &mut Self, files: &[SourceFile], options: &Options, loader: &mut dyn Loader| {
            session.analyze_for(files, options, loader, wanted)
        };
        self.with_module(files, open, options, loader, analyze).unwrap_or_else(|report| *report)
    }

    /// Like [`Self::analyze_module`], with offers about `line` of the file called `open`, see
    /// [`Session::advise`]; the files in them are numbered as in the report.
    pub fn advise_module(
        &mut self,
        files: &[SourceFile],
        open: &str,
        line: u32,
        options: &Options,
        loader: &mut dyn Loader,
    ) -> Advised {
        let advise = |session: &mut Self, files: &[SourceFile], options: &Options, loader: &mut dyn Loader| {
            let file = files.iter().position(|file| file.name == open).map(|file| file as u32);
            session.advise(files, options, loader, Question { file, line: Some(line) })
        };
        self.with_module(files, open, options, loader, advise)
            .unwrap_or_else(|report| Advised { report: *report, ..Advised::default() })
    }

    /// Analyses what the package of the file called `open` imports of its
    /// module, and lets `then` go on with the package; the report on what is
    /// wrong, if that is not possible.
    fn with_module<T>(
        &mut self,
        files: &[SourceFile],
        open: &str,
        options: &Options,
        loader: &mut dyn Loader,
        then: impl FnOnce(&mut Self, &[SourceFile], &Options, &mut dyn Loader) -> T,
    ) -> Result<T, Box<Report>> {
        let module = Module::of(files, open, self.release);
        let packages = module.and_then(|module| Ok((module.packages(open)?, module)));
        let (mut packages, module) = match packages {
            Ok(found) => found,
            Err(refusal) => return Err(refused(refusal, options).into()),
        };
        let Some(package) = packages.pop() else { return Err(Box::default()) };
        let lang = || options.lang.clone().or_else(|| module.lang().map(String::from));
        if self.imported != packages {
            // What is imported is kept from one call to the next: not this.
            *self = Self::new(self.release);
            for (index, package) in packages.iter().enumerate() {
                let options = Options { lang: lang(), ..of(package) };
                let mut loader = ModuleLoader { module: &module, ready: &packages[..index], rest: loader };
                let report = self.analyze_with(&package.files, &options, &mut loader);
                if !report.errors.is_empty() {
                    return Err(report.into());
                }
            }
            self.imported.clone_from(&packages);
        }
        let ModulePackage { path, files, complete } = package;
        let options = Options { package: path, complete, lang: lang(), ..options.clone() };
        let mut loader = ModuleLoader { module: &module, ready: &packages, rest: loader };
        Ok(then(self, &files, &options, &mut loader))
    }
}

/// How a package is analysed that is imported: flags are for what is asked for,
/// and of its report only errors are shown.
fn of(package: &ModulePackage) -> Options {
    let ModulePackage { path, complete, .. } = package;
    let (level, package, complete) = (Level::Decisions, path.clone(), *complete);
    Options { level, package, complete, lines_only: true, ..Options::default() }
}

/// What the go command has against it, as a report.
fn refused(refusal: Refusal, options: &Options) -> Report {
    let Refusal { file, line, message } = refusal;
    let place = Place { at: LineCol { line: line.max(1), col: 1 }, ..Place::default() };
    let error = GoError { place, code: String::from("Refused"), message, args: Vec::new() };
    Report { package: options.package.clone(), files: [file].into(), errors: [error].into(), ..Report::default() }
}

#[cfg(test)]
mod tests {
    use alloc::{format, string::ToString};

    use super::*;
    use crate::build::{Archive, NoPackages};

    fn files(text: &str) -> Vec<SourceFile> {
        let file = |(name, text): (String, String)| SourceFile { name, text: text.into_bytes() };
        Archive::parse(text).files.into_iter().map(file).collect()
    }

    /// All that gc says, about the package of the file `open`.
    fn said(session: &mut Session, text: &str, open: &str) -> String {
        let report = session.analyze_module(&files(text), open, &Options::default(), &mut NoPackages);
        let errors = report.printed_errors().into_iter().map(|(_, line)| line);
        let messages = report.messages.iter().map(|message| report.line(message.place, &message.text));
        let wanted = messages.filter(|line| !line.contains("inlin"));
        let lines: Vec<String> = errors.chain(wanted).collect();
        format!("# {}\n{}", report.package, lines.join("\n"))
    }

    const MODULE: &str = "\
-- go.mod --
module example.com/m

go 1.27
-- main.go --
package main

import \"example.com/m/keep\"

func main() {
	x := 1
	keep.It(&x)
	help()
}
-- help.go --
package main

func help() *int { return new(int) }
-- help_windows.go --
package main

func help() {}
-- keep/keep.go --
package keep

import \"example.com/m/keep/internal/deep\"

var kept *int

func It(p *int) { deep.Down(); kept = p }
-- keep/internal/deep/deep.go --
package deep

//go:noinline
func Down() {}
";

    #[test]
    fn a_package_is_analysed_behind_what_it_imports() {
        let mut session = Session::default();
        let expected = "# example.com/m\nhelp.go:3:30: new(int) escapes to heap\nmain.go:6:2: moved to heap: x\nmain.go:8:6: new(int) does not escape";
        assert_eq!(said(&mut session, MODULE, "main.go"), expected);
        assert_eq!(said(&mut session, MODULE, "go.mod"), expected, "the program stands for the module");
        let keep = "# example.com/m/keep\nkeep/keep.go:7:9: leaking param: p";
        assert_eq!(said(&mut session, MODULE, "keep/keep.go"), keep);
        let changed = MODULE.replace("kept = p", "*p = 2");
        assert!(!said(&mut session, &changed, "main.go").contains("moved to heap"), "what is imported has changed");
        assert_eq!(said(&mut session, MODULE, "main.go"), expected, "and changed back");
    }

    #[test]
    fn the_module_says_which_language_is_meant() {
        let loop_ = "-- go.mod --\nmodule m\ngo 1.21\n-- a.go --\npackage m\n\nfunc f() (p []*int) {\n\tfor i := 0; i < 3; i++ {\n\t\tp = append(p, &i)\n\t}\n\treturn\n}\n";
        let said = said(&mut Session::default(), loop_, "a.go");
        assert!(said.contains("a.go:4:6: moved to heap: i"), "{said}");
        let newest = said_of("-- go.mod --\nmodule m\n\ngo 1.99\n-- a.go --\npackage m\n");
        assert_eq!(
            newest,
            "# command-line-arguments\ngo.mod:3:1: go.mod asks for go1.99; go1.27 is the newest that is known"
        );
        assert!(
            said_of("-- go.mod --\ngo 1.22\n-- a.go --\npackage m\n").contains("go.mod:1:1: no module declaration")
        );
    }

    fn said_of(text: &str) -> String {
        said(&mut Session::default(), text, "a.go")
    }

    #[test]
    fn errors_of_what_is_imported_come_first() {
        let broken = MODULE.replace("kept = p", "kept = q");
        assert_eq!(
            said(&mut Session::default(), &broken, "main.go"),
            "# example.com/m/keep\nkeep/keep.go:7:39: undefined: q"
        );
    }

    #[test]
    fn what_cannot_be_imported_is_said_at_the_import() {
        let of = |imported: &str, other: &str| {
            let text = format!(
                "-- go.mod --\nmodule m.org/m\nrequire known.org/k v1.0.0\n-- a.go --\npackage a\n\nimport _ \"{imported}\"\n{other}"
            );
            said_of(&text)
        };
        let other = "-- b/b.go --\npackage b\nimport _ \"m.org/m\"\n-- c/c.go --\npackage main\n-- d/go.mod --\nmodule d\n-- d/d.go --\npackage d\n-- e/internal/i/i.go --\npackage i\n-- f/f_windows.go --\npackage f\n";
        for (imported, expected) in [
            ("m.org/m/b", "b/b.go:2:10: could not import m.org/m (import cycle not allowed)"),
            ("m.org/m/c", "import \"m.org/m/c\" is a program, not an importable package"),
            ("m.org/m/d", "no required module provides package m.org/m/d"),
            ("m.org/m/e/internal/i", "use of internal package m.org/m/e/internal/i not allowed"),
            ("m.org/m/f", "f/f_windows.go:1:1: build constraints exclude all Go files"),
            ("other.org/o", "no required module provides package other.org/o"),
        ] {
            let said = of(imported, other);
            assert!(said.contains(expected), "{imported}: {said}");
        }
        assert!(!of("known.org/k/x", "").contains("could not import"), "taken as unknown");
    }

    #[test]
    fn without_go_mod_a_folder_counts() {
        let text = "-- x_windows.go --\npackage x\n\nfunc f() *int { return new(int) }\n";
        let alone = said(&mut Session::default(), text, "x_windows.go");
        assert_eq!(
            alone, "# command-line-arguments\nx_windows.go:3:27: new(int) escapes to heap",
            "as if it were named to go build"
        );
        let two = "-- a.go --\npackage a\n\nvar p = q\n-- b.go --\npackage b\n\nvar q = 1\n";
        assert!(said_of(two).contains("b.go:1:1: found packages a (a.go) and b (b.go)"), "{}", said_of(two));
        assert_eq!(said_of(&two.replace("package b", "package a")), "# command-line-arguments\n");
        assert_eq!(said_of(""), "# command-line-arguments\n", "nothing is nothing");
        let bad = "-- a.go --\n//go:build (\n\npackage a\n-- b.go --\npackage a\n".to_string();
        assert!(said_of(&bad).contains("a.go:1:1: parsing //go:build line"), "{}", said_of(&bad));
    }
}
