// Packages that are broken by one token each: it is deleted, or written twice.
//
// Standard input names packages, one per line: import path, directory and
// files, separated by tabs. The packages take turns, in an order that the seed
// chooses; so do the kinds of damage. The damaged file number N is DIR/N/NAME.
// Standard output has one line of JSON for each:
//
//	{"package": "fmt", "file": "/go/src/fmt/print.go", "mutant": "DIR/0/print.go",
//	 "kind": "delete", "token": "func", "line": 12}

package main

import (
	"bufio"
	"fmt"
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

type brokenFile struct {
	Package string `json:"package"`
	File    string `json:"file"`
	Mutant  string `json:"mutant"`
	Kind    string `json:"kind"`
	Token   string `json:"token"`
	Line    int    `json:"line"`
}

func breakPackages(random *rand.Rand, count int, kinds []string, dir string, tell func(any) error) error {
	for _, kind := range kinds {
		if kind != "delete" && kind != "duplicate" {
			return fmt.Errorf("there is no kind %q: delete or duplicate", kind)
		}
	}
	packages, err := readPackages()
	if err != nil {
		return err
	}
	if len(packages) == 0 {
		return fmt.Errorf("standard input names no packages")
	}
	random.Shuffle(len(packages), func(i, j int) { packages[i], packages[j] = packages[j], packages[i] })
	for n := range count {
		p := packages[n%len(packages)]
		file := filepath.Join(p.dir, p.files[random.IntN(len(p.files))])
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		tokens := tokens(text)
		t := tokens[random.IntN(len(tokens))]
		m := brokenFile{
			Package: p.path,
			File:    file,
			Mutant:  filepath.Join(dir, strconv.Itoa(n), filepath.Base(file)),
			// Whole turns of the packages alternate too.
			Kind:  kinds[(n+n/len(packages))%len(kinds)],
			Token: t.source(text),
			Line:  1 + strings.Count(string(text[:t.start]), "\n"),
		}
		broken := append([]byte{}, text[:t.start]...)
		if m.Kind == "duplicate" {
			broken = append(broken, m.Token+" "+m.Token...)
		}
		broken = append(broken, text[t.end:]...)
		if err := write(m.Mutant, broken); err != nil {
			return err
		}
		if err := tell(m); err != nil {
			return err
		}
	}
	return nil
}

func readPackages() ([]pkg, error) {
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
