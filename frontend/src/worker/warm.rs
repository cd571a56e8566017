//! A program that nobody asked for.
//!
//! Browsers compile a function of a wasm when it is first called, and that
//! takes about as long as everything else that a first analysis does. A worker
//! that has just started therefore analyses this program, while the editor is
//! on its way, or packs of the standard library are. It has a bit of everything
//! that programs have, and imports a package in the form of a pack, because
//! reading packs is what the first program of a visit spends its time with.
//! What comes out is dropped.

use std::rc::Rc;

use analyzer_core::{
    Options, Release, Session,
    base::SourceFile,
    build::{Loader, PackageSource, Resolved},
    pack::{FunctionTable, split_all},
    report::Report,
};

const PROGRAM: &str = r#"package main

import "w"

type shape interface{ area() float64 }

type box struct {
	name string
	w, h float64
}

func (b *box) area() float64 { return b.w * b.h }

type list[T any] struct {
	items []T
	next  *list[T]
}

func (l *list[T]) push(x T) { l.items = append(l.items, x) }

func new2(n int) (*box, error) {
	if n < 0 || n > 1<<10 {
		return nil, w.New("out of range")
	}
	b := box{name: "b", w: float64(n), h: 2}
	return &b, nil
}

func main() {
	l := &list[shape]{}
	seen := map[string]int{"a": 1}
	done := make(chan bool, 1)
	for i := range 3 {
		b, err := new2(i)
		if err != nil {
			w.Println(err.Error(), i)
			continue
		}
		l.push(b)
		seen[b.name+"x"]++
		defer func() { w.Println(b.w, len(l.items)) }()
	}
	go func() { done <- true }()
	var s shape = l.items[0]
	switch x := s.(type) {
	case *box:
		w.Println(x.name, &x, []byte(x.name), seen, <-done)
	}
	w.Out.Println("a", 1)
}
"#;

/// A package in pieces, as the packs of the standard library are.
const PACK: &str = "\u{1e}package w\n\u{1e}2
func New(s string) error { return &text{s} }
\u{1e}1
type text struct{ s string }
\u{1e}1
func (t *text) Error() string { return t.s }
\u{1e}1
type Writer interface { Write(p []byte) (n int, err error) }
\u{1e}1
type File struct { name string; fd int }
\u{1e}1
func (f *File) Write(b []byte) (n int, err error)
\u{1e}1
func (f *File) Println(a ...any) (n int, err error) { return Fprintln(f, a...) }
\u{1e}1
var Out = &File{\"out\", max}
\u{1e}c1
\tmax = 1 << 3
\u{1e}1
func Fprintln(w Writer, a ...any) (n int, err error)
\u{1e}1
func Println(a ...any) (n int, err error) { return Fprintln(Out, a...) }
";

/// What is known of its functions.
const FUNCTIONS: &str = "60 ,, (*File).Println
- ,, (*File).Write
4 , (*text).Error
- ,, Fprintln
6 , New
60 , Println
";

struct Pack;

impl Loader for Pack {
    fn resolve(&mut self, path: &str, _: &str) -> Resolved {
        Resolved::Package(path.to_owned())
    }

    fn name(&mut self, path: &str) -> Option<String> {
        Some(path.to_owned())
    }

    fn load(&mut self, _: &str) -> Option<PackageSource> {
        let files = vec![SourceFile { name: "w.go".into(), text: PACK.into() }];
        Some(PackageSource {
            pieces: Some(split_all(&files)),
            files,
            functions: Some(Rc::new(FunctionTable::from_text(FUNCTIONS.into()))),
            exported: Some(Rc::default()),
            ..PackageSource::default()
        })
    }
}

/// Analyses the program.
pub(super) fn up(release: Release) -> Report {
    let file = SourceFile { name: "main.go".into(), text: PROGRAM.into() };
    Session::new(release).analyze_with(&[file], &Options::default(), &mut Pack)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A program with errors would not get far.
    #[test]
    fn it_goes_all_the_way() {
        let report = up(Release::default());
        assert_eq!(report.errors, []);
        let said: Vec<&str> = report.messages.iter().map(|message| message.text.as_str()).collect();
        let said = said.join("\n");
        for part in ["inlining call to w.Println", "moved to heap: b", "inlining call to new2"] {
            assert!(said.contains(part), "{part}: {said}");
        }
    }
}
