// Command unicodetables prints the Rust tables of the letters and decimal
// digits that Go accepts in identifiers, and of characters that are equal but
// for their case, as the unicode package of the Go release at hand knows them. Its output is
// analyzer-core/src/lexer/unicode_tables.rs:
//
//	go run xtask/go/unicodetables/main.go >analyzer-core/src/lexer/unicode_tables.rs
package main

import (
	"fmt"
	"unicode"
)

// An entry of the tables is one uint32: 21 bits for the first code point of a
// run and 11 bits for its length less one; longer runs are split.
const maxRun = 1 << 11

func runs(in func(rune) bool) (list []uint32) {
	first, length := rune(0), rune(0)
	emit := func() {
		if length > 0 {
			list = append(list, uint32(first)<<11|uint32(length-1))
		}
		length = 0
	}
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		if !in(r) {
			emit()
			continue
		}
		if length == 0 {
			first = r
		}
		if length++; length == maxRun {
			emit()
		}
	}
	emit()
	return list
}

// folds lists the characters that strings.EqualFold takes for a smaller one:
// runs of every character, or of every second one if bit 10 is set, that are
// equally far away from it, and how far.
func folds() (list, distances []uint32) {
	first, last, step, distance := rune(0), rune(0), rune(0), rune(0)
	emit := func() {
		if distance > 0 {
			entry := uint32(first)<<11 | uint32((last-first)/max(step, 1))
			if step == 2 {
				entry |= 1 << 10
			}
			list, distances = append(list, entry), append(distances, uint32(distance))
		}
	}
	for r := rune(0x80); r <= unicode.MaxRune; r++ {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		if least == r {
			continue
		}
		next := r - last
		if r-least == distance && (next == step || step == 0 && next <= 2) {
			last, step = r, next
			continue
		}
		emit()
		first, last, step, distance = r, r, 0, r-least
	}
	emit()
	return list, distances
}

func table(name, doc string, list []uint32) {
	fmt.Printf("\n/// %s\n#[rustfmt::skip]\npub(super) static %s: [u32; %d] = [\n", doc, name, len(list))
	for i, x := range list {
		if i%8 == 0 {
			fmt.Print("    ")
		}
		fmt.Printf("0x%08x,", x)
		if i%8 == 7 || i == len(list)-1 {
			fmt.Println()
		} else {
			fmt.Print(" ")
		}
	}
	fmt.Println("];")
}

func main() {
	fmt.Println("//! Letters and decimal digits outside ASCII, made by `xtask/go/unicodetables`")
	fmt.Printf("//! from Unicode %s: the first code point shifted left by 11, and the length of\n", unicode.Version)
	fmt.Println("//! the run less one.")
	fmt.Println(`#![allow(clippy::unreadable_literal, reason = "made by a program, for a program")]`)
	table("LETTERS", "Category L.", runs(unicode.IsLetter))
	table("DIGITS", "Category Nd.", runs(unicode.IsDigit))
	list, distances := folds()
	table("FOLDS", "Characters that are a smaller one in another case; every second one of a run if\n/// bit 10 is set.", list)
	table("FOLD_DISTANCES", "How much smaller that one is.", distances)
}
