//! A bound on the memory: what needs more is refused, before it takes the whole
//! machine with it.

/// In bytes: twice what a page of the site has, for programs on servers.
const MOST_MEMORY: u32 = 1 << 30;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var_os("CARGO_CFG_TARGET_ARCH").is_some_and(|arch| arch == "wasm32") {
        println!("cargo::rustc-link-arg-cdylib=--max-memory={MOST_MEMORY}");
    }
}
