//! Stack or heap? The reader guesses, line by line, before the verdicts show.
//!
//! ```text
//! report ─ questions ─▶ lines to guess ─ guesses ─▶ score
//! ```
//!
//! A line is asked about if something on it is on the stack or on the heap for
//! certain. Not asked: parameters, whose verdicts are about their callers'
//! values; what needs no storage; what rests on an assumption. One location on
//! the heap makes the line's answer "heap". What is on the stack only while it
//! is small counts as stack, as gc says of it.
//!
//! Pure, without prose: the site and the widget draw it as they like.

use analyzer_core::report::{LocationVerdict, Report, Verdict};
use serde::{Deserialize, Serialize};

/// Where a line's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// All on the stack.
    Stack,
    /// At least one on the heap.
    Heap,
}

/// A line to guess.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    /// From 1.
    pub line: u32,
    /// What is right.
    pub answer: Answer,
}

/// What became of one question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Marked {
    /// The line.
    pub line: u32,
    /// What is right.
    pub answer: Answer,
    /// What was guessed, if anything.
    pub guess: Option<Answer>,
    /// Whether they are the same.
    pub right: bool,
}

/// How a reader did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// How many guesses are right.
    pub right: u32,
    /// How many questions there are.
    pub total: u32,
    /// Each question, by line.
    pub lines: Vec<Marked>,
}

/// The questions about file number `file` of a report, by line; none if gc
/// refuses the program.
pub fn questions(report: &Report, file: u32) -> Vec<Question> {
    if !report.errors.is_empty() {
        return Vec::new();
    }
    // A few, in order: a tree's code would be the largest thing here.
    let mut found: Vec<Question> = Vec::new();
    let here = || report.locations.iter().filter(|location| location.place.file == file);
    for location in here() {
        let Some(answer) = answer(location) else { continue };
        let line = location.place.at.line;
        let at = found.partition_point(|question| question.line < line);
        match found.get_mut(at).filter(|question| question.line == line) {
            Some(question) if answer == Answer::Heap => question.answer = answer,
            Some(_) => {}
            None => found.insert(at, Question { line, answer }),
        }
    }
    // A line with an assumed verdict has no certain answer.
    for location in here().filter(|location| location.assumed) {
        found.retain(|question| question.line != location.place.at.line);
    }
    found
}

fn answer(location: &LocationVerdict) -> Option<Answer> {
    match location.verdict {
        Verdict::Heap(_) => Some(Answer::Heap),
        Verdict::Stack | Verdict::StackIfSmall => Some(Answer::Stack),
        Verdict::NoAllocation(_) | Verdict::Param(_) => None,
    }
}

/// Compares `guesses` with what is right. A line that is not asked about does
/// not count; of several guesses for one line the last does.
pub fn score(questions: &[Question], guesses: &[(u32, Answer)]) -> Score {
    let lines: Vec<Marked> = (questions.iter())
        .map(|&Question { line, answer }| {
            let guess = guesses.iter().rev().find(|guess| guess.0 == line).map(|guess| guess.1);
            Marked { line, answer, guess, right: guess == Some(answer) }
        })
        .collect();
    let right = lines.iter().filter(|line| line.right).count() as u32;
    Score { right, total: lines.len() as u32, lines }
}

#[cfg(test)]
mod tests {
    use analyzer_core::{Options, Session, base::SourceFile};

    use super::{
        Answer::{Heap, Stack},
        *,
    };

    fn report(text: &str) -> Report {
        let file = SourceFile { name: "main.go".into(), text: text.into() };
        Session::default().analyze(&[file], &Options { inline: false, ..Options::default() })
    }

    const TEXT: &str = "package main

var sink *int

func f(p *int, n int) *int {
	x := 1
	y := new(int)
	b := make([]byte, 8)
	_, _ = new(int), string(b)
	sink = p
	*y = len(b)
	return &x
}

func main() { f(nil, 1) }
";

    #[test]
    fn lines_with_storage_are_asked_about() {
        let line = |line, answer| Question { line, answer };
        // Not line 5, whose parameters' values are the callers'.
        assert_eq!(questions(&report(TEXT), 0), [line(6, Heap), line(7, Stack), line(8, Stack), line(9, Stack)]);
    }

    #[test]
    fn one_value_on_the_heap_makes_the_line_heap() {
        let text = "package main\n\nvar sink *int\n\nfunc main() {\n\t_, sink = new(int), new(int)\n}\n";
        assert_eq!(questions(&report(text), 0), [Question { line: 6, answer: Answer::Heap }]);
    }

    #[test]
    fn nothing_is_asked_of_what_is_refused_or_assumed() {
        assert_eq!(questions(&report(&TEXT.replace("x := 1", "x := y")), 0), []);
        let unknown = "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tx := 1\n\tfmt.Println(&x)\n}\n";
        assert!(report(unknown).locations.iter().any(|location| location.assumed));
        assert_eq!(questions(&report(unknown), 0), []);
    }

    #[test]
    fn right_guesses_count() {
        let questions = questions(&report(TEXT), 0);
        let guesses = [(6, Answer::Heap), (7, Answer::Heap), (8, Answer::Heap), (8, Answer::Stack), (99, Answer::Heap)];
        let score = score(&questions, &guesses);
        assert_eq!((score.right, score.total), (2, 4));
        let right: Vec<_> = score.lines.iter().map(|l| (l.line, l.guess.is_some(), l.right)).collect();
        assert_eq!(right, [(6, true, true), (7, true, false), (8, true, true), (9, false, false)]);
    }
}
