// The commands that readers copy. Comments are in their language.

/** Asking the compiler about `file`, or a folder; `version` is the minor number of an older language version. */
export function compiler(say, version, file) {
  const what = file ?? ".";
  const flags = (all) => (version ? `'${all} -lang=go1.${version}'` : /\s/.test(all) ? `'${all}'` : all);
  return [
    ...(file ? ["go mod init example"] : []),
    `# ${say("commentMessages")}`,
    `go build -gcflags=${flags("-m")} ${what}`,
    `# ${say("commentWhy")}`,
    `go build -gcflags=${flags("-m=2")} ${what}`,
    `# ${say("commentNoInline")}`,
    `go build -gcflags=${flags("-m -l")} ${what}`,
    `# ${say("commentAll")}`,
    `go build -gcflags=${flags("-m")} ./...`,
  ].join("\n");
}

/** Two runs of a benchmark, and their difference. */
export function compare(say, name) {
  const run = (file) => `go test -run=NONE -bench='^${name}$' -count=10 . | tee ${file}`;
  return [
    `# ${say("commentOnce")}`,
    "go install golang.org/x/perf/cmd/benchstat@latest",
    run("old.txt"),
    `# ${say("commentChange")}`,
    run("new.txt"),
    "benchstat old.txt new.txt",
  ].join("\n");
}

/** The lines that allocate. */
export function profile(benchmark) {
  const { name, function: called } = benchmark ?? { name: ".", function: "main" };
  const pattern = benchmark ? `'^${name}$'` : ".";
  return [
    `go test -run=NONE -bench=${pattern} -memprofile=mem.out -memprofilerate=1 .`,
    "go tool pprof -sample_index=alloc_objects -top mem.out",
    `go tool pprof -sample_index=alloc_objects -list='${called.split(".").at(-1)}' mem.out`,
  ].join("\n");
}

/** What the collector does. */
export const running = () => ["go build -o example .", "GODEBUG=gctrace=1 ./example"].join("\n");

/** Assertions, and what checks them. */
export const assertions = () => [
  "//escapade:noheap",
  "func sum(v []int) (n int) {",
  "\tfor _, x := range v {",
  "\t\tn += x",
  "\t}",
  "\treturn",
  "}",
  "",
  "p := new(int) // want stack",
  "q := &global  // want heap",
].join("\n");
