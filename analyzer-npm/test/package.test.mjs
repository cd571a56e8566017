// The package as others get it: packed, installed into an empty project, used
// from Node, through TypeScript and in bundles. `ESCAPADE_NPM` is the package,
// `ESCAPADE` the command line tool, with which it has to agree.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import { build } from "esbuild";

const here = fileURLToPath(new URL(".", import.meta.url));

const PROGRAM = `package main

import (
	"encoding/json"
	"fmt"
	"os"
)

type point struct{ X, Y int }

//escapade:noheap
func (p *point) add(q point) { p.X += q.X; p.Y += q.Y }

func parse(text string) (*point, error) {
	var p point
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		return nil, fmt.Errorf("parse %q: %w", text, err)
	}
	return &p, nil
}

func main() {
	p, err := parse("{}")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return
	}
	p.add(point{1, 2})
	fmt.Println("中文", *p)
}
`;

let project;
let std;

/** Runs a program; its standard output. */
function run(program, args, options = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd: project, encoding: "utf8", ...options });
  assert.equal(status, 0, `${program} ${args.join(" ")}: ${error ?? ""}\n${stdout}\n${stderr}`);
  return stdout;
}

before(async () => {
  project = await mkdtemp(join(tmpdir(), "escapade-npm-"));
  const [{ filename, files }] = JSON.parse(run("npm", ["pack", "--json", "--pack-destination", project, process.env.ESCAPADE_NPM]));
  const names = files.map(({ path }) => path);
  for (const name of ["LICENSE-MIT", "LICENSE-APACHE", "README.md", "README.zh-CN.md", "types.d.ts", "std/index.txt", "std/fmt.txt", "wasm/analyzer.wasm"]) {
    assert.ok(names.includes(name), `${name} is in the package`);
  }
  await writeFile(join(project, "package.json"), JSON.stringify({ private: true, type: "module" }));
  run("npm", ["install", "--offline", "--no-audit", "--no-fund", join(project, filename)]);
  std = join(project, "node_modules/escapade-analyzer/std");
  await writeFile(join(project, "main.go"), PROGRAM);
});

after(() => rm(project, { recursive: true, force: true }));

const installed = async () => import(pathToFileURL(join(project, "node_modules/escapade-analyzer/node.js")));

const input = (text) => [{ name: "main.go", text }];

test("a program that uses packs gets the lines of the command line tool", async () => {
  await writeFile(join(project, "lines.js"), `
    import { readFileSync } from "node:fs";
    import { createAnalyzer } from "escapade-analyzer";
    const analyzer = await createAnalyzer();
    const files = [{ name: "./main.go", text: readFileSync("main.go", "utf8") }];
    const report = await analyzer.analyze(files, { noInline: process.argv[2] === "-l" });
    console.log("# " + report.package);
    for (const { place, text } of report.messages) {
      console.log(report.files[place.file] + ":" + place.at.line + ":" + place.at.col + ": " + text);
    }
    analyzer.free();
  `);
  const env = { ...process.env, ESCAPADE_STD: std };
  for (const flags of [[], ["-l"]]) {
    const expected = run(process.env.ESCAPADE, ["-m", ...flags, "main.go"], { env });
    assert.match(expected, /escapes to heap/);
    assert.equal(run("node", ["lines.js", ...flags]), expected);
  }
});

test("the report is what -json prints", async () => {
  const { createAnalyzer } = await installed();
  const analyzer = await createAnalyzer();
  const report = await analyzer.analyze([{ name: "./main.go", text: PROGRAM }]);
  const printed = run(process.env.ESCAPADE, ["-json", "main.go"], { env: { ...process.env, ESCAPADE_STD: std } });
  assert.deepEqual(report, JSON.parse(printed));
  assert.equal(report.assertions[0].outcome, "Holds");
  assert.equal(analyzer.release, "go1.27.3");
  analyzer.free();
});

