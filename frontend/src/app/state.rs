//! The page's state: one value, one reducer, nothing of the browser.
//!
//! Texts are not in it except those the last report is about: what the
//! reader types belongs to the editor and is never taken from it.

mod parts;

use std::rc::Rc;

use analyzer_core::{Definition, Outside, report::Place, types::GoVersion};
use yew::Reducible;

pub use self::parts::{
    Analysed, Arrange, Fetched, GO_VERSIONS, Goal, Notice, Opened, Pane, Quiz, Reveal, Side, Status, Target, Theme,
};
use super::ledger::Totals;
use crate::{
    examples::{About, DocId, Example},
    files::{self, FILE_NAME},
    i18n::Lang,
    quiz::Answer,
    way::{self, Chosen},
    worker::client::{Failure, Wish},
    worker::protocol::Progress,
};

/// Everything the page shows, the editor's text apart.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// The language.
    pub lang: Lang,
    /// Whether the reader has chosen it, now or in another visit.
    pub lang_chosen: bool,
    /// Whether a link is being read.
    pub awaiting: bool,
    /// Where the link that was read last leads, until that is open.
    pub goal: Option<Goal>,
    /// Light or dark.
    pub theme: Theme,
    /// The list of examples.
    pub examples: Fetched<Rc<[Example]>>,
    /// The names of the reader's own files.
    pub own: Rc<[String]>,
    /// Which document is open; `None` until the list says which is first.
    pub doc: Option<DocId>,
    /// What an example is about; see [`State::about`].
    pub about: Option<Rc<About>>,
    /// The language version, gc's `-lang`.
    pub go: GoVersion,
    /// Its files as they were opened.
    pub opened: Fetched<Opened>,
    /// The names of the files that it has now.
    pub names: Rc<[Rc<str>]>,
    /// The name of the file in the editor.
    pub file: Rc<str>,
    /// The last change of which files there are; the number makes two equal
    /// ones differ.
    pub arranged: Option<(u32, Arrange)>,
    /// Whether the text differs from the original.
    pub edited: bool,
    /// How often this document was set back to its original.
    pub resets: u32,
    /// How the analysis stands.
    pub status: Status,
    /// How far loading has come, if that is how it stands.
    pub progress: Progress,
    /// The last report, if it is about this document.
    pub analysed: Option<Analysed>,
    /// What the functions of this document allocate, and allocated before.
    pub totals: Totals,
    /// What a narrow screen shows.
    pub side: Side,
    /// How often the reader has asked about a line by its mark.
    pub picks: u32,
    /// The pane in front.
    pub pane: Pane,
    /// Whether nothing is inlined: gc's `-l`.
    pub no_inlining: bool,
    /// Whether the pane of gc's text has its explanations.
    pub explain: bool,
    /// The line of the cursor.
    pub cursor: u32,
    /// The line whose mark is pointed at.
    pub hovered: Option<u32>,
    /// The last wish to see a place.
    pub reveal: Option<Reveal>,
    /// The line that the details stay about while the cursor visits another one,
    /// and that one.
    pub pinned: Option<(u32, u32)>,
    /// The value that was chosen last.
    pub chosen: Option<Chosen>,
    /// Whether the way of a value is drawn on the code.
    pub ways: bool,
    /// The quiz, if one is on.
    pub quiz: Option<Quiz>,
    /// What the page has to say, oldest first.
    pub notices: Vec<Notice>,
    /// What was asked about last and is declared in no file of the document:
    /// the file and line, and what it is.
    pub elsewhere: Option<(String, Outside)>,
}

