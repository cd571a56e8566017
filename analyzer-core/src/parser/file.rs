//! The file as a whole, and lists and groups.

use super::{Parser, SEMI, recovery::Progress, token_text};
use crate::{
    ast::{DeclId, DeclKind, GroupId},
    lexer::TokenKind as T,
};

/// Keywords that begin a declaration of a package.
const DECLARATIONS: [T; 5] = [T::Import, T::Const, T::Type, T::Var, T::Func];

impl Parser<'_> {
    /// `SourceFile = PackageClause ";" { ImportDecl ";" } { TopLevelDecl ";" } .`
    pub(super) fn parse_source_file(&mut self) {
        self.tree.pos = self.pos();
        self.parse_package_clause();
        // What is behind a broken package clause may be anything.
        if self.tree.pkg_name.is_some() && self.errors.found == 0 {
            self.parse_declarations();
        }
        self.clear_pragma();
        self.tree.eof = self.pos();
        self.check_linknames();
    }

    /// `{ TopLevelDecl ";" }`, or the part of a group that may stand behind `keyword`.
    pub(super) fn parse_part(&mut self, keyword: Option<T>) {
        self.top = false;
        match keyword {
            Some(keyword) => {
                let decls = self.parse_grouped_decls(keyword, T::Eof);
                self.tree.decls = decls;
            }
            None => self.parse_declarations(),
        }
        self.clear_pragma();
        self.tree.eof = self.pos();
    }

    fn parse_package_clause(&mut self) {
        self.top = false;
        if !self.got(T::Package) {
            self.syntax_error("package statement must be first");
            return;
        }
        self.take_file_pragma();
        let name = self.parse_name();
        self.expect(SEMI);
        if self.errors.found == 0 {
            self.tree.pkg_name = Some(name);
        }
    }

    fn parse_declarations(&mut self) {
        let mut previous = T::Import;
        let mut turn = Progress::default();
        while !self.at(T::Eof) {
            self.progress(&mut turn);
            let keyword = self.kind();
            if keyword == T::Import && previous != T::Import {
                self.syntax_error("imports must appear before other declarations");
            }
            previous = keyword;
            match keyword {
                T::Import | T::Const | T::Type | T::Var => {
                    let start = self.pos();
                    self.next();
                    let decls = self.parse_group(start, keyword);
                    self.tree.decls.extend(decls);
                }
                T::Func => {
                    let start = self.pos();
                    self.next();
                    let decl = self.parse_func_decl(start);
                    self.tree.decls.push(decl);
                }
                _ => {
                    if keyword == T::Lbrace && self.last_is_bodiless_func() {
                        self.syntax_error("unexpected semicolon or newline before {");
                    } else {
                        self.syntax_error("non-declaration statement outside function body");
                    }
                    self.advance(&DECLARATIONS);
                    continue;
                }
            }
            // Before the semicolon is read: comments behind it belong to the
            // next declaration.
            self.clear_pragma();
            if !self.at(T::Eof) && !self.got(SEMI) {
                self.syntax_error("after top level declaration");
                self.advance(&DECLARATIONS);
            }
        }
    }

    fn last_is_bodiless_func(&self) -> bool {
        let last = self.tree.decls.last().map(|&id| &self.tree.decl_arena[id].kind);
        matches!(last, Some(DeclKind::Func { body: None, .. }))
    }

    /// One declaration or `"(" { declaration ";" } ")"`. The keyword, at
    /// `start`, has been read.
    pub(super) fn parse_group(&mut self, start: u32, keyword: T) -> alloc::vec::Vec<DeclId> {
        if !self.at(T::Lparen) {
            return alloc::vec![self.parse_grouped_decl(start, keyword, None)];
        }
        self.clear_pragma();
        self.next();
        self.parse_grouped_decls(keyword, T::Rparen)
    }

    /// `{ declaration ";" }` up to `close`.
    fn parse_grouped_decls(&mut self, keyword: T, close: T) -> alloc::vec::Vec<DeclId> {
        let group = Some(self.groups);
        self.groups += 1;
        let mut decls = alloc::vec::Vec::new();
        self.parse_list("grouped declaration", SEMI, close, |p| {
            let start = p.pos();
            decls.push(p.parse_grouped_decl(start, keyword, group));
            false
        });
        decls
    }

    fn parse_grouped_decl(&mut self, start: u32, keyword: T, group: GroupId) -> DeclId {
        match keyword {
            T::Import => self.parse_import_decl(start, group),
            T::Const => self.parse_const_decl(start, group),
            T::Type => self.parse_type_decl(start, group),
            _ => self.parse_var_decl(start, group),
        }
    }

    /// Elements with `separator` between them, and maybe behind the last, up
    /// to `close`, whose position is the result. No more elements are read
    /// once `element` returns true.
    pub(super) fn parse_list(
        &mut self,
        context: &str,
        separator: T,
        close: T,
        mut element: impl FnMut(&mut Self) -> bool,
    ) -> u32 {
        let mut done = false;
        let mut turn = Progress::default();
        while !self.at(T::Eof) && !self.at(close) && !done {
            self.progress(&mut turn);
            done = element(self);
            if !self.got(separator) && !self.at(close) {
                let (separator, end) = (token_text(separator), token_text(close));
                self.syntax_error(&alloc::format!("in {context}; possibly missing {separator} or {end}"));
                self.advance(&[T::Rparen, T::Rbrack, T::Rbrace]);
                if !self.at(close) {
                    self.made_up = self.made_up.max(self.pos());
                    return self.pos();
                }
            }
        }
        self.close(close)
    }
}
