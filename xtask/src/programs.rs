//! The programs that are measured: by `baseline` and, in all its parts, by
//! `bench`.

use std::{fmt::Write as _, fs};

use anyhow::{Context, Result};

use crate::cmd;

/// The example that the small program begins with.
const EXAMPLE: &str = "public/examples/fmt-sprintf/bad.go";

/// What a program of [`lines`] begins with.
const HEAD: &str = "package main\n";

/// A program of `lines` lines in which every function has verdicts and calls
/// another one.
pub(crate) fn lines(lines: usize) -> String {
    let text = functions(lines.saturating_sub(2));
    let missing = lines.saturating_sub(text.lines().count() + 2);
    format!("{HEAD}{text}{}func main() {{}}\n", "\n".repeat(missing))
}

/// Functions of `lines` lines, or fewer, and what they use.
fn functions(lines: usize) -> String {
    let mut text = String::from("\ntype point struct{ x, y int }\n\nvar sink any\n");
    let mut written = 4;
    let mut number = 0;
    while written + 12 <= lines {
        let other = number / 2;
        let _ = write!(
            text,
            "\nfunc f{number}(p *point, n int) *point {{\n\tq := point{{p.x + {number}, n}}\n\tb := make([]byte, 16)\n\tfor i := range b {{\n\
             \t\tb[i] = byte(q.y)\n\t}}\n\tif n > 0 {{\n\t\tsink = f{other}(&q, n-1)\n\t}}\n\treturn &q\n}}\n"
        );
        written += 12;
        number += 1;
    }
    text
}

/// A program of about 60 lines that imports fmt.
pub(crate) fn small() -> Result<String> {
    let example = fs::read_to_string(cmd::root().join(EXAMPLE)).with_context(|| format!("cannot read {EXAMPLE}"))?;
    let more = functions(60 - example.lines().count());
    Ok(example + &more)
}

/// `text`, which is one of [`lines`], with fmt and net/http.
pub(crate) fn serving(text: &str) -> String {
    let more = "\nimport (\n\t\"fmt\"\n\t\"net/http\"\n)\n\n\
                func serve(w http.ResponseWriter, r *http.Request) {\n\tfmt.Fprintln(w, r.URL.Path, f0(&point{1, 2}, 3).x)\n}\n\n\
                func init() {\n\thttp.HandleFunc(\"/\", serve)\n}\n";
    text.replacen(HEAD, &format!("{HEAD}{more}"), 1)
}

/// `text`, which is one of [`lines`], with one more line in a function in the
/// middle of it.
pub(crate) fn edited(text: &str) -> String {
    const BEFORE: &str = "\treturn &q\n";
    let middle = text.len() / 2;
    let at = text[middle..].find(BEFORE).map_or(text.len(), |at| middle + at);
    format!("{}\tsink = &b[0]\n{}", &text[..at], &text[at..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_have_the_lines_that_were_asked_for() {
        for number in [6, 100, 1_000, 10_000] {
            assert_eq!(lines(number).lines().count(), number);
        }
    }

    #[test]
    fn an_edit_is_one_line_in_the_middle() {
        let before = lines(1_000);
        let after = edited(&before);
        assert_eq!(after.lines().count(), 1_001);
        let same = before.lines().zip(after.lines()).take_while(|(before, after)| before == after).count();
        assert!((490..520).contains(&same), "{same}");
    }
}