/// What can happen.
#[derive(Clone, Debug)]
pub enum Action {
    /// The reader wants another language.
    SetLang(Lang),
    /// A link is in this language, which is taken unless the reader has chosen one.
    LinkLang(Lang),
    /// A link is being read: nothing is opened meanwhile.
    Await,
    /// What was asked about is declared there; `None` if nothing is known.
    Defined(Option<Definition>),
    /// Say no longer where something is declared.
    Understood,
    /// A link was read; where it leads.
    Link(Goal),
    /// A link could not be read.
    NoLink(Notice),
    /// Another theme.
    SetTheme(Theme),
    /// The list of examples is here, or not.
    Examples(Option<Rc<[Example]>>),
    /// What an example is about is here.
    About(About),
    /// Another language version; one that the release does not have is the newest.
    SetGo(GoVersion),
    /// These are the reader's own files.
    Own(Vec<String>),
    /// Another document.
    Open(DocId),
    /// A document's text is here.
    Text(Opened),
    /// A document's text is not to be had.
    NoText(DocId),
    /// The text has changed.
    Typed,
    /// The worker loads something of the standard library.
    Loading(Progress),
    /// Another file of the document.
    File(Rc<str>),
    /// A change of which files there are.
    Arrange(Arrange),
    /// The text of a document was handed on; whether it differs from the original.
    Submitted(DocId, bool),
    /// Put the original in place of what the reader has made of it.
    Reset,
    /// A report on the latest text.
    Report(Analysed),
    /// A worker died and was replaced.
    WorkerReplaced,
    /// The text cannot be analysed.
    WorkerGaveUp(Failure),
    /// The cursor is on another line.
    Cursor(u32),
    /// The mouse points at a line's mark, or no longer.
    Hover(Option<u32>),
    /// The reader wants to know about a line.
    Pick(u32),
    /// Show the other thing on a narrow screen.
    Turn(Side),
    /// Show another pane.
    Show(Pane),
    /// Inline nothing, or what gc inlines.
    NoInlining(bool),
    /// Show gc's text with its explanations, or without.
    Explain(bool),
    /// Show a place in the editor.
    Reveal(Place),
    /// The same, and the details stay about the line that they are about.
    Visit(Place),
    /// Draw the way of the location with this index; of none.
    Way(Option<u32>),
    /// Begin a quiz.
    Ask,
    /// The reader thinks that a line's values are there.
    Guess(u32, Answer),
    /// Show the answers of the quiz.
    Grade,
    /// End the quiz.
    EndQuiz,
    /// Say something.
    Notify(Notice),
    /// Say it no longer.
    Dismiss(Notice),
}

impl State {
    /// The state of a page that has just been opened.
    pub fn new(lang: Lang, theme: Theme, doc: Option<DocId>) -> Self {
        Self {
            lang,
            lang_chosen: false,
            awaiting: false,
            goal: None,
            theme,
            examples: Fetched::Loading,
            own: Rc::default(),
            doc,
            about: None,
            go: GoVersion::default(),
            opened: Fetched::Loading,
            names: Rc::default(),
            file: FILE_NAME.into(),
            arranged: None,
            edited: false,
            resets: 0,
            status: Status::Analysing,
            progress: Progress::default(),
            analysed: None,
            totals: Totals::default(),
            side: Side::default(),
            picks: 0,
            pane: Pane::default(),
            explain: false,
            no_inlining: false,
            cursor: 1,
            hovered: None,
            reveal: None,
            pinned: None,
            chosen: None,
            ways: true,
            quiz: None,
            notices: Vec::new(),
            elsewhere: None,
        }
    }

    /// The same after something has happened.
    #[must_use]
    pub fn after(mut self, action: Action) -> Self {
        self.apply(action);
        self
    }

    /// The examples, if they are here.
    pub fn examples(&self) -> &[Example] {
        match &self.examples {
            Fetched::Here(examples) => examples,
            Fetched::Loading | Fetched::Failed => &[],
        }
    }

    /// What the open example is about, if that is here.
    pub fn about(&self) -> Option<&About> {
        let Some(DocId::Example { slug, .. }) = &self.doc else { return None };
        self.about.as_deref().filter(|about| about.slug == *slug)
    }

    /// Whether the reader is to guess, so that verdicts must not be seen. Of a
    /// program with errors nothing is asked, and they have to be seen.
    pub fn is_asking(&self) -> bool {
        self.quiz.as_ref().is_some_and(|quiz| !quiz.graded)
            && self.analysed.as_ref().is_none_or(|analysed| analysed.report.errors.is_empty())
    }

    /// The last report for everything that shows verdicts.
    pub fn shown(&self) -> Option<Analysed> {
        self.analysed.clone().filter(|_| !self.is_asking())
    }

    /// The same for all that does not tell how the analysis stands, which is
    /// another thing with each key press, and nothing to draw them again for.
    #[must_use]
    pub fn at_rest(&self) -> Self {
        Self { status: Status::Current, progress: Progress::default(), ..self.clone() }
    }

