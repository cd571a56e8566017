//! What is kept of an analysis, so that the next one need not do all of it.
//!
//! The report itself, with whose turn it was to say its lines; and the text, as
//! a list of functions. Everything is offsets, names and numbers: ids of the
//! analysis mean nothing any more.

use alloc::{string::String, vec::Vec};

use hashbrown::{HashMap, HashSet};
use rustc_hash::FxBuildHasher;

use super::Options;
use crate::{
    ast::{self, DeclKind, ExprKind},
    base::{FileId, Id, LineIndex, Pos, SourceFile, sort},
    inline::Exported,
    ir::{FuncId, Package},
    lexer::{Event, Lexer, Source, TokenKind},
    pack::Functions,
    report::{Findings, OwnedTurn, Place, Report, Whole, turns},
};

/// The last analysis without errors.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) files: Vec<SourceFile>,
    pub(super) options: Options,
    pub(super) decls: Vec<Decl>,
    pub(super) whole: Whole,
    /// What callers have to know of the functions.
    pub(super) functions: Functions,
    /// What importers may copy of what was imported.
    pub(super) exported: Exported,
    /// Whether nobody imports the package.
    pub(super) leaf: bool,
    /// Whether something is called after the number of inlined calls.
    pub(super) has_numbers: bool,
    /// The names of all that is declared in the package.
    pub(super) objects: HashSet<String, FxBuildHasher>,
    /// Who mentions whom, when it was asked for.
    pub(super) names: Option<Names>,
    /// What came out the last time that functions were analysed alone.
    pub(super) alone: Option<super::again::Known>,
    /// Functions that cannot be analysed alone.
    pub(super) unfit: Vec<usize>,
}

/// A function or method with a body.
#[derive(Clone, Debug)]
pub(super) struct Decl {
    /// The file, by its number.
    pub(super) file: usize,
    /// gc's position.
    pub(super) pos: u32,
    /// From the keyword to the end of the body.
    pub(super) start: u32,
    /// Where the braces of the body are.
    pub(super) open: u32,
    pub(super) close: u32,
    /// What it is called in the text.
    pub(super) name: String,
    /// What it is called elsewhere; `None` of one that has no code of its own.
    pub(super) full: Option<String>,
    is_method: bool,
    pub(super) is_generic: bool,
}

impl Decl {
    /// Whether it is a function of which there has to be one with a body.
    fn has_to_be(&self) -> bool {
        !self.is_method && matches!(&*self.name, "init" | "main")
    }

    /// Whether everything is the same without it, if nobody mentions it.
    pub(super) fn can_be_left_out(&self) -> bool {
        !self.is_method && !self.has_to_be()
    }
}

/// Which functions are mentioned where, by what they are called in the text.
#[derive(Debug)]
pub(super) struct Names {
    by_name: HashMap<String, Vec<usize>, FxBuildHasher>,
    /// By function: the functions that its body may mean.
    pub(super) mentions: Vec<Vec<usize>>,
    /// The same of what is not in the body of a function.
    pub(super) outside: Vec<usize>,
    /// Whether there are directives, which belong to what stands behind them.
    pub(super) has_directives: bool,
}

/// What of a function is analysed when others are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Part {
    /// Nothing: nobody mentions it.
    Nothing,
    /// What callers see.
    Head,
    /// All of it.
    Whole,
}

/// What is in the body of a function.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Body {
    /// The functions that it may mean, sorted.
    pub(super) mentions: Vec<usize>,
    /// The names of what is declared in the package, sorted.
    pub(super) objects: Vec<String>,
    /// Whether it declares types.
    pub(super) has_types: bool,
    /// Whether there are comments in it that may mean something.
    pub(super) has_comments: bool,
}

/// The functions of the package with bodies, in the order of the files.
pub(super) fn decls(
    trees: &[(FileId, &ast::File)],
    first: FileId,
    text: &dyn Fn(ast::ExprId, &ast::File) -> String,
) -> Vec<Decl> {
    let mut out = Vec::new();
    for &(id, tree) in trees {
        for &decl in &tree.decls {
            let node = tree.decl(decl);
            let DeclKind::Func { name, recv, tparams, body: Some(body), .. } = &node.kind else { continue };
            out.push(Decl {
                file: id.index() - first.index(),
                pos: node.pos,
                start: node.span.start.min(node.pos),
                open: body.pos,
                close: body.rbrace,
                name: text(*name, tree),
                full: None,
                is_method: recv.is_some(),
                is_generic: !tparams.is_empty(),
            });
        }
    }
    out
}

