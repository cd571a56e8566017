//! One-line checks: the text, its tokens and what the lexer says about it.

use alloc::{format, string::String, vec::Vec};

use super::*;

/// Tokens as `kind@start`, names and literals with their text; then the
/// events as `offset: message`.
fn lex(bytes: &[u8]) -> (String, Vec<String>) {
    let source = Source::new(bytes);
    let mut lexer = Lexer::new(&source);
    let mut tokens = Vec::new();
    let mut last = 0;
    loop {
        let token = lexer.next_token();
        assert!(token.span.start >= last && token.span.end as usize <= bytes.len());
        last = token.span.start;
        let text = match token.kind {
            TokenKind::Name | TokenKind::Literal(_) => token.text,
            TokenKind::AssignOp(op) => op.text(),
            kind => kind.text(),
        };
        if token.kind == TokenKind::Eof {
            break;
        }
        tokens.push(format!("{text}@{last}"));
    }
    let events = lexer.events.iter().map(|event| match event {
        Event::Error { span, message, .. } => format!("{}: {message}", span.start),
        Event::Directive { span, blank, at_line_start, .. } => {
            format!("{}..{} blank={blank} start={at_line_start}", span.start, span.end)
        }
        Event::Remark { span, blank, .. } => format!("{}..{} remark blank={blank}", span.start, span.end),
    });
    (tokens.join(" "), events.collect())
}

#[track_caller]
fn check(text: &str, tokens: &str, events: &[&str]) {
    let (got, said) = lex(text.as_bytes());
    assert_eq!((got.as_str(), said.iter().map(String::as_str).collect::<Vec<_>>()), (tokens, events.to_vec()));
}

#[test]
fn semicolons_follow_what_may_end_a_statement() {
    check("a\n\n  b", "a@0 newline@1 b@5 EOF@6", &[]);
    check("a // c\n", "a@0 newline@6", &[]);
    check("a /* b\n */ c", "a@0 newline@2 c@11 EOF@12", &[]);
    check("a /* b */ c;", "a@0 c@10 semicolon@11", &[]);
    check(
        "x++\n)\n]\n}\nreturn\nif\n+\n",
        "x@0 ++@1 newline@3 )@4 newline@5 ]@6 newline@7 }@8 newline@9 return@10 newline@16 if@17 +@20",
        &[],
    );
}

#[test]
fn operators_take_the_longest_match() {
    check("a&^=b", "a@0 &^@1 b@4 EOF@5", &[]);
    check("<-<<=<<<= ... .. .", "<-@0 <<@2 <<@5 <=@7 ...@10 .@14 .@15 .@17", &[]);
    check("a.b.0", "a@0 .@1 b@2 .0@3 EOF@5", &[]);
}

#[test]
fn numbers() {
    for ok in [
        "0",
        "42",
        "1_000",
        "0b101",
        "0o17",
        "017",
        "0x1F",
        "0x_1F",
        "1.",
        ".5",
        "1.5e-3",
        "0x1p-2",
        "0x.8P+1",
        "1i",
        "08i",
        "08.5",
        "0e1",
        "0b1i",
        "1_0.5_0e1_0",
    ] {
        check(ok, &format!("{ok}@0 EOF@{}", ok.len()), &[]);
    }
    check("0x1e+2", "0x1e@0 +@4 2@5 EOF@6", &[]);
    for (text, error) in [
        ("0b12", "3: invalid digit '2' in binary literal"),
        ("089", "1: invalid digit '8' in octal literal"),
        ("0o8", "2: invalid digit '8' in octal literal"),
        ("0x", "2: hexadecimal literal has no digits"),
        ("0b", "2: binary literal has no digits"),
        ("0b1.0", "3: invalid radix point in binary literal"),
        ("0x1.5", "5: hexadecimal mantissa requires a 'p' exponent"),
        ("1p5", "1: 'p' exponent requires hexadecimal mantissa"),
        ("0b1E5", "3: 'E' exponent requires decimal mantissa"),
        ("1e", "2: exponent has no digits"),
        ("1e+", "3: exponent has no digits"),
        ("1__0", "2: '_' must separate successive digits"),
        ("1_", "1: '_' must separate successive digits"),
        ("1_.5", "1: '_' must separate successive digits"),
        ("0x1_p3", "3: '_' must separate successive digits"),
    ] {
        check(text, &format!("{text}@0 EOF@{}", text.len()), &[error]);
    }
}

#[test]
fn strings_and_runes() {
    for ok in [r#""""#, r#""a\"b""#, r#""\x41\101é\U0001F600\n""#, "`a\n\\`", r"'a'", r"'\''", r"'中'", r"'\377'"] {
        check(ok, &format!("{ok}@0 EOF@{}", ok.len()), &[]);
    }
    for (text, error) in [
        (r#""abc"#, "0: string not terminated"),
        ("`abc\n", "0: string not terminated"),
        (r"''", "1: empty rune literal or unescaped '"),
        (r"'ab'", "0: more than one character in rune literal"),
        (r"'a", "0: rune literal not terminated"),
        (r#""\q""#, "2: unknown escape"),
        (r#""\xg0""#, "3: invalid character 'g' in hexadecimal escape"),
        (r#""\09""#, "3: invalid character '9' in octal escape"),
        (r#""\400""#, "5: octal escape value 256 > 255"),
        (r#""\ud800""#, "7: escape is invalid Unicode code point U+D800"),
        (r#""\U00110000""#, "11: escape is invalid Unicode code point U+110000"),
    ] {
        check(text, &format!("{text}@0 EOF@{}", text.len()), &[error]);
    }
    check("\"a\nb", "\"a@0 newline@2 b@3 EOF@4", &["2: newline in string"]);
    check("'a\nb", "'a@0 newline@2 b@3 EOF@4", &["2: newline in rune literal"]);
}

#[test]
fn names_outside_ascii() {
    check("héllo 中文 x٣", "héllo@0 中文@7 x٣@14 EOF@17", &[]);
    check("٣x", "٣x@0 EOF@3", &["0: identifier cannot begin with digit U+0663 '٣'"]);
    check("a😀b", "a😀b@0 EOF@6", &["1: invalid character U+1F600 '😀' in identifier"]);
    check("a # b", "a@0 b@4 EOF@5", &["2: invalid character U+0023 '#'"]);
    check("a \x01\n", "a@0 newline@3", &["2: invalid character U+0001"]);
}

#[test]
fn dropped_bytes_are_reported_where_they_are() {
    let (tokens, events) = lex(b"\xef\xbb\xbfa\0b +\xff= \xef\xbb\xbf\n");
    assert_eq!(tokens, "ab@3 +@7");
    assert_eq!(
        events,
        ["4: invalid NUL character", "8: invalid UTF-8 encoding", "11: invalid BOM in the middle of the file"]
    );
}

#[test]
fn comments_and_directives() {
    check("/* a", "", &["0: comment not terminated"]);
    check("a /* \n", "a@0 newline@2", &["2: comment not terminated"]);
    check("//go:noinline\n", "", &["0..13 blank=true start=true"]);
    check("\t//go:noinline", "", &["1..14 blank=true start=false"]);
    check("a //line x:1\n", "a@0 newline@12", &["2..12 blank=false start=false"]);
    check("/*line x:1*/ a", "a@13 EOF@14", &["0..12 blank=true start=true"]);
    check("// go:noinline\n/*go:x*/ //lines\n", "", &[]);
}
