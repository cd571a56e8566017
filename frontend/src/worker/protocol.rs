//! What page and worker say to each other, and how it is written.
//!
//! Both sides are built from this source, so the codec needs no versions; it
//! is binary because both sides are wasm and neither reads JavaScript objects.

use analyzer_core::{Definition, Options, base::SourceFile, report::Report};
use serde::{Deserialize, Serialize, de::DeserializeOwned};

use crate::files::FILE_NAME;

/// From the page: a program to analyse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Comes back with the answer.
    pub generation: u64,
    /// All its files.
    pub files: Vec<SourceFile>,
    /// The name of the one whose package is wanted.
    pub open: String,
    /// How to analyse it.
    pub options: Options,
    /// Where the name at this byte of that file is declared is wanted, and no report.
    pub define: Option<u32>,
}

impl Request {
    /// About a program of one file.
    pub fn about(text: &str) -> Self {
        let file = SourceFile { name: FILE_NAME.into(), text: text.into() };
        Self { generation: 1, open: FILE_NAME.into(), files: vec![file], options: Options::default(), define: None }
    }
}

/// How far the worker has come with loading packs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// A package that the program imports; empty while that is not known.
    pub name: String,
    /// How many packs are here.
    pub done: u32,
    /// How many are loaded in all.
    pub all: u32,
}

/// From the worker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reply {
    /// The wasm is there; whatever is sent before this is lost.
    Ready,
    /// The answer to a request has to wait for packs of the standard library.
    Loading {
        /// The request's.
        generation: u64,
        /// How far it has come.
        progress: Progress,
    },
    /// Where something is declared, if that is known.
    Defined(Option<Definition>),
    /// The answer to a request.
    Done {
        /// The request's.
        generation: u64,
        /// What is known about its files.
        report: Box<Report>,
        /// Packages that they lead to and that could not be loaded.
        missing: Vec<String>,
    },
    /// The answer has to wait for another part of the analysis.
    Waiting,
}

impl Reply {
    /// The answer to request `generation`.
    pub fn done(generation: u64, report: Report, missing: Vec<String>) -> Self {
        Self::Done { generation, report: Box::new(report), missing }
    }
}

/// Writes a message.
pub fn encode<T: Serialize>(message: &T) -> Option<Vec<u8>> {
    postcard::to_allocvec(message).ok()
}

/// Reads a message; `None` if it is not one.
pub fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    postcard::from_bytes(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_survive_the_crossing() {
        let file = SourceFile { name: "main.go".into(), text: "package main // 中文 😀\r\n".into() };
        let request = Request {
            generation: 7,
            files: vec![file],
            open: "main.go".into(),
            options: Options::default(),
            define: None,
        };
        assert_eq!(decode(&encode(&request).unwrap()), Some(request));
        let reply = Reply::Done { generation: 7, report: Box::default(), missing: vec!["fmt".into()] };
        assert_eq!(decode(&encode(&reply).unwrap()), Some(reply));
    }

    #[test]
    fn who_writes_that_it_waits_writes_this() {
        let boot = include_str!("../../../public/worker_boot.js");
        let [number] = encode(&Reply::Waiting).unwrap()[..] else { panic!("one byte") };
        assert!(boot.contains(&format!("const WAITING = Uint8Array.of({number});")));
    }

    #[test]
    fn rubbish_is_not_a_message() {
        assert_eq!(decode::<Request>(&[0xff; 9]), None);
        assert_eq!(decode::<Reply>(&[]), None);
    }
}
