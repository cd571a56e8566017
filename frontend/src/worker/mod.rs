//! The analysis in a worker of its own.
//!
//! ```text
//! editor ─ text ─▶ queue ─ one job at a time ─▶ worker ─ Session::analyze
//!                    ▲                             │ ▲
//!                    └──────── report, error or silence
//!                                                    packs of what it imports
//! ```
//!
//! * what a text will need of the standard library is fetched before it is
//!   analysed, and kept; what it asks for beyond that is fetched, and the text
//!   analysed again ([`packs`]);
//! * one job is in flight, only the latest other one waits ([`queue`]);
//! * an answer to anything but the latest job is dropped;
//! * a worker that reports an error or stays silent is terminated and
//!   replaced ([`client`]); the job it died of is tried once more and then
//!   given up, so that one poisonous text cannot kill workers for ever.
//!
//! `gloo-worker` is not used here: it keeps the browser's `Worker` to itself,
//! and without it a worker that hangs can be neither noticed nor ended.

pub mod client;
pub(crate) mod packs;
pub mod protocol;
pub mod queue;
pub mod serve;
mod warm;
