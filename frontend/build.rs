//! A bound on the memory of each program of the site: what needs more ends,
//! and is replaced, before it takes the whole machine with it.

/// In bytes; 10,000 lines that use fmt and net/http take less than a tenth.
const MOST_MEMORY: u32 = 512 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-bins=--max-memory={MOST_MEMORY}");
    }
}