    /// The line the details are about.
    pub fn focus(&self) -> u32 {
        self.hovered.unwrap_or(self.pinned.map_or(self.cursor, |(line, _)| line))
    }

    /// The location whose way is drawn.
    pub fn way(&self) -> Option<u32> {
        let analysed = self.analysed.as_ref().filter(|_| self.ways && !self.is_asking())?;
        way::drawn(&analysed.report, self.file_number(), self.focus(), self.chosen)
    }

    /// How to analyse. gc's explanations are wanted while they are shown.
    pub fn wish(&self) -> Wish {
        Wish {
            go: self.go,
            explain: self.explain && self.pane == Pane::Messages,
            no_inlining: self.no_inlining,
            picture: self.function_line().filter(|_| self.pane == Pane::Memory),
        }
    }

    /// The file, by its number, and the line on which the function begins that
    /// the cursor is in; the cursor's line where that may be in a literal.
    fn function_line(&self) -> Option<(u32, u32)> {
        let file = self.file_number();
        let functions = self.analysed.as_ref()?.report.functions.iter().filter(|function| function.place.file == file);
        let lines = functions.map(|function| (function.place.at.line, function.parent.is_some()));
        let declared = lines.clone().filter(|&(line, literal)| !literal && line <= self.cursor).max()?.0;
        let in_literal = lines.into_iter().any(|(line, literal)| literal && (declared..self.cursor).contains(&line));
        Some((file, if in_literal { self.cursor } else { declared }))
    }

    /// The open document's text as it was opened, if it is here.
    pub fn opened(&self) -> Option<&Opened> {
        match &self.opened {
            Fetched::Here(opened) => Some(opened),
            Fetched::Loading | Fetched::Failed => None,
        }
    }