test("packs come through the callback, once", async () => {
  const { createAnalyzer } = await installed();
  const asked = [];
  const analyzer = await createAnalyzer({
    loadPack: async (name) => {
      asked.push(name);
      return readFile(join(std, name), "utf8");
    },
  });
  const calls = [analyzer.analyze(input(PROGRAM)), analyzer.analyze(input(PROGRAM))];
  const [first, second] = await Promise.all(calls);
  assert.deepEqual(first, second);
  assert.equal(asked[0], "index.txt");
  assert.ok(asked.includes("fmt.txt") && asked.includes("encoding/json.txt"));
  assert.equal(new Set(asked).size, asked.length);
  analyzer.free();
});

test("what is wrong with Go is data, what the caller does wrong is an error", async () => {
  const { createAnalyzer } = await installed();
  let fails = true;
  const analyzer = await createAnalyzer({
    loadPack: (name) => {
      if (fails) throw new Error("the network is down");
      return name === "fmt.txt" ? null : readFile(join(std, name));
    },
  });
  await assert.rejects(analyzer.analyze(input(PROGRAM)), /the network is down/);
  fails = false;
  const broken = await analyzer.analyze(input('package main\n\nimport "nonesuch"\n\nfunc main() { x }\n'));
  assert.deepEqual(broken.errors.map(({ message }) => message), ["could not import nonesuch (package nonesuch is not in std)", "undefined: x"]);
  // A pack that is not there, and a package of others.
  const text = 'package p\n\nimport (\n\t"fmt"\n\t"example.com/x"\n)\n\nfunc f() { v := 1; fmt.Println(&v); x.F(&v) }\n';
  const assumed = await analyzer.analyze(input(text));
  assert.deepEqual(assumed.errors, []);
  assert.deepEqual(assumed.notes.map(({ kind }) => kind.UnknownPackage.path), ["fmt", "example.com/x"]);
  assert.ok(assumed.locations.some(({ text, assumed }) => text === "v" && assumed));
  await assert.rejects(analyzer.analyze([{ name: "a.go" }]), /files: .*text/);
  await assert.rejects(analyzer.analyze(input("package p"), { inline: false }), /options: .*inline/);
  analyzer.free();
  await assert.rejects(analyzer.analyze(input("package p")), /freed/);
  const damaged = await createAnalyzer({ loadPack: () => "nonsense" });
  await assert.rejects(damaged.analyze(input(PROGRAM)), /index\.txt/);
  damaged.free();
});

