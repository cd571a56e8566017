//! Analysing after an edit is analysing from scratch, only faster: all fixtures
//! and examples are edited, a few times each.

use std::path::Path;

use fuzz::{Corpus, target};

#[test]
fn an_edited_program_is_as_from_scratch() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the checkout");
    let corpus = Corpus::read(root).expect("fixtures");
    let mut reused = 0;
    for text in &corpus.programs {
        reused += target::edited(&corpus, text, 10);
    }
    assert!(reused > corpus.programs.len() / 2, "only {reused} times something was left as it was");
}
