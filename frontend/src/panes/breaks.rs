//! Where code may go on in another line.
//!
//! gc's names of functions are long: package, receiver, type arguments, and all
//! without a space. In a narrow column a browser breaks them anywhere, `LookupOr`
//! and `Insert`; told where they may be broken, it does so between names. What is
//! longer than a line by itself is still broken anywhere, as nothing may be cut.

use yew::prelude::*;

/// Code that may go on in another line, but not within a name.
pub(super) fn breakable(code: &str) -> Html {
    let pieces = pieces(code);
    let (first, rest) = pieces.split_first().expect("there is always a piece");
    html! { <>{ *first }{ for rest.iter().map(|piece| html! { <><wbr />{ *piece }</> }) }</> }
}

/// Code taken apart where a Go reader takes a breath: behind dots, commas,
/// slashes and opening brackets. Spaces need no help.
fn pieces(code: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    for (at, pair) in code.as_bytes().windows(2).enumerate() {
        // Neither a receiver's bracket nor the dots of `{...}` stand alone.
        let ends = at > start && matches!(pair[0], b'.' | b',' | b'/' | b'[' | b'(' | b'{');
        if ends && !matches!(pair[1], b'.' | b',' | b')' | b']' | b'}' | b' ') {
            pieces.push(&code[start..=at]);
            start = at + 1;
        }
    }
    pieces.push(&code[start..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_apart_but_not_broken() {
        for (code, expected) in [
            ("main", "main"),
            ("(*Cache[K,V]).Get.func1", "(*Cache[|K,|V]).|Get.|func1"),
            ("&point{...}", "&point{...}"),
            ("[]encoding/json.Token{x, y}", "[]encoding/|json.|Token{|x, y}"),
            ("... argument", "... argument"),
            ("f(世.界)", "f(|世.|界)"),
            ("", ""),
        ] {
            assert_eq!(pieces(code).join("|"), expected);
        }
    }
}