test("edits are offered, and where there are none a decision is named", async () => {
  const { createAnalyzer } = await installed();
  const asked = [];
  const analyzer = await createAnalyzer({
    loadPack: async (name) => {
      asked.push(name);
      return readFile(join(std, name));
    },
  });
  const text = "package p\n\ntype point struct{ x, y int }\n\nfunc make2(n int) *point {\n\tp := point{n, n}\n\treturn &p\n}\n\nfunc use(ch chan int) int {\n\tgo func() { ch <- 1 }()\n\treturn make2(1).x\n}\n";
  const { report, offers, withheld } = await analyzer.advise(input(text), { file: "main.go", line: 6 });
  assert.deepEqual(report, await analyzer.analyze(input(text)));
  const [{ code, advice, edits, effect }] = offers;
  assert.equal(code, "return-value");
  assert.deepEqual(advice, { ReturnValue: { function: "make2", ty: "point" } });
  const bytes = Buffer.from(text);
  const edited = [...edits].reverse().reduce((all, { span: { start, end }, text }) => Buffer.concat([all.subarray(0, start), Buffer.from(text), all.subarray(end)]), bytes).toString();
  assert.match(edited, /func make2\(n int\) point \{[^]*return p\n/);
  assert.equal(effect.before.heap - effect.after.heap, 1);
  assert.deepEqual(withheld, []);
  const all = await analyzer.advise(input(text));
  assert.deepEqual(all.withheld.map(({ place, decision }) => [place.at.line, decision]), [[11, "Goroutine"]]);
  // An edit may import what the program does not.
  assert.ok(asked.includes("index.txt"));
  const string = 'package p\n\nfunc join(words []string) string {\n\ts := ""\n\tfor _, w := range words {\n\t\ts += w\n\t}\n\treturn s\n}\n';
  assert.deepEqual((await analyzer.advise(input(string))).offers.map(({ code }) => code), ["builder"]);
  await assert.rejects(analyzer.advise(input(text), { file: "other.go" }), /there is no file other\.go/);
  analyzer.free();
});

test("what needs too much memory is refused", async () => {
  // Constants of 32 MB, the longest that gc has.
  const doubled = Array.from({ length: 20 }, (_, i) => `const c${i + 1} = c${i} + c${i}`);
  const large = Array.from({ length: 40 }, (_, i) => `const d${i} = c20 + c20`);
  const text = ["package main", 'const c0 = "0123456789abcdef"', ...doubled, ...large, "func main() { println(len(d1)) }", ""].join("\n");
  await writeFile(join(project, "large.js"), `
    import { createAnalyzer } from "escapade-analyzer";
    const analyzer = await createAnalyzer();
    const error = await analyzer.analyze([{ name: "main.go", text: ${JSON.stringify(text)} }]).catch((error) => error);
    console.log(error instanceof RangeError, error.message);
  `);
  assert.equal(run("node", ["large.js"]), "true out of memory: this program is too large to be analysed\n");
});

test("the types fit, and refuse what does not", async () => {
  await writeFile(join(project, "use.ts"), `
    import { createAnalyzer, init, loadPack, type Analyzer, type Report, type Verdict } from "escapade-analyzer";
    await init();
    const analyzer: Analyzer = await createAnalyzer({ loadPack: async (name: string) => loadPack(name) });
    const report: Report = await analyzer.analyze([{ name: "main.go", text: "package main" }], { lang: "go1.21", noInline: true });
    const line: number | undefined = report.messages[0]?.place.at.line;
    for (const { verdict, path } of report.locations) {
      const known: Verdict = verdict;
      if (known !== "Stack" && known !== "StackIfSmall" && "Heap" in known && known.Heap === "Returned") console.log(path[0]?.flow);
    }
    for (const { kind, outcome, sites } of report.assertions) {
      if (kind !== "WantHeap" && kind !== "WantStack" && outcome === "Fails") console.log(kind.NoHeap.function, sites.length);
    }
    const { offers, withheld } = await analyzer.advise([{ name: "main.go", text: "package main" }], { line: 1 });
    const code: string | undefined = offers[0]?.code;
    const decided: boolean = withheld.some(({ decision }) => decision === "Goroutine") || code === "return-value";
    console.log(decided);
    // @ts-expect-error there is no such option
    await analyzer.analyze([], { inline: false });
    // @ts-expect-error a file has a text
    await analyzer.analyze([{ name: "main.go" }]);
    // @ts-expect-error there is no such verdict
    const wrong: Verdict = "Nowhere";
    console.log(line, wrong, analyzer.release.length);
    analyzer.free();
  `);
  const tsc = join(here, "node_modules/typescript/bin/tsc");
  const flags = ["--noEmit", "--strict", "--target", "es2022", "--lib", "es2022,dom"];
  run("node", [tsc, ...flags, "--module", "nodenext", "use.ts"]);
  run("node", [tsc, ...flags, "--module", "preserve", "--moduleResolution", "bundler", "use.ts"]);
});

test("bundles for Node and for browsers run without the package", async () => {
  await writeFile(join(project, "bundled.js"), `
    import wasm from "escapade-analyzer/analyzer.wasm";
    import { createAnalyzer } from "escapade-analyzer";
    import index from "escapade-analyzer/std/index.txt";
    const analyzer = await createAnalyzer({ wasm, loadPack: (name) => (name === "index.txt" ? index : null) });
    const text = "package p\\n\\nfunc f() *int { x := 1; return &x }\\n";
    const report = await analyzer.analyze([{ name: "a.go", text }]);
    console.log(report.messages.map(({ text }) => text).join("; "));
  `);
  for (const platform of ["node", "browser"]) {
    const dir = await mkdtemp(join(tmpdir(), "escapade-bundle-"));
    const outfile = join(dir, "out.mjs");
    await build({
      entryPoints: [join(project, "bundled.js")], outfile, platform, bundle: true, format: "esm", target: "es2022",
      loader: { ".wasm": "binary", ".txt": "text" }, logLevel: "error",
    });
    assert.deepEqual(await readdir(dir), ["out.mjs"]);
    assert.equal(run("node", [outfile], { cwd: dir }), "can inline f; moved to heap: x\n");
    await rm(dir, { recursive: true });
  }
});
