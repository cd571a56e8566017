//! Escapade's site.
//!
//! Three programs share this library. `app` draws the page; `worker` runs the
//! analysis off the page's thread, so that typing never waits for it. They
//! talk in [`worker::protocol`]'s messages and in nothing else. `embed`
//! analyses for the widgets on other people's pages ([`embed`]).
//!
//! What can be wrong without a browser is kept free of one and tested
//! natively: the page's state ([`app::state`]), the rule that the latest edit
//! wins ([`worker::queue`]), verdicts as marks ([`editor::marks`]) and in
//! sentences ([`explain`]), the quiz ([`quiz`]), columns ([`editor::columns`]),
//! the files of a document ([`files`])
//! and every text in both languages ([`i18n`]).

pub mod advisor;
pub mod app;
pub mod editor;
pub mod embed;
pub mod examples;
pub mod explain;
pub mod files;
pub mod i18n;
pub(crate) mod offline;
pub mod panes;
pub mod quiz;
pub mod share;
pub mod storage;
pub mod way;
pub mod worker;