/// The declaration that `func` is, stands in, as a literal, or is made for.
pub(super) fn owner(package: &Package, decls: &[Decl], first: FileId, mut func: FuncId) -> Option<usize> {
    func = package.funcs[func].wraps.unwrap_or(func);
    while let Some(outer) = package.funcs[func].closure_parent {
        func = outer;
    }
    let root = &package.funcs[func];
    if root.obj.is_none() || root.imported || root.dupok || root.pkg.is_some() || !root.pos.is_known() {
        return None;
    }
    decl_at(decls, first, root.pos)
}

fn decl_at(decls: &[Decl], first: FileId, pos: Pos) -> Option<usize> {
    let file = pos.file.index().checked_sub(first.index())?;
    decls.binary_search_by_key(&(file, pos.offset), |decl| (decl.file, decl.pos)).ok()
}

/// Whose turn it was, by declarations.
pub(super) fn owned_turns(findings: &Findings<'_>, decls: &[Decl], first: FileId) -> Vec<OwnedTurn> {
    let package = &findings.lowered.package;
    let own = |turn: crate::report::Turn| OwnedTurn {
        stage: turn.stage,
        owner: turn.func.and_then(|func| owner(package, decls, first, func)),
        messages: turn.messages,
        explanations: turn.explanations,
    };
    turns(findings).into_iter().map(own).collect()
}

impl Kept {
    /// What is kept of an analysis without errors; nothing if there is
    /// something in it that functions alone do not have.
    pub(super) fn new(
        findings: &Findings<'_>,
        first: FileId,
        (files, options): (&[SourceFile], &Options),
        (report, behind): (&Report, Vec<Option<Place>>),
        (functions, exported): (&Functions, &Exported),
        leaf: bool,
    ) -> Option<Self> {
        let Findings { files: trees, interner, lowered, program, local, .. } = *findings;
        if trees.iter().any(|(_, tree)| !(tree.remarks.is_empty() && tree.linknames.is_empty()))
            || !report.line_directives.is_empty()
            || !lowered.remarks.is_empty()
            || options.picture.is_some()
        {
            return None;
        }
        let text = |name: ast::ExprId, tree: &ast::File| match tree.expr(name).kind {
            ExprKind::Name(symbol) => String::from(interner.text(symbol)),
            _ => String::new(),
        };
        let mut decls = decls(trees, first, &text);
        let package = &lowered.package;
        for &func in &package.order {
            let root = &package.funcs[func];
            if root.closure.is_none()
                && root.wraps.is_none()
                && let Some(decl) = owner(package, &decls, first, func)
            {
                decls[decl].full = Some(root.name.clone());
            }
        }
        for decl in &mut decls {
            // Methods of generic types have no code of their own either.
            decl.is_generic |= decl.full.is_none() && decl.name != "_";
        }
        let scope = program.types.scope(program.types.package(local).scope);
        Some(Self {
            files: files.to_vec(),
            options: options.clone(),
            whole: Whole { report: report.clone(), behind, turns: owned_turns(findings, &decls, first) },
            decls,
            functions: functions.clone(),
            exported: exported.clone(),
            leaf,
            has_numbers: package.order.iter().any(|&func| package.funcs[func].name.contains('#')),
            objects: scope.names.keys().map(|&name| String::from(interner.text(name))).collect(),
            names: None,
            alone: None,
            unfit: Vec::new(),
        })
    }
}

/// The bytes between the braces of a function, with them.
pub(super) fn body<'a>(files: &'a [SourceFile], decl: &Decl) -> &'a [u8] {
    files[decl.file].text.get(decl.open as usize..=decl.close as usize).unwrap_or_default()
}