    fn apply(&mut self, action: Action) {
        match action {
            Action::SetLang(lang) => {
                self.lang = lang;
                self.lang_chosen = true;
            }
            Action::SetTheme(theme) => self.theme = theme,
            Action::Examples(examples) => {
                self.examples = examples.map_or(Fetched::Failed, Fetched::Here);
                self.open_first();
            }
            Action::About(about) => self.about = Some(about.into()),
            Action::SetGo(go) => {
                let go = if GO_VERSIONS.contains(&go.0) { go } else { GoVersion::default() };
                if self.go != go {
                    self.go = go;
                    self.begin_quiz_anew();
                    self.status = Status::Analysing;
                }
            }
            Action::Own(names) => self.own = names.into(),
            Action::Open(doc) => {
                if self.doc.as_ref() != Some(&doc) {
                    self.open(doc);
                }
            }
            Action::Text(opened) => {
                if self.doc.as_ref() == Some(&opened.doc) {
                    self.edited = opened.files != opened.original;
                    self.names = opened.files.iter().map(|file| file.name.clone()).collect();
                    self.file = files::first(&opened.files);
                    if let Some(goal) = self.goal.take().filter(|goal| goal.doc == opened.doc) {
                        self.turn(goal.file);
                        if goal.to > 0 {
                            self.show_target(Target::Range(goal.from, goal.to));
                        }
                    }
                    self.opened = Fetched::Here(opened);
                }
            }
            Action::NoText(doc) => {
                if self.doc == Some(doc) {
                    self.opened = Fetched::Failed;
                }
            }
            Action::File(name) => self.turn(name),
            Action::Arrange(arrange) => self.arrange(arrange),
            Action::Typed => {
                self.status = Status::Analysing;
                self.pinned = None;
                self.elsewhere = None;
                self.dismiss(Notice::NoDefinition);
            }
            Action::Loading(progress) => {
                self.status = Status::Loading;
                self.progress = progress;
            }
            Action::Submitted(doc, edited) => {
                if self.doc == Some(doc) {
                    self.edited = edited;
                }
            }
            Action::Reset => {
                self.resets += 1;
                let original = self.opened().map(|opened| opened.original.clone()).unwrap_or_default();
                let gone = original.iter().map(|file| &file.name).filter(|name| !self.names.contains(name));
                self.names = self.names.iter().chain(gone).cloned().collect();
            }
            Action::Report(analysed) => {
                if self.doc.as_ref() == Some(&analysed.doc) {
                    self.show(analysed);
                }
            }
            Action::WorkerReplaced => self.notify(Notice::Restarted),
            Action::WorkerGaveUp(why) => {
                self.status = Status::GaveUp(why);
                self.analysed = None;
                self.dismiss(Notice::Restarted);
                self.dismiss_failures();
                self.notify(Notice::GaveUp(why));
            }
            Action::Cursor(line) => {
                self.cursor = line;
                self.pinned = self.pinned.filter(|&(_, visited)| visited == line);
            }
            Action::Hover(line) => self.hovered = line,
            Action::Pick(line) => {
                self.cursor = line;
                self.pinned = None;
                self.side = Side::Results;
                self.picks += 1;
            }
            Action::Turn(side) => self.side = side,
            Action::Show(pane) => self.pane = pane,
            Action::Explain(explain) => self.explain = explain,
            Action::NoInlining(no_inlining) => {
                if self.no_inlining != no_inlining {
                    self.no_inlining = no_inlining;
                    self.status = Status::Analysing;
                }
            }
            Action::Reveal(place) => {
                if self.reveal(place) {
                    self.chosen = Some((place, u32::MAX));
                    self.pinned = None;
                }
            }
            Action::Visit(place) => {
                let pinned = (place.file == self.file_number()).then_some((self.focus(), place.at.line));
                if self.reveal(place) {
                    self.pinned = pinned;
                }
            }
            Action::Way(index) => {
                let location =
                    index.and_then(|i| Some((self.analysed.as_ref()?.report.locations.get(i as usize)?.place, i)));
                self.ways = location.is_some();
                self.chosen = location.or(self.chosen);
            }
            Action::Defined(found) => self.defined(found),
            Action::Understood => self.elsewhere = None,
            Action::Await => self.awaiting = true,
            Action::Link(goal) => {
                self.awaiting = false;
                let doc = goal.doc.clone();
                self.goal = Some(goal);
                if self.doc.as_ref() != Some(&doc) {
                    self.open(doc);
                }
            }
            Action::NoLink(why) => {
                self.awaiting = false;
                self.notify(why);
                self.open_first();
            }
            Action::LinkLang(lang) => {
                if !self.lang_chosen {
                    self.lang = lang;
                }
            }
            Action::Ask => self.quiz = Some(Quiz::default()),
            Action::Guess(line, answer) => {
                if let Some(quiz) = self.quiz.as_mut().filter(|quiz| !quiz.graded) {
                    quiz.guesses.retain(|guess| guess.0 != line);
                    quiz.guesses.push((line, answer));
                }
            }
            Action::Grade => {
                if let Some(quiz) = &mut self.quiz {
                    quiz.graded = true;
                }
            }
            Action::EndQuiz => self.quiz = None,
            Action::Notify(notice) => self.notify(notice),
            Action::Dismiss(notice) => self.dismiss(notice),
        }
    }

    /// The number that the last report has for the file in the editor.
    pub fn file_number(&self) -> u32 {
        self.analysed.as_ref().map_or(0, |analysed| analysed.number(&self.file))
    }

    /// Whether `place` can be shown, which is wished from now on.
    fn reveal(&mut self, place: Place) -> bool {
        let file = self.analysed.as_ref().and_then(|analysed| analysed.file(place));
        // What is in another package's files can't be shown.
        let Some(name) = file.map(|file| file.name.clone()) else { return false };
        self.turn(name);
        self.show_target(Target::Place(place));
        true
    }

    fn defined(&mut self, found: Option<Definition>) {
        self.elsewhere = None;
        self.dismiss(Notice::NoDefinition);
        let Some(Definition { file, at, span, outside }) = found else { return self.notify(Notice::NoDefinition) };
        let name = self.names.iter().find(|name| ***name == *file).cloned();
        if let Some(name) = name {
            self.turn(name);
            self.show_target(Target::Here(Place { file: 0, at, span }));
        } else {
            let file = file.strip_prefix("$GOROOT/src/").unwrap_or(&file);
            let place = if file.is_empty() { String::new() } else { format!("{file}:{}", at.line) };
            self.elsewhere = outside.map(|outside| (place, outside));
        }
    }

