//! gc's own text: what `go build` prints about a package.

use std::{
    borrow::Cow,
    fmt::Write as _,
    path::{self, Path},
};

use analyzer_core::{
    Level,
    report::{GoError, Place, Report},
};

/// gc gives up at this error.
const MAX_ERRORS: usize = 10;

/// How export data names the directory of the standard library.
const GOROOT: &str = "$GOROOT/";

/// The `-m` or `-m=2` lines under their header; nothing if there are none.
/// Files of the standard library are named by where they are, if that is known,
/// files of other packages as the go command does.
pub(crate) fn lines(report: &Report, package: &str, level: Level, goroot: Option<&Path>) -> String {
    let mut text = String::new();
    if level == Level::Explain {
        for line in &report.explanations {
            push(&mut text, report, line.place, &line.text);
        }
    } else {
        for message in &report.messages {
            push(&mut text, report, message.place, &message.text);
        }
    }
    let root = goroot.and_then(|dir| path::absolute(dir).ok()).map(|dir| format!("{}/", dir.display()));
    if let Some(root) = root.filter(|_| text.contains(GOROOT)) {
        text = text.split_inclusive('\n').map(|line| with_prefix(line, GOROOT, &root)).collect();
    }
    for name in from_here(report) {
        text = text.split_inclusive('\n').map(|line| with_prefix(line, name, &format!("./{name}"))).collect();
    }
    with_header(package, text)
}

/// The files of other packages that are named from the current directory on:
/// the go command replaces the longest part that they share with the directory
/// of the package by its short name, which is `.` for the current one.
fn from_here(report: &Report) -> impl Iterator<Item = &str> {
    let own = report.files.first().map_or("", String::as_str);
    let top = own.split_once('/').map_or("", |(top, _)| top);
    let shares = move |name: &str| name.split_once('/').is_some_and(|(first, _)| first == top);
    let names = report.files.iter().map(String::as_str);
    names.filter(move |name| !own.starts_with(['/', '$']) && !name.starts_with(['.', '/', '$']) && !shares(name))
}

/// `line` with `old` replaced by `new` where it begins and where it says `at`.
fn with_prefix<'a>(line: &'a str, old: &str, new: &str) -> Cow<'a, str> {
    let mut line = match line.strip_prefix(old) {
        Some(rest) => Cow::Owned(format!("{new}{rest}")),
        None => Cow::Borrowed(line),
    };
    if let Some((text, place)) = line.rsplit_once(" at ")
        && let Some(place) = place.strip_prefix(old)
    {
        line = Cow::Owned(format!("{text} at {new}{place}"));
    }
    line
}

/// The errors under their header: gc gives up at the tenth that it finds and
/// prints what it has by place.
pub(crate) fn errors(report: &Report, package: &str) -> String {
    let found = &report.errors[..report.errors.len().min(MAX_ERRORS)];
    let mut sorted: Vec<_> = found.iter().collect();
    let place = |error: &GoError| (error.place.file, error.place.at.as_in_gc());
    sorted.sort_by_key(|error| place(error));
    sorted.dedup_by(|b, a| place(a) == place(b) && a.message == b.message);
    let mut text = String::new();
    for error in sorted {
        push(&mut text, report, error.place, &error.message);
    }
    if let Some(last) = found.get(MAX_ERRORS - 1) {
        push(&mut text, report, last.place, "too many errors");
    }
    with_header(package, text)
}

fn with_header(package: &str, text: String) -> String {
    if text.is_empty() { text } else { format!("# {package}\n{text}") }
}

fn push(text: &mut String, report: &Report, place: Place, message: &str) {
    let _ = writeln!(text, "{}", report.line(place, message));
}

#[cfg(test)]
mod tests {
    use super::*;
    use analyzer_core::base::LineCol;
    use analyzer_core::report::{Explanation, Message, MessageKind};
    use expect_test::expect;

    fn place(line: u32, col: u32) -> Place {
        Place { file: 0, at: LineCol { line, col }, ..Place::default() }
    }

    #[test]
    fn each_level_has_its_lines() {
        let message = |line, text: &str| Message {
            place: place(line, 2),
            kind: MessageKind::MovedToHeap,
            text: text.into(),
            assumed: false,
        };
        let explanation = |place, text: &str| Explanation { place, text: text.into() };
        let report = Report {
            files: vec!["./a.go".into()],
            messages: vec![message(3, "moved to heap: x")],
            explanations: vec![
                explanation(place(3, 2), "x escapes to heap in f:"),
                explanation(place(3, 2), "moved to heap: x"),
                explanation(Place { file: u32::MAX, ..place(1, 0) }, "parameter p leaks"),
            ],
            ..Report::default()
        };
        expect![[r#"
            # m
            ./a.go:3:2: moved to heap: x
        "#]]
        .assert_eq(&lines(&report, "m", Level::Decisions, None));
        expect![[r#"
            # m
            ./a.go:3:2: x escapes to heap in f:
            ./a.go:3:2: moved to heap: x
            <autogenerated>:1: parameter p leaks
        "#]]
        .assert_eq(&lines(&report, "m", Level::Explain, None));
        assert_eq!(lines(&Report::default(), "m", Level::Explain, None), "");
    }

    #[test]
    fn the_standard_library_is_where_it_is() {
        let explanation = |file, text: &str| Explanation { place: Place { file, ..place(3, 2) }, text: text.into() };
        let report = Report {
            files: vec!["./a.go".into(), "$GOROOT/src/io/io.go".into()],
            explanations: vec![
                explanation(1, "  from io.p (assign) at $GOROOT/src/io/io.go:87:7"),
                explanation(0, "\"at $GOROOT/src\" escapes to heap"),
            ],
            ..Report::default()
        };
        let text = lines(&report, "m", Level::Explain, Some(Path::new("/go")));
        expect![[r#"
            # m
            /go/src/io/io.go:3:2:   from io.p (assign) at /go/src/io/io.go:87:7
            ./a.go:3:2: "at $GOROOT/src" escapes to heap
        "#]]
        .assert_eq(&text);
    }

    #[test]
    fn the_tenth_error_is_the_last() {
        let error = |line: u32| GoError {
            place: place(line, 1),
            code: String::new(),
            message: format!("undefined: x{line}"),
            args: Vec::new(),
        };
        // gc finds the error of line 3 last and gives up there.
        let mut found: Vec<GoError> = [1, 2, 4, 5, 6, 7, 8, 9, 10, 3, 11].into_iter().map(error).collect();
        let report =
            |errors: &[GoError]| Report { files: vec!["./a.go".into()], errors: errors.to_vec(), ..Report::default() };
        let text = errors(&report(&found), "m");
        assert_eq!(text.lines().count(), 12);
        assert_eq!(text.lines().nth(3), Some("./a.go:3:1: undefined: x3"));
        assert!(text.ends_with("./a.go:10:1: undefined: x10\n./a.go:3:1: too many errors\n"), "{text}");
        found.truncate(9);
        assert!(!errors(&report(&found), "m").contains("too many"));
    }
}
