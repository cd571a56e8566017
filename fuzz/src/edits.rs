//! What somebody does to a program who works on it: small edits, most of them
//! in the body of a function, many of them such that it still compiles.

use analyzer_core::{
    base::{FileId, Id, Interner, Span},
    lexer::{self, TokenKind},
    parser::parse_file,
};

use crate::{Corpus, Random, mutate};

/// Statements that compile wherever a statement may stand.
const STATEMENTS: [&str; 26] = [
    "println(1)",
    "_ = new(int)",
    "_ = 1 + 2",
    "_ = any(17)",
    "_ = []int{1, 2}",
    "_ = map[string]*int{\"a\": new(int)}",
    "_ = func() int { return 1 }",
    "func() { println(2) }()",
    "defer func() { _ = recover() }()",
    "go func() { println(3) }()",
    "if x := 1; x > 0 { _ = &x }",
    "for i := range 3 { _ = i }",
    "for i := 0; i < 3; i++ { defer func() { println(i) }() }",
    "var sinks []any; sinks = append(sinks, 1, \"x\"); _ = sinks",
    "{ x := new([4]int); y := x[:]; _ = y }",
    "{ c := make(chan *int, 1); c <- new(int); <-c }",
    "{ type local struct{ p *int }; _ = &local{new(int)} }",
    "{ s := string([]byte{65}); _ = s + s }",
    "switch y := any(1).(type) { case int: _ = &y }",
    "{ var e interface{ Error() string }; if e != nil { println(e.Error()) } }",
    "{ a := [8]int{}; i := 3; _ = a[i&7] }",
    "{ f := func(p *int) *int { return p }; x := 1; _ = f(&x) }",
    "// a comment",
    "",
    "L: for { break L }",
    "_ = struct{ a, b any }{1, \"s\"} == struct{ a, b any }{}",
];

/// Declarations that compile unless there is one of the name.
const DECLARATIONS: [&str; 8] = [
    "func added() *int { x := 1; return &x }",
    "func added2(p *int) *int { return p }",
    "var addedVar = func() *int { return new(int) }()",
    "type addedType struct{ p *int }\n\nfunc (t addedType) M() *int { return t.p }",
    "func addedGeneric[T any](x T) *T { return &x }",
    "const addedConst = 3",
    "// a comment\n",
    "func init() { println(4) }",
];

/// The bodies of functions, their braces included.
fn bodies(text: &[u8]) -> Vec<Span> {
    let tree = parse_file(text, FileId::new(0), &mut Interner::default()).tree;
    let decls = tree.decls.iter().map(|&decl| tree.decl(decl));
    decls
        .filter_map(|decl| match &decl.kind {
            analyzer_core::ast::DeclKind::Func { body: Some(body), .. } => Some(Span::new(body.pos, body.rbrace + 1)),
            _ => None,
        })
        .filter(|span| (span.end as usize) <= text.len() && span.start < span.end)
        .collect()
}

fn tokens(text: &[u8], within: Span) -> Vec<(TokenKind, Span)> {
    let mut tokens = lexer::tokens(text);
    tokens.retain(|(_, span)| within.start <= span.start && span.end <= within.end);
    tokens
}

fn replaced(text: &[u8], span: Span, with: &[u8]) -> Vec<u8> {
    let end = (span.end as usize).min(text.len());
    let start = (span.start as usize).min(end);
    [&text[..start], with, &text[end..]].concat()
}

/// `text` after one edit.
pub fn edit(text: &[u8], corpus: &Corpus, random: &mut Random) -> Vec<u8> {
    let bodies = bodies(text);
    let all = Span::new(0, text.len() as u32);
    let body = random.pick(&bodies).copied().unwrap_or(all);
    let inside = tokens(text, body);
    let names: Vec<Span> = inside.iter().filter(|(kind, _)| *kind == TokenKind::Name).map(|&(_, span)| span).collect();
    // The beginnings of lines of the body.
    let inner = &text[(body.start as usize).min(text.len())..(body.end as usize).min(text.len())];
    let starts: Vec<u32> =
        (body.start + 1..).zip(inner).filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at).collect();
    let line = |at: u32| {
        let end =
            text[at as usize..].iter().position(|&byte| byte == b'\n').map_or(text.len(), |end| at as usize + end + 1);
        Span::new(at, end as u32)
    };
    match random.below(16) {
        0..=4 => {
            let statement = random.pick(&STATEMENTS).copied().unwrap_or_default();
            // Or as far as it has been typed.
            let typed = if random.below(3) == 0 { random.below(statement.len() + 1) } else { statement.len() };
            let statement = &statement[..typed];
            match random.pick(&starts) {
                Some(&at) if at < body.end => replaced(text, Span::new(at, at), format!("\t{statement}\n").as_bytes()),
                _ => {
                    let at = body.start + 1;
                    replaced(text, Span::new(at, at), format!(" {statement}; ").as_bytes())
                }
            }
        }
        5 | 6 => {
            let numbers: Vec<Span> = inside
                .iter()
                .filter(|(kind, _)| matches!(kind, TokenKind::Literal(_)))
                .map(|&(_, span)| span)
                .collect();
            let number = random.pick(&numbers).copied().unwrap_or(Span::new(body.start, body.start));
            replaced(text, number, random.below(400).to_string().as_bytes())
        }
        7 => {
            // One name for another of the same function.
            let (one, other) = (random.pick(&names), random.pick(&names));
            let (Some(&one), Some(&other)) = (one, other) else { return text.to_vec() };
            replaced(text, one, &text[other.start as usize..other.end as usize])
        }
        8 => {
            // Renames what has that name, wherever it is.
            let Some(&name) = random.pick(&names) else { return text.to_vec() };
            let name = &text[name.start as usize..name.end as usize];
            let same = tokens(text, all).into_iter().filter(|(kind, span)| {
                *kind == TokenKind::Name && &text[span.start as usize..span.end as usize] == name
            });
            let mut out = text.to_vec();
            for (_, span) in same.collect::<Vec<_>>().into_iter().rev() {
                out.insert(span.end as usize, b'x');
            }
            out
        }
        9 => random.pick(&starts).map_or_else(|| text.to_vec(), |&at| replaced(text, line(at), b"")),
        10 => random.pick(&starts).map_or_else(
            || text.to_vec(),
            |&at| {
                let line = line(at);
                replaced(text, Span::new(at, at), &text[line.start as usize..line.end as usize])
            },
        ),
        11 => {
            let at = body.start + random.below((body.end - body.start) as usize) as u32;
            let piece = [" ", "\n", "x", "(", "}", "/*", "`", "//", ".", ";", "{", "\"", "*/"];
            let piece = random.pick(&piece).copied().unwrap_or_default();
            replaced(text, Span::new(at, at), piece.as_bytes())
        }
        12 => {
            let Some(&(_, token)) = random.pick(&inside) else { return text.to_vec() };
            replaced(text, token, b"")
        }
        13 => {
            // Outside of functions.
            let declaration = random.pick(&DECLARATIONS).copied().unwrap_or_default();
            let at = random.pick(&bodies).map_or(text.len() as u32, |body| body.end);
            replaced(text, Span::new(at, at), format!("\n\n{declaration}").as_bytes())
        }
        14 => {
            // A function is gone, or empty.
            let empty = if random.below(2) == 0 { "" } else { "{}" };
            replaced(text, body, empty.as_bytes())
        }
        _ => mutate::program(
            &Corpus::of(vec![text.to_vec(), random.pick(&corpus.programs).cloned().unwrap_or_default()]),
            random,
        ),
    }
}
