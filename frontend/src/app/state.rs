//! The page's state: one value, one reducer, nothing of the browser.
//!
//! Texts are not in it except those the last report is about: what the
//! reader types belongs to the editor and is never taken from it.

use std::{ops::RangeInclusive, rc::Rc};

use analyzer_core::{
    Definition,
    report::{Place, Report},
    types::GoVersion,
};
use yew::Reducible;

use super::ledger::Totals;
use crate::{
    examples::{About, DocId, Example},
    files::{self, FILE_NAME, File, Files},
    i18n::Lang,
    quiz::Answer,
    way::{self, Chosen},
    worker::client::Wish,
    worker::protocol::Progress,
};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// In the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// The name in storage and in the `data-theme` attribute.
    pub fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of that name; the system's for anything else.
    pub fn from_name(name: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.name() == name).unwrap_or_default()
    }
}

/// Something that is fetched.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Fetched<T> {
    /// On its way.
    #[default]
    Loading,
    /// Here.
    Here(T),
    /// Not to be had.
    Failed,
}

/// A document as it was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// Which one it is.
    pub doc: DocId,
    /// The files as they came.
    pub original: Files,
    /// The files to begin with: the draft or the original.
    pub files: Files,
}

/// A change of which files there are; names are [clean](files::clean).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrange {
    /// An empty file.
    Add(Rc<str>),
    /// Another name for a file.
    Rename(Rc<str>, Rc<str>),
    /// A file that is no longer wanted.
    Remove(Rc<str>),
}

/// A report and what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Analysed {
    /// The document.
    pub doc: DocId,
    /// The report.
    pub report: Rc<Report>,
    /// The files of the document; the report is about a package of them.
    pub files: Files,
    /// The editor's version of them.
    pub version: u32,
    /// Whether something of the standard library could not be loaded.
    pub incomplete: bool,
}

impl Analysed {
    /// The number that the report has for the file called `name`; for a file
    /// that it does not know, a number that no file has.
    pub fn number(&self, name: &str) -> u32 {
        let position = self.report.files.iter().position(|file| *file == *name);
        position.map_or(u32::MAX, |number| number as u32)
    }

    /// The document's file that a place is in; `None` if it is elsewhere.
    pub fn file(&self, place: Place) -> Option<&File> {
        files::find(&self.files, self.report.files.get(place.file as usize)?)
    }
}

/// How the analysis stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// The text is newer than the last report.
    #[default]
    Analysing,
    /// The same, and the worker loads something of the standard library.
    Loading,
    /// The last report is about the text.
    Current,
    /// Two workers died of the text.
    GaveUp,
}

/// What a narrow screen shows: one thing at a time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// The document.
    #[default]
    Code,
    /// What there is to say about it.
    Results,
}

/// The panes beside the editor.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pane {
    /// Verdicts by line.
    #[default]
    Verdicts,
    /// What each function allocates.
    Functions,
    /// A function's memory when it returns.
    Memory,
    /// gc's `-m` text.
    Messages,
    /// gc's errors.
    Errors,
    /// Lessons, the quiz, what to check oneself.
    Learn,
}

/// The minor numbers of the language versions to choose from.
pub const GO_VERSIONS: RangeInclusive<u32> = 21..=27;

impl Pane {
    /// In the order of the tabs.
    pub const ALL: [Self; 6] =
        [Self::Verdicts, Self::Functions, Self::Memory, Self::Messages, Self::Errors, Self::Learn];
}

/// Something the page has to say until it is dismissed or over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The worker was replaced.
    Restarted,
    /// Two workers died of the text.
    GaveUp,
    /// The draft could not be kept.
    DraftNotKept,
    /// The editor's bundle could not be loaded.
    EditorFailed,
    /// Something of the standard library could not be loaded.
    StdFailed,
    /// The site works without its server from now on.
    OfflineReady,
    /// Another version of the site is here.
    Update,
    /// Another page has gone on to another version.
    Replaced,
    /// What was opened is too long or cannot be read.
    Unreadable,
    /// A link was made by a later version of the site.
    LinkLater,
    /// A link holds no program.
    LinkBroken,
    /// A part of the site could not be loaded.
    NotLoaded,
}

/// What a wish to see something is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// A place in the analysed text.
    Place(Place),
    /// A place in the open file, whatever number that has.
    Here(Place),
    /// A range of UTF-16 units in the open file.
    Range(u32, u32),
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// The document, which was made of it.
    pub doc: DocId,
    /// The file.
    pub file: Rc<str>,
    /// What is selected in it, in UTF-16 units.
    pub from: u32,
    /// Its end.
    pub to: u32,
}

/// A wish to see something; the number makes two wishes for one place differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reveal {
    /// What.
    pub target: Target,
    /// Rises with every wish.
    pub number: u32,
}

/// A quiz about the file in the editor: its verdicts are hidden until it is over.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quiz {
    /// What the reader has marked, by line; of several for one line the last counts.
    pub guesses: Vec<(u32, Answer)>,
    /// Whether the reader has asked for the answers.
    pub graded: bool,
}

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
    /// What was asked about is declared there.
    Defined(Definition),
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
    /// No worker survives the text.
    WorkerGaveUp,
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
        }
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
    /// the cursor is in.
    fn function_line(&self) -> Option<(u32, u32)> {
        let file = self.file_number();
        let declared = self.analysed.as_ref()?.report.functions.iter().filter(|function| function.parent.is_none());
        let lines = declared.filter(|function| function.place.file == file).map(|function| function.place.at.line);
        Some((file, lines.filter(|&line| line <= self.cursor).max()?))
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
            Action::WorkerGaveUp => {
                self.status = Status::GaveUp;
                self.analysed = None;
                self.dismiss(Notice::Restarted);
                self.notify(Notice::GaveUp);
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
            Action::Defined(Definition { file, at, span }) => {
                let name = self.names.iter().find(|name| ***name == *file).cloned();
                // What is declared elsewhere can't be shown.
                if let Some(name) = name {
                    self.turn(name);
                    self.show_target(Target::Here(Place { file: 0, at, span }));
                }
            }
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
        self.dismiss(Notice::GaveUp);
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
