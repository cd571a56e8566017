//! Findings as SARIF 2.1.0, which code hosts and editors show on the code.
//!
//! A finding is an assertion that does not hold, or a comment that was meant to
//! be one. Verdicts are none: most of what is on the heap is right there. What
//! decides a finding is in its `relatedLocations`, numbered as its text refers
//! to them; how each of these gets to the heap is one of its `codeFlows`.
//! Errors in the Go code are notifications of the invocation.
//!
//! Places are those of the text itself: lines as `\n` ends them, columns in
//! UTF-16 units (`columnKind`), which are made of bytes here and nowhere else. Of
//! files of other packages there is no text, so that only lines are told.
//!
//! Written with `serde_json` alone: the crate that has SARIF's types builds them
//! from the schema with fifteen dependencies, for the few objects that are made
//! here. A test checks the output against the schema itself.

use std::{fmt::Write as _, path::Path};

use analyzer_core::{
    Release,
    base::{LineIndex, SourceFile},
    report::{Assertion, AssertionKind, AssertionOutcome, GoError, LocationVerdict, NoteKind, PathNote, Place, Report},
};
use serde_json::{Value, json};

use crate::{assertions, human};

/// The rules: id, and what they say.
const RULES: [(&str, &str, &str); 4] = [
    (
        "noheap",
        "A function marked //escapade:noheap allocates",
        "Escape analysis must put nothing on the heap of what is written in the function, in its closures and in \
         what is inlined into it.",
    ),
    (
        "want-heap",
        "Nothing on a line marked `// want heap` is on the heap",
        "Something on the line must be on the heap.",
    ),
    (
        "want-stack",
        "Something on a line marked `// want stack` is on the heap",
        "What is on the line must have a verdict, and none may be the heap.",
    ),
    (
        "directive",
        "A comment that asserts nothing",
        "A directive that does not exist, or that is misspelt or misplaced, is not checked.",
    ),
];

/// How export data names the directory of the standard library.
const GOROOT: &str = "$GOROOT/";

/// One run of the program.
pub(crate) struct Log {
    release: Release,
    results: Vec<Value>,
    errors: Vec<Value>,
}

impl Log {
    pub(crate) fn new(release: Release) -> Self {
        Self { release, results: Vec::new(), errors: Vec::new() }
    }

    /// Adds what is to be said about a package.
    pub(crate) fn add(&mut self, report: &Report, files: &[SourceFile]) {
        let lines = files.iter().map(|file| LineIndex::new(&file.text)).collect();
        let writer = Writer { report, files, lines };
        let failed = report.assertions.iter().filter(|assertion| !assertion.holds());
        self.results.extend(failed.map(|assertion| writer.assertion(assertion)));
        for note in &report.notes {
            if let NoteKind::Directive { text, mistake } = &note.kind {
                let message = assertions::mistake_text(text, *mistake);
                let location = writer.location(note.place, None);
                self.results.push(result("directive", "error", &message, &location));
            }
        }
        self.errors.extend(report.errors.iter().map(|error| writer.error(error)));
    }

    /// The document of a program that ends with `status`.
    pub(crate) fn text(&self, status: u8) -> String {
        let rules = RULES.map(|(id, short, full)| {
            json!({
                "id": id,
                "shortDescription": { "text": short },
                "fullDescription": { "text": full },
                "defaultConfiguration": { "level": "error" },
            })
        });
        let document = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": {
                    "name": "escapade",
                    "version": env!("CARGO_PKG_VERSION"),
                    "semanticVersion": env!("CARGO_PKG_VERSION"),
                    "fullName": format!("escapade, with the escape analysis of {}", self.release.version()),
                    "rules": rules,
                } },
                "columnKind": "utf16CodeUnits",
                "invocations": [{
                    "executionSuccessful": self.errors.is_empty(),
                    "exitCode": status,
                    "toolExecutionNotifications": self.errors,
                }],
                "results": self.results,
            }],
        });
        format!("{document:#}\n")
    }
}

/// Writes about one package.
struct Writer<'a> {
    report: &'a Report,
    files: &'a [SourceFile],
    lines: Vec<LineIndex>,
}

