//! Which functions assembly files define and mention.
//!
//! gc makes a wrapper for a function that is called with another calling
//! convention than its own, and explains it like any other. Which functions
//! those are, the go command finds out before it compiles: `asm -gensymabis`
//! reads the assembly files and lists the symbols of `TEXT` lines, and those
//! that operands mention.
//!
//! Mirrors `cmd/asm/internal/lex` (`#include`, `#ifdef`, macros) and
//! `Parser.symDefRef` of `cmd/asm/internal/asm`. Instructions need not be
//! known for it. Deliberate differences: what is wrong with a file ends the
//! reading of it without a word, since that is not about Go; an included file
//! that is not there counts as empty, since most of them define flags; and
//! registers have no list here, since none is followed by `(SB)`.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
    rc::Rc,
};

use analyzer_core::{AssemblySymbol, Release, build::Platform};

use crate::package::Package;

/// Packages whose assembly may name a calling convention: `allowAsmABIPkgs` of
/// `cmd/internal/objabi`.
const CHOOSES_ABI: &[&str] = &[
    "runtime",
    "reflect",
    "syscall",
    "internal/bytealg",
    "internal/chacha8rand",
    "internal/runtime/syscall/linux",
    "internal/runtime/syscall/windows",
    "internal/runtime/startlinetest",
    "internal/runtime/maps",
];

/// Macros that no file needs to nest deeper, and files.
const MAX_DEPTH: usize = 100;
/// A file does not come to more tokens than this.
const MAX_TOKENS: usize = 4 << 20;

/// The symbols in the assembly files of `package`; some of what they include is
/// in `goroot`.
pub(crate) fn of(package: &Package, goroot: Option<&Path>, release: Release) -> Vec<AssemblySymbol> {
    if package.complete {
        return Vec::new();
    }
    let platform = Platform::new(release);
    let std = package.std.then_some(&*package.path);
    let reading = Reading { dir: &package.dir, goroot, std, platform };
    let entries = fs::read_dir(&package.dir).into_iter().flatten().flatten();
    let mut names: Vec<String> = entries.filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.retain(|name| name.strip_suffix(".s").is_some());
    names.sort();
    let mut symbols = Vec::new();
    for name in names {
        if let Ok(text) = fs::read(package.dir.join(&name))
            && platform.takes_assembly(&name, &text)
        {
            symbols.extend(reading.symbols(&text));
        }
    }
    symbols
}

/// Where the files are, and what else decides how they are read.
struct Reading<'a> {
    /// The package's directory.
    dir: &'a Path,
    /// Where `textflag.h` is.
    goroot: Option<&'a Path>,
    /// The package's path if it is one of the standard library.
    std: Option<&'a str>,
    platform: Platform,
}

impl Reading<'_> {
    /// The symbols of the assembly in `text`.
    fn symbols(&self, text: &[u8]) -> Vec<AssemblySymbol> {
        let chooses_abi = self.std.is_some_and(|path| CHOOSES_ABI.contains(&path));
        let mut macros: HashMap<String, Rc<Macro>> = HashMap::new();
        let names = ["GOOS_linux", "GOARCH_amd64", "GOAMD64_v1"].map(String::from).into_iter();
        let experiments = self.platform.experiments().iter().filter(|_| chooses_abi);
        for name in names.chain(experiments.map(|name| format!("GOEXPERIMENT_{name}"))) {
            macros.insert(name, Rc::new(Macro { args: None, tokens: vec![Token::Number] }));
        }
        let text = String::from_utf8_lossy(text);
        let mut input = Input {
            reading: self,
            stack: vec![Source { tokens: scan(&text), at: 0 }],
            macros,
            enabled: Vec::new(),
            line_start: true,
            put_back: None,
            taken: 0,
        };
        let mut found = Vec::new();
        while let Some((word, operands)) = input.line() {
            note(&word, &operands, chooses_abi, &mut found);
        }
        found
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Token {
    /// An identifier, and whether it stands right in front of what follows.
    Name(String, bool),
    /// The name of a macro that is not called.
    Plain(String),
    Number,
    Text(String),
    Char(char),
    Newline,
}

#[derive(Debug)]
struct Macro {
    args: Option<Vec<String>>,
    tokens: Vec<Token>,
}

/// A file, or what a macro stands for.
struct Source {
    tokens: Vec<Token>,
    at: usize,
}

/// The tokens of `text`, without comments.
fn scan(text: &str) -> Vec<Token> {
    let is_name = |c: char| c.is_alphabetic() || matches!(c, '_' | '\u{b7}' | '\u{2215}');
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '\n' => {
                tokens.push(Token::Newline);
                1
            }
            ' ' | '\t' | '\r' => 1,
            '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            '/' if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' | '\'' => {
                let end = quoted(rest, c);
                tokens.push(Token::Text(rest[1..end.max(2) - 1].to_owned()));
                end
            }
            _ if is_name(c) => {
                let end = rest.find(|c: char| !is_name(c) && !c.is_numeric()).unwrap_or(rest.len());
                // As symbols are called.
                let name = rest[..end].replace('\u{b7}', ".").replace('\u{2215}', "/");
                tokens.push(Token::Name(name, rest[end..].starts_with('(')));
                end
            }
            _ if c.is_ascii_digit() => {
                tokens.push(Token::Number);
                rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '.' && c != '_').unwrap_or(rest.len())
            }
            _ => {
                tokens.push(Token::Char(c));
                c.len_utf8()
            }
        };
        rest = &rest[length..];
    }
    // A file ends like a line.
    tokens.push(Token::Newline);
    tokens
}

