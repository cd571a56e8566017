//! From programs to programs that nobody would write.

use analyzer_core::{
    base::{FileId, Id, Interner, Span},
    lexer,
    parser::parse_file,
};

use crate::{Corpus, Random};

/// Longer texts find nothing that shorter ones do not, and take longer.
const LONGEST: usize = 60_000;

/// What takes the place of a token, or stands between two.
const TOKENS: &str = "x _ 0 -1 1e999 0x1p-2 'c' \"s\" `r` 1i nil iota + - * & ^ << >> &^ && || <- ++ += = := == != < \
    ( ) [ ] { } , ; : . ... ~ any comparable int string error uintptr float64 complex128 make new append len cap copy \
    delete panic recover print min max clear unsafe break case chan const continue default defer else fallthrough for \
    func go goto if import interface map package range return select struct switch type var init main [0]int []byte \
    [1<<40]int *int chan<-int map[string]int func()int struct{} interface{} T[int] .(int) .(type) [:] [::] for{} func(){}() \
    //go:noinline\n //go:noescape\n //go:build\n //go:linkname //line\u{20}a.go:1:1\n /*line\u{20}:9999999*/ //escapade:noheap\n \
    \u{feff} \0 \u{202e} é 1_0_ 'ab' \"\\xff\" \"\\u{110000}\"";

/// Expressions and statements that are rarely where they are put.
const PIECES: [&str; 18] = [
    "func() int { return 1 }()",
    "&struct{ p *int }{}",
    "[]any{1, nil, x}",
    "map[string]*int{}",
    "<-make(chan int)",
    "any(x).(interface{ M() })",
    "append(append([]int{}, 1), 2...)",
    "(*[4]int)(nil)[:]",
    "new(func(int) *int)",
    "go func() {}()",
    "defer recover()",
    "for i := range 10 { _ = &i }",
    "for i := range func(func(int) bool) {} { _ = &i }",
    "L: for { goto L }",
    "select { case x := <-c: _ = x; default: }",
    "switch y := x.(type) { case int: _ = &y }",
    "type T[P any] struct{ t *T[P] }",
    "x, y = y, x",
];

/// Input `random` of a corpus: a program, changed a few times.
pub fn program(corpus: &Corpus, random: &mut Random) -> Vec<u8> {
    let mut text = random.pick(&corpus.programs).cloned().unwrap_or_default();
    for _ in 0..=random.below(4) {
        text = match random.below(8) {
            0 => bytes(text, random),
            1..=3 => tokens(&text, random),
            _ => nodes(&text, corpus, random),
        };
        if text.len() > LONGEST {
            text.truncate(LONGEST);
        }
    }
    text
}

/// Some bytes are others, more, or fewer.
pub fn bytes(mut text: Vec<u8>, random: &mut Random) -> Vec<u8> {
    for _ in 0..=random.below(6) {
        let at = random.below(text.len() + 1);
        let byte = random.below(256) as u8;
        match random.below(4) {
            0 if at < text.len() => text[at] = byte,
            1 if at < text.len() => {
                text.remove(at);
            }
            2 => {
                let end = (at + random.below(40)).min(text.len());
                let piece = text[at..end].to_vec();
                let to = random.below(text.len() + 1);
                text.splice(to..to, piece);
            }
            _ => text.insert(at, byte),
        }
    }
    text
}

fn slice(text: &[u8], span: Span) -> &[u8] {
    text.get(span.start as usize..span.end as usize).unwrap_or_default()
}

/// `text` with `piece` in place of what `span` covers.
fn replace(text: &[u8], span: Span, piece: &[u8]) -> Vec<u8> {
    let (start, end) = (span.start as usize, span.end as usize);
    if start > end || end > text.len() {
        return text.to_vec();
    }
    [&text[..start], piece, &text[end..]].concat()
}

/// One token is gone, there twice, at another place, or another one.
fn tokens(text: &[u8], random: &mut Random) -> Vec<u8> {
    let spans: Vec<Span> = lexer::tokens(text).into_iter().map(|(_, span)| span).collect();
    let Some(&span) = random.pick(&spans) else { return text.to_vec() };
    let old = slice(text, span);
    let words: Vec<&str> = TOKENS.split(' ').filter(|word| !word.is_empty()).collect();
    let spaced = |piece: &[u8]| [b" ", piece, b" "].concat();
    match random.below(5) {
        0 => replace(text, span, b" "),
        1 => replace(text, span, &[old, b" ", old].concat()),
        2 => {
            let other = random.pick(&spans).map(|other| slice(text, *other)).unwrap_or_default();
            replace(text, span, &spaced(other))
        }
        3 => replace(text, span, &spaced(random.pick(&words).unwrap_or(&"").as_bytes())),
        _ => replace(text, span, &[old, &spaced(random.pick(&words).unwrap_or(&"").as_bytes())].concat()),
    }
}

/// The nodes of one sort.
fn node_spans(text: &[u8], sort: usize) -> Vec<Span> {
    let tree = parse_file(text, FileId::new(0), &mut Interner::default()).tree;
    match sort {
        0 => tree.exprs.iter().map(|expr| expr.span).collect(),
        1 => tree.stmts.iter().map(|stmt| stmt.span).collect(),
        _ => tree.decls.iter().map(|decl| tree.decl(*decl).span).collect(),
    }
}

/// An expression, statement or declaration is gone, there twice, another one of
/// its sort, of this program or another, or in something.
fn nodes(text: &[u8], corpus: &Corpus, random: &mut Random) -> Vec<u8> {
    let sort = [0, 0, 0, 1, 1, 2][random.below(6)];
    let spans = node_spans(text, sort);
    let Some(&span) = random.pick(&spans) else { return text.to_vec() };
    let old = slice(text, span);
    match random.below(7) {
        0 => replace(text, span, b""),
        1 => replace(text, span, &[old, b"\n", old].concat()),
        2 | 3 => {
            let other = random.pick(&spans).map(|other| slice(text, *other)).unwrap_or_default();
            replace(text, span, other)
        }
        4 => {
            let Some(stranger) = random.pick(&corpus.programs) else { return text.to_vec() };
            let others = node_spans(stranger, sort);
            let other = random.pick(&others).map(|other| slice(stranger, *other)).unwrap_or_default();
            replace(text, span, other)
        }
        5 => replace(text, span, random.pick(&PIECES).unwrap_or(&"").as_bytes()),
        _ => {
            let around: [(&[u8], &[u8]); 7] = [
                (b"(", b")"),
                (b"&", b""),
                (b"*", b""),
                (b"func() any { return ", b" }()"),
                (b"any(", b")"),
                (b"{\n", b"\n}"),
                (b"if true {\n", b"\n}"),
            ];
            let (before, after) = around[random.below(around.len())];
            replace(text, span, &[before, old, after].concat())
        }
    }
}
