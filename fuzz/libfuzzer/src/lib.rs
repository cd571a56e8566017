//! The targets of the crate `fuzz`, as libFuzzer wants them.

pub use fuzz;
pub use libfuzzer_sys;

/// A program that tries `$target` with what libFuzzer thinks of.
#[macro_export]
macro_rules! target {
    ($target:ident) => {
        use $crate::{
            fuzz::{Corpus, Target},
            libfuzzer_sys,
        };

        static CORPUS: std::sync::LazyLock<Corpus> =
            std::sync::LazyLock::new(|| Corpus::read(std::path::Path::new(".")).unwrap_or_default());

        libfuzzer_sys::fuzz_target!(|input: &[u8]| Target::$target.run(&CORPUS, input));
    };
}