impl Names {
    /// Reads `files`.
    pub(super) fn read(files: &[SourceFile], decls: &[Decl]) -> Self {
        let mut by_name: HashMap<String, Vec<usize>, FxBuildHasher> = HashMap::default();
        for (index, decl) in decls.iter().enumerate() {
            by_name.entry(decl.name.clone()).or_default().push(index);
        }
        let mut names = Self { by_name, mentions: Vec::new(), outside: Vec::new(), has_directives: false };
        for decl in decls {
            let mentions = names.body(body(files, decl), &HashSet::default()).mentions;
            names.mentions.push(mentions);
        }
        for (index, file) in files.iter().enumerate() {
            let mut from = 0;
            let mut ends: Vec<(usize, usize)> = (decls.iter().filter(|decl| decl.file == index))
                .map(|decl| (decl.start as usize, decl.close as usize + 1))
                .collect();
            ends.push((file.text.len(), file.text.len()));
            for (start, end) in ends {
                let between = file.text.get(from..start).unwrap_or_default();
                let between = names.body(between, &HashSet::default());
                names.outside.extend(between.mentions);
                names.has_directives |= between.has_comments;
                from = end;
            }
        }
        sort(&mut names.outside);
        names.outside.dedup();
        names
    }

    /// What is in `text`, of which `objects` are declared in the package.
    pub(super) fn body(&self, text: &[u8], objects: &HashSet<String, FxBuildHasher>) -> Body {
        let source = Source::new(text);
        let mut lexer = Lexer::new(&source);
        let mut body = Body::default();
        let mut last = TokenKind::Eof;
        loop {
            let token = lexer.next_token();
            body.has_comments |= lexer.events.iter().any(|event| !matches!(event, Event::Error { .. }));
            lexer.events.clear();
            match token.kind {
                TokenKind::Eof => break,
                TokenKind::Type => body.has_types |= last != TokenKind::Lparen,
                // A package is called main, too.
                TokenKind::Name if last != TokenKind::Package => {
                    body.mentions.extend(self.by_name.get(token.text).into_iter().flatten());
                    if let Some(name) = objects.get(token.text) {
                        body.objects.push(name.clone());
                    }
                }
                _ => {}
            }
            last = token.kind;
        }
        sort(&mut body.mentions);
        body.mentions.dedup();
        sort(&mut body.objects);
        body.objects.dedup();
        body
    }

    /// The functions that may mention one of `members`.
    pub(super) fn mentioning(&self, member: usize) -> impl Iterator<Item = usize> {
        (0..self.mentions.len()).filter(move |&index| self.mentions[index].binary_search(&member).is_ok())
    }

    /// Whether `member` may call itself by way of others.
    pub(super) fn is_in_cycle(&self, member: usize) -> bool {
        let mut seen = alloc::vec![false; self.mentions.len()];
        let mut todo: Vec<usize> = self.mentions[member].iter().copied().filter(|&other| other != member).collect();
        while let Some(next) = todo.pop() {
            if next == member {
                return true;
            }
            if !core::mem::replace(&mut seen[next], true) {
                todo.extend(&self.mentions[next]);
            }
        }
        false
    }
}

/// `files` without what is not wanted of functions.
pub(super) fn without_bodies(files: &[SourceFile], decls: &[Decl], parts: &[Part]) -> Vec<SourceFile> {
    let mut files = files.to_vec();
    for (decl, part) in decls.iter().zip(parts) {
        let (mut from, mut to) = (decl.open as usize, decl.close as usize + 1);
        match part {
            Part::Whole => continue,
            Part::Nothing => from = decl.start as usize,
            // They have to have bodies.
            Part::Head if decl.has_to_be() => (from, to) = (from + 1, to - 1),
            Part::Head => {}
        }
        for byte in files[decl.file].text.get_mut(from..to).unwrap_or_default() {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    files
}

/// The one place where two texts differ.
pub(super) struct Edit {
    pub(super) file: usize,
    /// Where what is the same before it ends.
    pub(super) start: u32,
    /// Where what is the same behind it begins, in the old text and the new one.
    pub(super) ends: [u32; 2],
}

/// Where `new` differs from `old`, if that is in one file; `None` if nowhere.
pub(super) fn difference(old: &[SourceFile], new: &[SourceFile]) -> Option<Edit> {
    let file = old.iter().zip(new).position(|(old, new)| old.text != new.text)?;
    let (old, new) = (&old[file].text, &new[file].text);
    let start = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let most = old.len().min(new.len()) - start;
    let behind = old.iter().rev().zip(new.iter().rev()).take(most).take_while(|(a, b)| a == b).count();
    Some(Edit { file, start: start as u32, ends: [(old.len() - behind) as u32, (new.len() - behind) as u32] })
}

/// The line index of each file.
pub(super) fn line_indices(files: &[SourceFile]) -> Vec<LineIndex> {
    files.iter().map(|file| LineIndex::new(&file.text)).collect()
}