/// Where the literal ends that `text` begins with.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '\n' => return at,
            _ if c == quote => return at + 1,
            _ => {}
        }
    }
    text.len()
}

struct Input<'a> {
    reading: &'a Reading<'a>,
    stack: Vec<Source>,
    macros: HashMap<String, Rc<Macro>>,
    /// For each `#ifdef`, whether what follows counts.
    enabled: Vec<bool>,
    line_start: bool,
    put_back: Option<Token>,
    taken: usize,
}

impl Input<'_> {
    /// The next token of the files as they are written.
    fn raw(&mut self) -> Option<Token> {
        self.taken += 1;
        if self.taken > MAX_TOKENS {
            return None;
        }
        loop {
            let source = self.stack.last_mut()?;
            if let Some(token) = source.tokens.get(source.at) {
                source.at += 1;
                return Some(token.clone());
            }
            self.stack.pop();
        }
    }

    fn push(&mut self, tokens: Vec<Token>) -> Option<()> {
        if self.stack.len() > MAX_DEPTH {
            return None;
        }
        self.stack.push(Source { tokens, at: 0 });
        Some(())
    }

    /// The next token when macros have been replaced; `None` at the end, and
    /// where nothing more can be understood.
    fn next(&mut self) -> Option<Token> {
        if let Some(token) = self.put_back.take() {
            return Some(token);
        }
        loop {
            match self.raw()? {
                Token::Char('#') if self.line_start => self.line_start = self.directive()?,
                Token::Name(name, _) if self.macros.contains_key(&name) => {
                    let found = Rc::clone(&self.macros[&name]);
                    self.call(&name, &found)?;
                }
                token => {
                    self.line_start = token == Token::Newline;
                    if self.enabled.last().copied().unwrap_or(true) {
                        return Some(token);
                    }
                }
            }
        }
    }

    /// Reads what follows a `#`; the result is whether a line begins then.
    fn directive(&mut self) -> Option<bool> {
        let Token::Name(word, _) = self.raw()? else { return None };
        let enabled = self.enabled.last().copied().unwrap_or(true);
        match &*word {
            "ifdef" | "ifndef" => {
                let Token::Name(name, _) = self.raw()? else { return None };
                let defined = self.macros.contains_key(&name);
                self.enabled.push(enabled && defined == (word == "ifdef"));
                self.end_of_line()?;
            }
            "else" => {
                self.end_of_line()?;
                let outer = self.enabled.len().checked_sub(2).is_none_or(|outer| self.enabled[outer]);
                let last = self.enabled.last_mut()?;
                *last = outer && !*last;
            }
            "endif" => {
                self.end_of_line()?;
                self.enabled.pop()?;
            }
            "line" => while self.raw()? != Token::Newline {},
            _ if !enabled => return Some(false),
            "define" => self.define()?,
            "undef" => {
                let Token::Name(name, _) = self.raw()? else { return None };
                self.macros.remove(&name)?;
            }
            "include" => {
                let Token::Text(name) = self.raw()? else { return None };
                self.end_of_line()?;
                let text = self.included(&name);
                self.push(scan(&text))?;
            }
            _ => return None,
        }
        Some(true)
    }

    fn end_of_line(&mut self) -> Option<()> {
        (self.raw()? == Token::Newline).then_some(())
    }

    fn define(&mut self) -> Option<()> {
        let Token::Name(name, with_args) = self.raw()? else { return None };
        let mut token = self.raw()?;
        let mut args = None;
        if with_args {
            let mut names = Vec::new();
            loop {
                match self.raw()? {
                    Token::Name(arg, _) => names.push(arg),
                    Token::Char(',') => {}
                    Token::Char(')') => break,
                    _ => return None,
                }
            }
            args = Some(names);
            token = self.raw()?;
        }
        let mut tokens = Vec::new();
        while token != Token::Newline {
            if token == Token::Char('\\') {
                token = self.raw()?;
            }
            tokens.push(token);
            token = self.raw()?;
        }
        self.macros.insert(name, Rc::new(Macro { args, tokens }));
        Some(())
    }

    /// Puts what a macro stands for in front of what is read next.
    fn call(&mut self, name: &str, found: &Macro) -> Option<()> {
        let Some(names) = &found.args else { return self.push(found.tokens.clone()) };
        let token = self.raw()?;
        if token != Token::Char('(') {
            self.put_back = Some(token);
            return self.push(vec![Token::Plain(name.to_owned())]);
        }
        let mut values: Vec<Vec<Token>> = vec![Vec::new()];
        let mut nesting = 0;
        loop {
            let token = self.raw()?;
            match token {
                Token::Newline => return None,
                Token::Char(')') if nesting == 0 => break,
                Token::Char(',') if nesting == 0 => {
                    values.push(Vec::new());
                    continue;
                }
                Token::Char('(') => nesting += 1,
                Token::Char(')') => nesting -= 1,
                _ => {}
            }
            values.last_mut()?.push(token);
        }
        if names.is_empty() && values == [Vec::new()] {
            values.clear();
        }
        if names.len() != values.len() {
            return None;
        }
        let mut tokens = Vec::new();
        for token in &found.tokens {
            let index = match token {
                Token::Name(name, _) => names.iter().position(|arg| arg == name),
                _ => None,
            };
            match index {
                // gc takes an empty value for none.
                Some(index) if !values[index].is_empty() => tokens.extend_from_slice(&values[index]),
                _ => tokens.push(token.clone()),
            }
        }
        self.push(tokens)
    }

    /// The text of an included file. The go command puts an empty `go_asm.h`
    /// beside the files, and those for the platform under general names.
    fn included(&self, name: &str) -> String {
        let Reading { dir, goroot, .. } = self.reading;
        let own = [("_GOOS_GOARCH", "_linux_amd64"), ("_GOARCH", "_amd64"), ("_GOOS", "_linux")];
        let mut places: Vec<PathBuf> = vec![dir.join(name)];
        places.extend(own.iter().map(|(general, this)| dir.join(name.replace(general, this))));
        places.extend(goroot.map(|goroot| goroot.join("pkg/include").join(name)));
        places
            .iter()
            .find_map(|path| fs::read(path).ok())
            .map_or_else(String::new, |bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The next instruction: its word and its operands.
    fn line(&mut self) -> Option<(String, Vec<Vec<Token>>)> {
        'next: loop {
            let word = loop {
                match self.next()? {
                    Token::Newline | Token::Char(';') => {}
                    Token::Name(word, _) | Token::Plain(word) => break word,
                    _ => return None,
                }
            };
            let mut operands: Vec<Vec<Token>> = vec![Vec::new()];
            let mut nesting = 0;
            loop {
                let token = self.next()?;
                let first = operands.len() == 1 && operands[0].is_empty();
                match token {
                    Token::Newline | Token::Char(';') => break,
                    Token::Char(':') if first => continue 'next,
                    // A suffix of the instruction.
                    Token::Char('.') if first => {
                        self.next()?;
                        continue;
                    }
                    Token::Char(',' | ':') if nesting == 0 => {
                        operands.push(Vec::new());
                        continue;
                    }
                    Token::Char('(' | '[') => nesting += 1,
                    Token::Char(')' | ']') => nesting -= 1,
                    _ => {}
                }
                operands.last_mut()?.push(token);
            }
            return Some((word, operands));
        }
    }
}