    fn turn(&mut self, name: Rc<str>) {
        if self.names.contains(&name) && self.file != name {
            self.file = name;
            self.cursor = 1;
            self.hovered = None;
            self.pinned = None;
            self.begin_quiz_anew();
        }
    }

    fn arrange(&mut self, arrange: Arrange) {
        let taken = |name: &Rc<str>| self.names.contains(name);
        let names = self.names.iter();
        let names: Rc<[Rc<str>]> = match &arrange {
            Arrange::Add(name) if !taken(name) && self.names.len() < files::MOST => {
                names.chain([name]).cloned().collect()
            }
            Arrange::Rename(old, new) if taken(old) && !taken(new) => {
                names.map(|name| if name == old { new } else { name }).cloned().collect()
            }
            Arrange::Remove(name) if taken(name) && self.names.len() > 1 => {
                names.filter(|other| *other != name).cloned().collect()
            }
            _ => return,
        };
        match &arrange {
            Arrange::Add(name) | Arrange::Rename(_, name) => self.file = name.clone(),
            Arrange::Remove(_) => {}
        }
        if !names.contains(&self.file) {
            self.file = names[0].clone();
        }
        self.names = names;
        self.arranged = Some((self.arranged.take().map_or(0, |(number, _)| number) + 1, arrange));
    }

    /// Opens what is there first, if nothing is open or on its way.
    fn open_first(&mut self) {
        if self.doc.is_none() && !self.awaiting {
            match &self.examples {
                Fetched::Loading => {}
                Fetched::Failed => self.open(DocId::Scratch),
                Fetched::Here(examples) => {
                    let first = examples.first().and_then(DocId::first_of);
                    self.open(first.unwrap_or(DocId::Scratch));
                }
            }
        }
    }

    fn show_target(&mut self, target: Target) {
        let number = self.reveal.map_or(0, |reveal| reveal.number) + 1;
        self.reveal = Some(Reveal { target, number });
        self.side = Side::Code;
    }

    fn open(&mut self, doc: DocId) {
        *self = Self {
            lang_chosen: self.lang_chosen,
            goal: self.goal.take(),
            examples: std::mem::take(&mut self.examples),
            own: std::mem::take(&mut self.own),
            notices: std::mem::take(&mut self.notices),
            about: self.about.take(),
            go: self.go,
            pane: self.pane,
            explain: self.explain,
            no_inlining: self.no_inlining,
            ways: self.ways,
            ..Self::new(self.lang, self.theme, Some(doc))
        };
    }

    /// Takes a report. Errors come to the front by themselves and go again;
    /// a pane the reader has chosen otherwise stays.
    fn show(&mut self, analysed: Analysed) {
        let had_errors = self.analysed.as_ref().is_some_and(|a| !a.report.errors.is_empty());
        match (had_errors, analysed.report.errors.is_empty()) {
            (false, false) if self.pane == Pane::Verdicts => self.pane = Pane::Errors,
            (_, true) if self.pane == Pane::Errors => self.pane = Pane::Verdicts,
            _ => {}
        }
        self.status = Status::Current;
        if analysed.incomplete {
            self.notify(Notice::StdFailed);
        } else {
            self.dismiss(Notice::StdFailed);
        }
        if self.analysed.as_ref().is_some_and(|last| last.version != analysed.version) {
            self.begin_quiz_anew();
        }
        self.totals.take(&analysed.report);
        self.analysed = Some(analysed);
        self.dismiss_failures();
    }

    fn dismiss_failures(&mut self) {
        self.notices.retain(|notice| !matches!(notice, Notice::GaveUp(_)));
    }

    /// For other lines, or other answers: what was marked is about neither.
    fn begin_quiz_anew(&mut self) {
        self.quiz = self.quiz.take().filter(|quiz| !quiz.graded).map(|_| Quiz::default());
    }

    fn notify(&mut self, notice: Notice) {
        if !self.notices.contains(&notice) {
            self.notices.push(notice);
        }
    }

    fn dismiss(&mut self, notice: Notice) {
        self.notices.retain(|n| *n != notice);
    }
}

impl Reducible for State {
    type Action = Action;

    fn reduce(self: Rc<Self>, action: Action) -> Rc<Self> {
        let mut next = (*self).clone();
        next.apply(action);
        if next == *self { self } else { next.into() }
    }
}

#[cfg(test)]
mod tests;