impl Writer<'_> {
    fn assertion(&self, assertion: &Assertion) -> Value {
        let (rule, place) = match &assertion.kind {
            AssertionKind::NoHeap { place, .. } => ("noheap", *place),
            AssertionKind::WantHeap => ("want-heap", assertion.place),
            AssertionKind::WantStack => ("want-stack", assertion.place),
        };
        // What may hold after all is a warning.
        let level = match assertion.outcome {
            AssertionOutcome::DependsOnSize | AssertionOutcome::Undecided(_) => "warning",
            AssertionOutcome::Holds | AssertionOutcome::Fails | AssertionOutcome::NoValue => "error",
        };
        let sites: Vec<&LocationVerdict> =
            assertion.sites.iter().filter_map(|&site| self.report.locations.get(site as usize)).collect();
        let mut message = assertions::text(assertion);
        let mut related = Vec::new();
        for (index, site) in sites.iter().enumerate() {
            let text = verdict_text(site);
            let _ = write!(message, "\n- [{}]({})", link_text(&text), index + 1);
            let mut location = self.location(site.place, Some(&text));
            location["id"] = json!(index + 1);
            related.push(location);
        }
        let mut result = result(rule, level, &message, &self.location(place, None));
        if !related.is_empty() {
            result["relatedLocations"] = json!(related);
        }
        let flows: Vec<Value> = sites.iter().filter_map(|site| self.flow(site)).collect();
        if !flows.is_empty() {
            result["codeFlows"] = json!(flows);
        }
        result
    }

    /// The way of `site` to the heap.
    fn flow(&self, site: &LocationVerdict) -> Option<Value> {
        let step = |place: Place, text: &str| json!({ "location": self.location(place, Some(text)) });
        let notes = site.path.iter().flat_map(|path| path.notes.iter().map(|note| (&path.flow, note)));
        let text = |(flow, note): (&String, &PathNote)| {
            step(note.place, &format!("{flow}: {} ({})", note.text, note.why.text()))
        };
        let mut locations = vec![step(site.place, &verdict_text(site))];
        locations.extend(notes.map(text));
        (locations.len() > 1).then(|| json!({ "threadFlows": [{ "locations": locations }] }))
    }

    fn error(&self, error: &GoError) -> Value {
        json!({
            "level": "error",
            "message": { "text": error.message },
            "descriptor": { "id": error.code },
            "locations": [self.location(error.place, None)],
        })
    }

    /// A `location` with the text that belongs to it.
    fn location(&self, place: Place, text: Option<&str>) -> Value {
        let mut location = json!({});
        if let Some(name) = self.report.files.get(place.file as usize).filter(|_| place.at.line > 0) {
            location["physicalLocation"] = json!({ "artifactLocation": artifact(name), "region": self.region(place) });
        }
        if let Some(text) = text {
            location["message"] = json!({ "text": text });
        }
        location
    }

    fn region(&self, place: Place) -> Value {
        let index = place.file as usize;
        let (Some(file), Some(lines)) = (self.files.get(index), self.lines.get(index)) else {
            return json!({ "startLine": place.at.line });
        };
        let span = if place.span.start < place.span.end {
            (place.span.start, place.span.end)
        } else {
            let line = lines.line_span(place.at.line).unwrap_or_default();
            let at = (line.start + place.at.col.saturating_sub(1)).min(line.end);
            (at, at)
        };
        let [(start_line, start), (end_line, end)] =
            [span.0, span.1].map(|at| (lines.line_col(at).line, lines.utf16_col(&file.text, at)));
        json!({ "startLine": start_line, "startColumn": start, "endLine": end_line, "endColumn": end })
    }
}

fn result(rule: &str, level: &str, message: &str, location: &Value) -> Value {
    let index = RULES.iter().position(|(id, ..)| *id == rule);
    json!({
        "ruleId": rule,
        "ruleIndex": index,
        "level": level,
        "message": { "text": message },
        "locations": [location],
    })
}

fn verdict_text(location: &LocationVerdict) -> String {
    human::excerpt(location).map_or_else(|| human::quiet_text(location), |(_, text)| text)
}

/// What a link in a message may say.
fn link_text(text: &str) -> String {
    text.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]")
}

/// Where the file `name` is: relative to where the program was started, if it
/// is below that, or to Go's own directory.
fn artifact(name: &str) -> Value {
    if let Some(name) = name.strip_prefix(GOROOT) {
        return json!({ "uri": uri(name), "uriBaseId": "GOROOT" });
    }
    let name = name.strip_prefix("./").unwrap_or(name);
    if Path::new(name).is_absolute() {
        return json!({ "uri": format!("file://{}", uri(name)) });
    }
    json!({ "uri": uri(name), "uriBaseId": "%SRCROOT%" })
}

/// `path` with everything escaped that has a meaning in addresses.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _ = write!(uri, "%{byte:02X}");
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_addresses() {
        assert_eq!(artifact("./a b.go"), json!({ "uri": "a%20b.go", "uriBaseId": "%SRCROOT%" }));
        assert_eq!(artifact("../x/中.go"), json!({ "uri": "../x/%E4%B8%AD.go", "uriBaseId": "%SRCROOT%" }));
        assert_eq!(artifact("/tmp/a%.go"), json!({ "uri": "file:///tmp/a%25.go" }));
        assert_eq!(artifact("$GOROOT/src/fmt/print.go"), json!({ "uri": "src/fmt/print.go", "uriBaseId": "GOROOT" }));
        assert_eq!(link_text(r"[]byte(s) \"), r"\[\]byte(s) \\");
    }
}
