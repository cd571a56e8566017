use analyzer_core::{
    base::LineCol,
    report::{
        FunctionLedger, GoError, HeapReason, LineClass, LineVerdict, LocationKind, LocationVerdict, ParamFlow,
        PathNote, PathStep, Report, Verdict, Why,
    },
};

use super::*;
use crate::{
    examples::ExampleFile,
    files::{File, Files},
    i18n::Localized,
};

fn words(text: &str) -> Localized {
    Localized { en: text.into(), zh: text.into() }
}

fn example(slug: &str) -> Example {
    Example {
        slug: slug.into(),
        section: "2.1".into(),
        title: words(slug),
        files: vec![ExampleFile { name: "bad.go".into(), label: words("bad") }],
    }
}

fn doc(slug: &str) -> DocId {
    DocId::Example { slug: slug.into(), file: "bad.go".into() }
}

fn after(start: State, actions: impl IntoIterator<Item = Action>) -> State {
    let state = actions.into_iter().fold(Rc::new(start), State::reduce);
    Rc::unwrap_or_clone(state)
}

fn start() -> State {
    State::new(Lang::En, Theme::System, Some(doc("a")))
}

fn report(errors: usize) -> Action {
    let error = GoError { place: Place::default(), code: String::new(), message: String::new(), args: vec![] };
    let report = Report { files: vec!["main.go".into()], errors: vec![error; errors], ..Report::default() };
    Action::Report(Analysed {
        doc: doc("a"),
        report: report.into(),
        files: files::one(""),
        version: 1,
        incomplete: false,
    })
}

fn opened(slug: &str, text: &str, original: &str) -> Action {
    Action::Text(Opened { doc: doc(slug), original: files::one(original), files: files::one(text) })
}

#[test]
fn the_first_example_opens_if_the_address_names_none() {
    let empty = State::new(Lang::Zh, Theme::Dark, None);
    let state = after(empty.clone(), [Action::Examples(Some([example("a"), example("b")].into()))]);
    assert_eq!(state.doc, Some(doc("a")));
    assert_eq!((state.lang, state.theme), (Lang::Zh, Theme::Dark));
    assert_eq!(after(empty, [Action::Examples(None)]).doc, Some(DocId::Scratch));
    let named = State::new(Lang::En, Theme::System, Some(doc("b")));
    assert_eq!(after(named, [Action::Examples(Some([example("a")].into()))]).doc, Some(doc("b")));
}

#[test]
fn a_text_that_comes_too_late_is_not_shown() {
    let state =
        after(start(), [Action::Open(doc("b")), opened("a", "x", "x"), report(0), Action::Submitted(doc("a"), true)]);
    assert_eq!((&state.opened, &state.analysed, state.edited), (&Fetched::Loading, &None, false));
    let state = after(state, [Action::NoText(doc("a")), opened("b", "draft", "original")]);
    assert!(state.edited);
    assert!(matches!(state.opened, Fetched::Here(o) if o.files == files::one("draft")));
}

#[test]
fn another_document_starts_afresh() {
    let state = after(start(), [report(0), Action::Cursor(9), Action::Show(Pane::Messages), Action::Open(doc("b"))]);
    assert_eq!((state.analysed, state.cursor, state.pane), (None, 1, Pane::Messages));
    assert_eq!(state.status, Status::Analysing);
}

#[test]
fn errors_come_to_the_front_and_go_again() {
    let state = after(start(), [report(2)]);
    assert_eq!(state.pane, Pane::Errors);
    let chosen = after(state.clone(), [Action::Show(Pane::Verdicts), report(1)]);
    assert_eq!(chosen.pane, Pane::Verdicts, "the reader has looked away");
    assert_eq!(after(state, [report(0)]).pane, Pane::Verdicts);
    assert_eq!(after(start(), [Action::Show(Pane::Messages), report(1)]).pane, Pane::Messages);
}

#[test]
fn typing_keeps_the_last_report_until_the_next() {
    let state = after(start(), [report(0), Action::Typed]);
    assert_eq!(state.status, Status::Analysing);
    assert!(state.analysed.is_some());
    assert_eq!(after(state, [report(0)]).status, Status::Current);
}

#[test]
fn a_dead_worker_is_told_once_and_giving_up_ends_with_the_next_report() {
    let state = after(start(), [Action::WorkerReplaced, Action::WorkerReplaced]);
    assert_eq!(state.notices, [Notice::Restarted]);
    let failed = Notice::GaveUp(Failure::TooSlow);
    let state = after(state, [Action::WorkerGaveUp(Failure::Fatal), Action::WorkerGaveUp(Failure::TooSlow)]);
    assert_eq!((state.status, state.notices.as_slice()), (Status::GaveUp(Failure::TooSlow), &[failed][..]));
    assert_eq!(after(state.clone(), [report(0)]).notices, []);
    assert_eq!(after(state, [Action::Dismiss(failed)]).notices, []);
}

