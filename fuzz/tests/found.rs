//! What was found once does not come back: `fuzz/found` has every input that a
//! promise was broken for, as small as it could be made.

use std::{fs, path::Path};

use fuzz::{Corpus, Target};

#[test]
fn what_was_found_is_mended() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the checkout");
    let corpus = Corpus::read(root).expect("fixtures");
    let mut tried = 0;
    for entry in fs::read_dir(root.join("fuzz/found")).expect("the folder") {
        let input = fs::read(entry.expect("an entry").path()).expect("a file");
        for target in [Target::Lexer, Target::Parser, Target::Check, Target::Pipeline] {
            target.run(&corpus, &input);
        }
        tried += 1;
    }
    assert!(tried > 0);
}

#[test]
fn an_input_is_the_same_every_time() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the checkout");
    let corpus = Corpus::read(root).expect("fixtures");
    let input = |seed, index| Target::Pipeline.input(&corpus, seed, index);
    assert_eq!(input(7, 3), input(7, 3));
    assert_ne!(input(7, 3), input(7, 4));
    assert_ne!(input(7, 3), input(8, 3));
}
