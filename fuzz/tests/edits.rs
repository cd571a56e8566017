//! Analysing after an edit is analysing from scratch, only faster: all fixtures
//! and examples are edited, a few times each.

use std::path::Path;

use fuzz::{Corpus, target};

#[test]
fn an_edited_program_is_as_from_scratch() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the checkout");
    let corpus = Corpus::read(root).expect("fixtures");
    let (mut right, mut wrong) = (0, 0);
    for text in &corpus.programs {
        let [more_right, more_wrong] = target::edited(&corpus, text, 10);
        (right, wrong) = (right + more_right, wrong + more_wrong);
    }
    let programs = corpus.programs.len();
    assert!(right > programs / 2, "only {right} times something was left as it was");
    // Most fixtures are packages that are imported, of which less can be said.
    assert!(wrong > 4, "only {wrong} times something was left as it was beside errors");
}