#[test]
fn details_follow_the_mouse_and_then_the_cursor() {
    let state = after(start(), [Action::Cursor(3), Action::Hover(Some(7))]);
    assert_eq!(state.focus(), 7);
    assert_eq!(after(state, [Action::Hover(None)]).focus(), 3);
}

#[test]
fn two_wishes_for_one_place_are_two() {
    let one = after(start(), [report(0), Action::Reveal(Place::default())]);
    let two = after(one.clone(), [Action::Reveal(Place::default())]);
    assert_ne!(one.reveal, two.reveal);
}

#[test]
fn nothing_new_is_no_new_state() {
    let state = Rc::new(after(start(), [Action::Typed]));
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(Action::Typed)));
    assert!(Rc::ptr_eq(&state, &state.clone().reduce(Action::Cursor(1))));
}

#[test]
fn what_could_not_be_loaded_is_said_until_it_is_there() {
    let report = |incomplete| {
        let report = Rc::new(Report::default());
        Action::Report(Analysed { doc: doc("a"), report, files: files::one(""), version: 1, incomplete })
    };
    let state = after(start(), [Action::Loading(Progress::default())]);
    assert_eq!(state.status, Status::Loading);
    let state = after(state, [report(true), report(true)]);
    assert_eq!((state.status, &*state.notices), (Status::Current, &[Notice::StdFailed][..]));
    assert!(after(state, [Action::Typed, report(false)]).notices.is_empty());
}

fn several() -> State {
    let files: Files = ["main.go", "b/b.go", "go.mod"].map(|name| File::new(name, name)).into();
    let report = Report { files: vec!["b/b.go".into(), "elsewhere.go".into(), "main.go".into()], ..Report::default() };
    let opened = Opened { doc: doc("a"), original: files.clone(), files: files.clone() };
    let analysed = Analysed { doc: doc("a"), report: report.into(), files, version: 1, incomplete: false };
    after(start(), [Action::Text(opened), Action::Report(analysed)])
}

fn names(state: &State) -> Vec<&str> {
    state.names.iter().map(|name| &**name).collect()
}

#[test]
fn a_place_is_shown_in_its_file() {
    let state = several();
    assert_eq!((&*state.file, state.file_number()), ("main.go", 2));
    let place = |file| Action::Reveal(Place { file, ..Place::default() });
    let state = after(state, [Action::Cursor(7), place(0)]);
    assert_eq!((&*state.file, state.file_number(), state.cursor), ("b/b.go", 0, 1));
    let elsewhere = after(state.clone(), [place(1), place(9)]);
    assert_eq!(elsewhere, state, "what is not of the document is not shown");
    let state = after(state, [Action::File("go.mod".into()), Action::File("no.go".into())]);
    assert_eq!((&*state.file, state.file_number()), ("go.mod", u32::MAX));
}

#[test]
fn files_come_go_and_change_their_names() {
    let state = after(several(), [Action::Arrange(Arrange::Add("c.go".into()))]);
    assert_eq!((names(&state), &*state.file), (vec!["main.go", "b/b.go", "go.mod", "c.go"], "c.go"));
    let taken = Action::Arrange(Arrange::Rename("c.go".into(), "go.mod".into()));
    assert_eq!(after(state.clone(), [taken, Action::Arrange(Arrange::Add("c.go".into()))]), state);
    let state = after(state, [Action::Arrange(Arrange::Rename("c.go".into(), "d.go".into()))]);
    assert_eq!((names(&state)[3], &*state.file), ("d.go", "d.go"));
    let gone = ["d.go", "main.go", "b/b.go"].map(|name| Action::Arrange(Arrange::Remove(name.into())));
    let state = after(state, gone);
    assert_eq!((names(&state), &*state.file), (vec!["go.mod"], "go.mod"));
    assert_eq!(after(state.clone(), [Action::Arrange(Arrange::Remove("go.mod".into()))]), state, "one has to stay");
    let state = after(state, [Action::Reset]);
    assert_eq!(names(&state), ["go.mod", "main.go", "b/b.go"], "the original's files are back");
}

#[test]
fn explanations_are_asked_for_while_they_are_shown() {
    let asked = |actions: &[Action]| after(start(), actions.iter().cloned()).wish().explain;
    assert!(!asked(&[Action::Explain(true)]), "another pane is in front");
    assert!(asked(&[Action::Explain(true), Action::Show(Pane::Messages)]));
    assert!(!asked(&[Action::Explain(true), Action::Show(Pane::Messages), Action::Show(Pane::Verdicts)]));
    assert!(!asked(&[Action::Show(Pane::Messages)]));
    let next = [Action::Explain(true), Action::Show(Pane::Messages), Action::Open(doc("b"))];
    assert!(asked(&next), "another document is shown the same way");
}

