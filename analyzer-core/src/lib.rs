//! Escapade's core: Go's escape analysis as the compiler `gc` does it.
//!
//! ```text
//! Go text ─ lexer ─ parser ─ types ─ ir ─ inline ─ escape ─ report
//! ```
//!
//! Plain data in, plain data out: no IO, no clock, no std. [`Session`] is the
//! way in; the modules below stand in the order in which the data passes them.
#![cfg_attr(not(feature = "typescript"), no_std)]
#![forbid(unsafe_code)]

extern crate alloc;

pub mod advice;
mod assert;
pub mod ast;
pub mod base;
pub mod build;
pub mod escape;
pub mod inline;
pub mod ir;
pub mod lexer;
pub mod pack;
pub mod parser;
pub mod report;
pub mod types;

mod session;

pub use session::{AssemblySymbol, Definition, Level, Options, Outside, Release, Session, Work};
