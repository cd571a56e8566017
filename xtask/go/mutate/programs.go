// Programs that are changed so that they mean something else, and mostly stay
// programs.
//
// Standard input names Go files, one per line; those that are no programs by
// themselves are left out. They take turns; each mutant is a package of its own
// in the module in DIR, DIR/mN/NAME, with some changes at places that the seed
// chooses: those of changes.go, and tokens that are replaced by another one of
// the file, swapped with the next one, deleted or doubled.
//
// What is no program any more is kept for one mutant in -broken, else it is
// tried again elsewhere. Standard output has one line of JSON for each:
//
//	{"package": "m7", "file": "/x/print.go", "changes": ["12: wrap any"]}

package main

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

type changedFile struct {
	Package string   `json:"package"`
	File    string   `json:"file"`
	Changes []string `json:"changes"`
}

// tries is how often a mutant that is no program is begun anew.
const tries = 20

func changePrograms(random *rand.Rand, count, broken int, dir string, tell func(any) error) error {
	var files []string
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		files = append(files, in.Text())
	}
	if err := in.Err(); err != nil {
		return err
	}
	checker := &checker{importer: importer.ForCompiler(token.NewFileSet(), "source", nil)}
	files = slices.DeleteFunc(files, func(file string) bool {
		text, err := os.ReadFile(file)
		return err != nil || checker.check(text) == nil
	})
	if len(files) == 0 {
		return fmt.Errorf("standard input names no file that is a program by itself")
	}
	random.Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	for n := range count {
		file := files[n%len(files)]
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		mayBreak := random.IntN(broken) == 0
		var changed []byte
		var changes []string
		for range tries {
			changed, changes = mutate(random, checker, text, mayBreak)
			if mayBreak && slices.Equal(imports(changed), imports(text)) || checker.check(changed) != nil {
				break
			}
		}
		m := changedFile{Package: fmt.Sprintf("m%d", n), File: file, Changes: changes}
		if err := write(filepath.Join(dir, m.Package, filepath.Base(file)), changed); err != nil {
			return err
		}
		if err := tell(m); err != nil {
			return err
		}
	}
	return nil
}

// imports are what a file imports: the go command looks for that before
// anything is compiled.
func imports(text []byte) []string {
	file, _ := parser.ParseFile(token.NewFileSet(), "p.go", text, parser.ImportsOnly)
	if file == nil {
		return nil
	}
	var paths []string
	for _, spec := range file.Imports {
		paths = append(paths, spec.Path.Value)
	}
	return paths
}

// mutate makes one to four changes, one after the other.
func mutate(random *rand.Rand, checker *checker, text []byte, mayBreak bool) ([]byte, []string) {
	var changes []string
	wanted := 1 + random.IntN(4)
	for range tries {
		if len(changes) == wanted {
			break
		}
		var edit *edit
		if mayBreak && random.IntN(2) == 0 {
			edit = damage(random, text)
		} else if p := checker.check(text); p != nil {
			edit = p.change(random)
		}
		if edit == nil {
			continue
		}
		line := 1 + strings.Count(string(text[:edit.at()]), "\n")
		text = edit.apply(text)
		changes = append(changes, fmt.Sprintf("%d: %s", line, edit.what))
	}
	return text, changes
}

// An edit replaces spans of a text, which are in order and do not overlap.
type edit struct {
	what  string
	parts []part
}

type part struct {
	start, end int
	text       string
}

func (e *edit) at() int { return e.parts[0].start }

func (e *edit) apply(text []byte) []byte {
	var out []byte
	at := 0
	for _, p := range e.parts {
		out = append(out, text[at:p.start]...)
		out = append(out, p.text...)
		at = p.end
	}
	return append(out, text[at:]...)
}

// A program is a file without errors.
type program struct {
	text []byte
	fset *token.FileSet
	file *ast.File
	pkg  *types.Package
	info *types.Info
}

type checker struct{ importer types.Importer }

// check returns nil for what is no program.
func (c *checker) check(text []byte) *program {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	info := &types.Info{
		Types: make(map[ast.Expr]types.TypeAndValue),
		Defs:  make(map[*ast.Ident]types.Object),
		Uses:  make(map[*ast.Ident]types.Object),
	}
	config := types.Config{Importer: c.importer, GoVersion: "go1.27"}
	pkg, err := config.Check("p", fset, []*ast.File{file}, info)
	if err != nil {
		return nil
	}
	return &program{text, fset, file, pkg, info}
}

func (p *program) offset(pos token.Pos) int { return p.fset.Position(pos).Offset }

func (p *program) source(n ast.Node) string {
	return string(p.text[p.offset(n.Pos()):p.offset(n.End())])
}

// basic are types that take each other's place.
var basic = []string{
	"int", "string", "bool", "byte", "rune", "int64", "uint8", "float64", "complex128", "error", "any", "uintptr",
	"*int", "[]int", "[2]int", "map[string]int", "chan int", "<-chan int", "func()", "struct{}", "interface{ M() }",
	"nil", "true", "iota", "_", "len", "make", "new", "append", "x", "0", "1.5", "1 << 70", "'a'", `"s"`, "-1", "...",
}

// damage replaces a token.
func damage(random *rand.Rand, text []byte) *edit {
	all := tokens(text)
	if len(all) < 2 {
		return nil
	}
	i := random.IntN(len(all) - 1)
	t := all[i]
	source := func(p piece) string { return p.source(text) }
	replace := func(what, by string) *edit {
		return &edit{what + " " + source(t), []part{{t.start, t.end, by}}}
	}
	switch random.IntN(7) {
	case 0:
		return replace("delete", "")
	case 1:
		return replace("double", source(t)+" "+source(t))
	case 2:
		next := all[i+1]
		return &edit{"swap " + source(t), []part{{t.start, t.end, source(next)}, {next.start, next.end, source(t)}}}
	case 3:
		return replace("basic", pick(random, basic))
	default:
		// By one of its kind.
		var kin []piece
		for _, other := range all {
			same := other.tok == t.tok || other.tok.IsOperator() && t.tok.IsOperator() ||
				other.tok.IsKeyword() && t.tok.IsKeyword()
			if same && source(other) != source(t) {
				kin = append(kin, other)
			}
		}
		if len(kin) == 0 {
			return nil
		}
		by := source(pick(random, kin))
		return replace("to "+by, by)
	}
}