#[test]
fn a_link_that_is_read_is_waited_for() {
    let waiting = State { awaiting: true, ..State::new(Lang::En, Theme::System, None) };
    let here = Action::Examples(Some([example("a")].into()));
    let waiting = after(waiting, [here]);
    assert_eq!(waiting.doc, None);
    let broken = after(waiting.clone(), [Action::NoLink(Notice::LinkBroken)]);
    assert_eq!((broken.doc, broken.notices), (Some(doc("a")), vec![Notice::LinkBroken]));
    let goal = Goal { doc: doc("b"), file: "b.go".into(), from: 3, to: 5 };
    let files: Files = ["main.go", "b.go"].map(|name| File::new(name, name)).into();
    let opened = Opened { doc: doc("b"), original: files.clone(), files };
    let state = after(waiting, [Action::Link(goal), Action::Text(opened.clone())]);
    assert_eq!((&*state.file, state.reveal.unwrap().target), ("b.go", Target::Range(3, 5)));
    let again = after(state, [Action::File("main.go".into()), Action::Text(opened)]);
    assert_eq!(&*again.file, "main.go", "a goal is reached once");
}

#[test]
fn a_link_does_not_change_the_language_that_the_reader_has_chosen() {
    assert_eq!(after(start(), [Action::LinkLang(Lang::Zh)]).lang, Lang::Zh);
    assert_eq!(after(start(), [Action::SetLang(Lang::En), Action::LinkLang(Lang::Zh)]).lang, Lang::En);
}

/// A state with a value on line 4 whose way leads to line 5, and one on line 4 that goes nowhere.
fn with_ways() -> State {
    let place = |line, col| Place { at: LineCol { line, col }, ..Place::default() };
    let step = PathStep {
        flow: "p ← &x".into(),
        notes: vec![PathNote { place: place(5, 2), text: "p = &x".into(), why: Why::Assign }],
    };
    let location = |col, verdict, path: &[PathStep]| LocationVerdict {
        place: place(4, col),
        text: "x".into(),
        what: LocationKind::Variable,
        verdict,
        path: path.to_vec(),
        assumed: false,
        instances: vec![],
        inlined: None,
        function: None,
    };
    let leak = Verdict::Param(vec![ParamFlow::Heap { level: 0 }]);
    let heap = Verdict::Heap(HeapReason::Stored);
    let way = [step];
    let report = Report {
        files: vec!["main.go".into()],
        locations: vec![
            location(1, leak, &way),
            location(2, Verdict::Stack, &[]),
            location(3, heap.clone(), &way),
            location(3, heap, &way),
        ],
        lines: vec![LineVerdict {
            file: 0,
            line: 4,
            worst: LineClass::Heap,
            locations: vec![0, 1, 2, 3],
            notes: vec![],
            assertions: vec![],
        }],
        ..Report::default()
    };
    let files = files::one("");
    let analysed =
        Analysed { doc: doc("a"), report: report.into(), files: files.clone(), version: 1, incomplete: false };
    after(start(), [opened("a", "", ""), Action::Report(analysed), Action::Cursor(4)])
}

#[test]
fn the_way_of_the_worst_on_the_line_is_drawn_or_of_the_one_that_was_chosen() {
    let state = with_ways();
    assert_eq!(state.way(), Some(2));
    let chosen = after(state.clone(), [Action::Way(Some(3))]);
    assert_eq!(chosen.way(), Some(3));
    let place = chosen.analysed.as_ref().unwrap().report.locations[0].place;
    assert_eq!(after(chosen.clone(), [Action::Reveal(place)]).way(), Some(0), "a click in a list chooses");
    assert_eq!(after(chosen.clone(), [Action::Cursor(5)]).way(), None);
    let none = after(chosen, [Action::Way(None)]);
    assert_eq!(none.way(), None);
    assert_eq!(after(none, [Action::Way(Some(0))]).way(), Some(0));
}

#[test]
fn a_step_is_visited_without_losing_the_way() {
    let state = with_ways();
    let place = way::places(&state.analysed.as_ref().unwrap().report, 2).nth(1).unwrap();
    let state = after(state, [Action::Visit(place), Action::Cursor(5)]);
    assert_eq!((state.cursor, state.focus(), state.way()), (5, 4, Some(2)));
    assert_eq!(after(state.clone(), [Action::Cursor(6)]).focus(), 6);
    assert_eq!(after(state, [Action::Typed]).focus(), 5);
}

