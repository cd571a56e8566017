// Command mutate breaks Go files by one token each: it deletes a token, or
// writes it twice.
//
// Standard input names packages, one per line: import path, directory and
// files, separated by tabs. The packages take turns, in an order that the seed
// chooses; so do the kinds of damage. The damaged file number N is DIR/N/NAME.
// Standard output has one line of JSON for each:
//
//	{"package": "fmt", "file": "/go/src/fmt/print.go", "mutant": "DIR/0/print.go",
//	 "kind": "delete", "token": "func", "line": 12}
//
// The same seed makes the same files of the same packages.
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"go/scanner"
	"go/token"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

type pkg struct {
	path, dir string
	files     []string
}

type mutant struct {
	Package string `json:"package"`
	File    string `json:"file"`
	Mutant  string `json:"mutant"`
	Kind    string `json:"kind"`
	Token   string `json:"token"`
	Line    int    `json:"line"`
}

// A span is a token that stands in the source: its bytes from start to end.
type span struct{ start, end int }

func main() {
	seed := flag.Uint64("seed", 1, "what the choices depend on")
	count := flag.Int("count", 300, "how many files to break")
	kinds := flag.String("kind", "delete,duplicate", "what to do to a token")
	dir := flag.String("dir", ".", "where to write the files")
	flag.Parse()
	if err := run(*seed, *count, strings.Split(*kinds, ","), *dir); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run(seed uint64, count int, kinds []string, dir string) error {
	for _, kind := range kinds {
		if kind != "delete" && kind != "duplicate" {
			return fmt.Errorf("there is no kind %q: delete or duplicate", kind)
		}
	}
	packages, err := read()
	if err != nil {
		return err
	}
	if len(packages) == 0 {
		return fmt.Errorf("standard input names no packages")
	}
	random := rand.New(rand.NewPCG(seed, 0))
	random.Shuffle(len(packages), func(i, j int) { packages[i], packages[j] = packages[j], packages[i] })
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for n := range count {
		p := packages[n%len(packages)]
		file := filepath.Join(p.dir, p.files[random.IntN(len(p.files))])
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		tokens := tokens(text)
		t := tokens[random.IntN(len(tokens))]
		m := mutant{
			Package: p.path,
			File:    file,
			Mutant:  filepath.Join(dir, strconv.Itoa(n), filepath.Base(file)),
			// Whole turns of the packages alternate too.
			Kind:  kinds[(n+n/len(packages))%len(kinds)],
			Token: string(text[t.start:t.end]),
			Line:  1 + strings.Count(string(text[:t.start]), "\n"),
		}
		broken := append([]byte{}, text[:t.start]...)
		if m.Kind == "duplicate" {
			broken = append(broken, m.Token+" "+m.Token...)
		}
		broken = append(broken, text[t.end:]...)
		if err := os.MkdirAll(filepath.Dir(m.Mutant), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(m.Mutant, broken, 0o666); err != nil {
			return err
		}
		if err := out.Encode(m); err != nil {
			return err
		}
	}
	return nil
}

func read() ([]pkg, error) {
	var packages []pkg
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		fields := strings.Split(in.Text(), "\t")
		if len(fields) < 3 {
			return nil, fmt.Errorf("not a package: %q", in.Text())
		}
		packages = append(packages, pkg{path: fields[0], dir: fields[1], files: fields[2:]})
	}
	return packages, in.Err()
}

// tokens returns the tokens of a file, but for comments and for semicolons
// that are not written. A package clause alone is two of them.
func tokens(text []byte) []span {
	var found []span
	file := token.NewFileSet().AddFile("", -1, len(text))
	var s scanner.Scanner
	s.Init(file, text, nil, 0)
	for {
		pos, tok, lit := s.Scan()
		if tok == token.EOF {
			return found
		}
		if tok == token.SEMICOLON && lit != ";" {
			continue
		}
		start := file.Offset(pos)
		end := start + len(tok.String())
		if lit != "" {
			end = start + len(lit)
		}
		if tok == token.STRING && text[start] == '`' {
			// The literal comes without carriage returns.
			end = start + 2 + strings.IndexByte(string(text[start+1:]), '`')
		}
		found = append(found, span{start, end})
	}
}
