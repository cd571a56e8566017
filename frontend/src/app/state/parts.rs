//! What the page's state is made of: plain values.

use std::{ops::RangeInclusive, rc::Rc};

use analyzer_core::report::{Place, Report};

use crate::{
    examples::DocId,
    files::{self, File, Files},
    quiz::Answer,
    worker::client::Failure,
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
    // What is compared first tells most reports apart, with nothing of them read.
    /// The editor's version of the files.
    pub version: u32,
    /// Whether something of the standard library could not be loaded.
    pub incomplete: bool,
    /// The document.
    pub doc: DocId,
    /// The files of the document; the report is about a package of them.
    pub files: Files,
    /// The report.
    pub report: Rc<Report>,
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
    /// The text cannot be analysed.
    GaveUp(Failure),
}

impl Status {
    /// The name in the page's `data-status`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Analysing => "Analysing",
            Self::Loading => "Loading",
            Self::Current => "Current",
            Self::GaveUp(_) => "GaveUp",
        }
    }
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
    /// The text cannot be analysed.
    GaveUp(Failure),
    /// The draft could not be kept.
    DraftNotKept,
    /// Another tab has changed the document, so what is written here is kept apart.
    Apart,
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
    /// What is at the cursor is declared nowhere.
    NoDefinition,
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
