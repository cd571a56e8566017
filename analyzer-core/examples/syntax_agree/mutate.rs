//! Broken Go files, made from whole ones: tokens are deleted, repeated,
//! swapped and inserted, bytes damaged. Compiler authors break code in orderly
//! ways; this finds the others. The same seed makes the same files.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use analyzer_core::{base::Span, lexer};

/// Larger files take long and are mostly more of the same.
const MAX_SIZE: u64 = 16 << 10;

const TOKENS: &[&str] = &[
    "x",
    "_",
    "0",
    "\"s\"",
    "'c'",
    "1.5",
    "+",
    "-",
    "*",
    "&",
    "|",
    "||",
    "<-",
    "!",
    "~",
    "+=",
    "++",
    "=",
    ":=",
    "(",
    "[",
    "{",
    ")",
    "]",
    "}",
    ",",
    ";",
    ":",
    ".",
    "...",
    "\n",
    "break",
    "case",
    "chan",
    "const",
    "continue",
    "default",
    "defer",
    "else",
    "fallthrough",
    "for",
    "func",
    "go",
    "goto",
    "goto L",
    "L:",
    "if",
    "import",
    "interface",
    "map",
    "package",
    "range",
    "return",
    "select",
    "struct",
    "switch",
    "type",
    "var",
    "x := 1",
    ".(type)",
    "[]int",
    "func()",
    "T{",
    "L: for {",
];

const DAMAGE: &[&[u8]] = &[
    b"\"",
    b"'",
    b"`",
    b"\\",
    b"/*",
    b"*/",
    b"//",
    b"0x",
    b"0b2",
    b"1e",
    b"1__0",
    b"09",
    b"#",
    b"?",
    b"@",
    b" \x00 ",
    b" \xff ",
    b" \xef\xbb\xbf ",
    b"\xe4\xb8\xad",
    b"\xf0\x9f\x98\x80",
    b"\xd9\xa3",
    b"\"\\q\"",
    b"'\\400'",
    b"'ab'",
    b"\r",
    b"\x01",
    b"/*line a.go:7*/",
    b"\n//line b.go:3:4\n",
    b"\n//line :0\n",
];

/// Numbers that look random.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 16) as usize % n.max(1)
    }

    fn pick<'a, T>(&mut self, list: &'a [T]) -> Option<&'a T> {
        let at = self.below(list.len());
        list.get(at)
    }
}

/// Writes `count` mutants of `files` into `dir` and returns their names.
pub(crate) fn mutants(files: &[PathBuf], count: usize, seed: u64, dir: &Path) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(dir)?;
    let small: Vec<&PathBuf> = files.iter().filter(|f| fs::metadata(f).is_ok_and(|m| m.len() < MAX_SIZE)).collect();
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut names = Vec::new();
    for number in 0..count {
        let Some(file) = random.pick(&small) else { break };
        let mut text = fs::read(file)?;
        for _ in 0..=random.below(3) {
            mutate(&mut text, &mut random);
        }
        if makes_gc_miscount(&text) {
            continue;
        }
        let name = dir.join(format!("mutant{number}.go"));
        fs::write(&name, text)?;
        names.push(name);
    }
    Ok(names)
}

/// Whether a line ends in `..`: gc's scanner takes back the second dot and
/// counts the newline twice, all later positions are off by a line.
fn makes_gc_miscount(text: &[u8]) -> bool {
    text.windows(4).any(|w| w[0] != b'.' && w[1..] == *b"..\n")
}

fn mutate(text: &mut Vec<u8>, random: &mut Random) {
    let spans = token_spans(text);
    let Some(&span) = random.pick(&spans) else { return };
    let (start, end) = (span.start as usize, span.end as usize);
    match random.below(7) {
        0 => drop(text.drain(start..end)),
        1 => {
            let token = text[start..end].to_vec();
            insert(text, end, &token);
        }
        2 | 3 => {
            let token = random.pick(TOKENS).map_or(&b""[..], |t| t.as_bytes());
            insert(text, start, token);
        }
        4 => {
            let bytes = random.pick(DAMAGE).copied().unwrap_or_default();
            text.splice(start..start, bytes.iter().copied());
        }
        5 => {
            let Some(&other) = random.pick(&spans) else { return };
            let token = text[other.start as usize..other.end as usize].to_vec();
            text.splice(start..end, token);
        }
        _ if random.below(4) == 0 => text.truncate(end),
        _ => {
            // From here to a token a few further on.
            let at = spans.partition_point(|s| s.start < span.start);
            let last = spans[(at + random.below(8)).min(spans.len() - 1)];
            text.drain(start..(last.end as usize).max(end));
        }
    }
}

fn insert(text: &mut Vec<u8>, at: usize, token: &[u8]) {
    let spaced = [b" ", token, b" "].concat();
    text.splice(at..at, spaced);
}

fn token_spans(text: &[u8]) -> Vec<Span> {
    let spans = lexer::tokens(text).into_iter().map(|(_, span)| span);
    spans.filter(|span| span.start < span.end).collect()
}