/// Notes what an instruction defines and mentions.
fn note(word: &str, operands: &[Vec<Token>], chooses_abi: bool, found: &mut Vec<AssemblySymbol>) {
    let operands = match word {
        "TEXT" => operands.get(..1),
        "GLOBL" | "PCDATA" => None,
        "DATA" | "FUNCDATA" => operands.get(1..),
        _ => Some(operands),
    };
    for operand in operands.unwrap_or_default() {
        if let Some((name, internal)) = symbol(operand, chooses_abi) {
            found.push(AssemblySymbol { name, internal, defined: word == "TEXT" });
        }
    }
}

/// `[$|*]name[<abi>][+n](SB)`: the name, and whether the convention is Go's own.
fn symbol(operand: &[Token], chooses_abi: bool) -> Option<(String, bool)> {
    let rest = match operand {
        [Token::Char('$' | '*'), rest @ ..] => rest,
        _ => operand,
    };
    let [Token::Name(name, _) | Token::Plain(name), rest @ ..] = rest else { return None };
    let mut internal = false;
    let rest = match rest {
        [Token::Char('<'), Token::Name(abi, _), Token::Char('>'), rest @ ..] => {
            internal = chooses_abi && abi == "ABIInternal";
            rest
        }
        _ => rest,
    };
    let rest = match rest {
        [Token::Char('+'), Token::Number, rest @ ..] => rest,
        _ => rest,
    };
    let [Token::Char('('), Token::Name(base, _), Token::Char(')')] = rest else { return None };
    (base == "SB").then(|| (name.clone(), internal))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn symbols(std: Option<&str>, text: &str) -> Vec<String> {
        let reading = Reading { dir: Path::new("/nowhere"), goroot: None, std, platform: Platform::default() };
        let shown = |symbol: AssemblySymbol| {
            let verb = if symbol.defined { "def" } else { "ref" };
            format!("{verb} {} {}", symbol.name, if symbol.internal { "ABIInternal" } else { "ABI0" })
        };
        reading.symbols(text.as_bytes()).into_iter().map(shown).collect()
    }

    #[test]
    fn text_defines_and_operands_mention() {
        let text = "// words\n#include \"textflag.h\"\n\nTEXT ·add(SB), NOSPLIT, $0-24\n\tMOVQ a+0(FP), AX\n\
            loop:\tCALL runtime∕debug·f(SB); JMP loop\n\tLEAQ ·table+8(SB), BX\n\tMOVQ $local<>(SB), CX\n\
            GLOBL ·table(SB), 8, $16\nDATA ·table+0(SB)/8, $·g(SB)\n\tRET\n";
        assert_eq!(
            symbols(None, text),
            ["def .add ABI0", "ref runtime/debug.f ABI0", "ref .table ABI0", "ref .g ABI0"]
        );
    }

    #[test]
    fn some_packages_choose_the_convention() {
        let text = "TEXT ·f<ABIInternal>(SB),4,$0-0\n\tCALL ·g<ABI0>(SB)\n";
        assert_eq!(symbols(Some("runtime"), text), ["def .f ABIInternal", "ref .g ABI0"]);
        assert_eq!(symbols(None, text), ["def .f ABI0", "ref .g ABI0"]);
    }

    #[test]
    fn macros_and_conditions() {
        let text = "#define CALLS(f, g) \\\n\tCALL f(SB) \\\n\t; CALL g(SB)\n#define NAME ·x\n#ifdef GOARCH_amd64\n\
            TEXT NAME(SB), $0\n\tCALLS(·a, ·b)\n#else\nTEXT ·other(SB), $0\n#ifdef NAME\nTEXT ·more(SB), $0\n#endif\n#endif\n\
            #ifndef GOOS_linux\nTEXT ·none(SB), $0\n#endif\n#undef NAME\nTEXT ·last(SB), $0\n";
        assert_eq!(symbols(None, text), ["def .x ABI0", "ref .a ABI0", "ref .b ABI0", "def .last ABI0"]);
    }

    #[test]
    fn anything_has_an_end() {
        for text in
            ["#define A A\nA A", "#define A(x) A(x) A(x)\nA(1)", "#else\n", "TEXT", "\"", "/*", "#define", "'\\"]
        {
            symbols(None, text);
        }
    }
}
