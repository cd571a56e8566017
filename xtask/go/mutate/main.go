// Command mutate makes Go files that nobody has written of others: "packages"
// breaks files of packages by one token each (packages.go), "programs" changes
// files that are programs by themselves (programs.go). The same seed makes the
// same files of the same ones.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "mutate:", err)
		os.Exit(1)
	}
}

func run() error {
	if len(os.Args) < 2 {
		return fmt.Errorf("packages or programs?")
	}
	what := os.Args[1]
	flags := flag.NewFlagSet(what, flag.ExitOnError)
	seed := flags.Uint64("seed", 1, "what the choices depend on")
	count := flags.Int("count", 300, "how many files to make")
	dir := flags.String("dir", ".", "where to write them")
	kinds := flags.String("kind", "delete,duplicate", "packages: what to do to a token")
	broken := flags.Int("broken", 8, "programs: of so many one may be no program")
	if err := flags.Parse(os.Args[2:]); err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(*seed, 0))
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	switch what {
	case "packages":
		return breakPackages(random, *count, strings.Split(*kinds, ","), *dir, out.Encode)
	case "programs":
		return changePrograms(random, *count, *broken, *dir, out.Encode)
	}
	return fmt.Errorf("packages or programs, not %q", what)
}

func write(name string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		return err
	}
	return os.WriteFile(name, text, 0o666)
}