#[test]
fn what_an_example_is_about_belongs_to_it() {
    let about = |slug: &str| About { slug: slug.into(), summary: words("x"), changed: None };
    let state = after(start(), [Action::About(about("a"))]);
    assert!(state.about().is_some());
    assert!(after(state.clone(), [Action::Open(doc("b"))]).about().is_none(), "another one's");
    let other = DocId::Example { slug: "a".into(), file: "better.go".into() };
    assert!(after(state, [Action::Open(other)]).about().is_some(), "another version of the same");
}

#[test]
fn another_language_version_is_analysed_and_kept() {
    let state = after(start(), [report(0), Action::SetGo(GoVersion(21))]);
    assert_eq!((state.go, state.status), (GoVersion(21), Status::Analysing));
    assert_eq!(after(state.clone(), [Action::Open(doc("b"))]).go, GoVersion(21));
    for unknown in [0, 20, 28, 99] {
        assert_eq!(after(state.clone(), [Action::SetGo(GoVersion(unknown))]).go, GoVersion::default());
    }
    let again = after(start(), [report(0), Action::SetGo(GoVersion::default())]);
    assert_eq!(again.status, Status::Current, "nothing to do");
}

#[test]
fn a_quiz_hides_verdicts_until_it_is_graded() {
    let asking = after(start(), [report(0), Action::Ask]);
    assert!(asking.is_asking() && asking.shown().is_none() && asking.analysed.is_some());
    let marked = [Action::Guess(3, Answer::Heap), Action::Guess(4, Answer::Stack), Action::Guess(3, Answer::Stack)];
    let marked = after(asking.clone(), marked);
    assert_eq!(marked.quiz.as_ref().unwrap().guesses, [(4, Answer::Stack), (3, Answer::Stack)]);
    let graded = after(marked.clone(), [Action::Grade]);
    assert!(graded.shown().is_some() && graded.quiz.as_ref().unwrap().graded);
    assert_eq!(after(graded.clone(), [Action::Guess(3, Answer::Heap)]), graded, "too late");
    assert!(after(graded.clone(), [Action::Ask]).is_asking(), "once more");
    let edited = || {
        let Action::Report(analysed) = report(0) else { unreachable!() };
        Action::Report(Analysed { version: 2, ..analysed })
    };
    assert_eq!(after(graded, [edited()]).quiz, None, "about a text that is no more");
    let other_file = after(several(), [Action::Ask, Action::Guess(3, Answer::Heap), Action::File("b/b.go".into())]);
    assert_eq!(other_file.quiz, Some(Quiz::default()), "each file has its own lines");
    assert_eq!(after(marked.clone(), [report(0)]).quiz, marked.quiz, "the same text, analysed again");
    for other in [edited(), Action::SetGo(GoVersion(21))] {
        let other = after(marked.clone(), [other]);
        assert_eq!((other.is_asking(), other.quiz.unwrap().guesses.len()), (true, 0));
    }
    assert_eq!(after(marked.clone(), [Action::EndQuiz]).shown(), marked.analysed);
    assert_eq!(after(marked, [Action::Open(doc("b"))]).quiz, None);
}

#[test]
fn errors_are_seen_during_a_quiz() {
    let state = after(start(), [report(0), Action::Ask, report(1)]);
    assert!(!state.is_asking() && state.shown().is_some());
    assert!(after(state, [report(0)]).is_asking(), "and it goes on when they are mended");
}

#[test]
fn the_memory_of_the_function_around_the_cursor_is_asked_for_while_it_is_shown() {
    let function = |line, parent| FunctionLedger {
        name: "f".into(),
        place: Place { at: LineCol { line, col: 6 }, ..Place::default() },
        parent,
        sites: vec![],
    };
    let report = Report {
        files: vec!["main.go".into()],
        functions: vec![function(3, None), function(9, None), function(11, Some(1))],
        ..Report::default()
    };
    let files = files::one("");
    let analysed =
        Analysed { doc: doc("a"), report: report.into(), files: files.clone(), version: 1, incomplete: false };
    let state = after(start(), [opened("a", "", ""), Action::Report(analysed), Action::Cursor(12)]);
    assert_eq!(state.wish().picture, None, "another pane is in front");
    let state = after(state, [Action::Show(Pane::Memory)]);
    assert_eq!(state.wish().picture, Some((0, 12)), "the cursor may be in a literal, which has its own");
    assert_eq!(after(state.clone(), [Action::Cursor(10)]).wish().picture, Some((0, 9)), "where the function begins");
    assert_eq!(after(state.clone(), [Action::Cursor(8)]).wish().picture, Some((0, 3)));
    assert_eq!(after(state, [Action::Cursor(2)]).wish().picture, None);
}
