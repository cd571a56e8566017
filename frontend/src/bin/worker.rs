//! The worker: analyses what it is sent.

fn main() {
    frontend::worker::serve::start();
}
