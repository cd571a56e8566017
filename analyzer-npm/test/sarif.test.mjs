// What `escapade -sarif` prints is SARIF, says the standard's own schema.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import Ajv from "ajv";

const require = createRequire(import.meta.url);
const json = async (name) => JSON.parse(await readFile(require.resolve(name), "utf8"));

const PROGRAM = `package main

import "fmt"

//escapade:noheap
func greet(name string) *string {
	/* 中文 👩 */ text := "hello, " + name
	fmt.Println(text)
	return &text
}

func size(n int) {
	b := make([]byte, n) // want stack
	_ = b // want heap
}

//escapade:noheap
func generic[T any](v T) *T { return &v }

// escapade:noheap
func main() { greet("x"); size(3) }
`;

test("findings, notifications and an empty log are valid", async () => {
  const ajv = new Ajv({ schemaId: "auto", meta: false, unknownFormats: "ignore", logger: false, allErrors: true });
  ajv.addMetaSchema(await json("ajv/lib/refs/json-schema-draft-04.json"));
  const validate = ajv.compile(await json("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"));
  const dir = await mkdtemp(join(tmpdir(), "escapade-sarif-"));
  const run = async (text) => {
    await writeFile(join(dir, "main.go"), text);
    const { status, stdout } = spawnSync(process.env.ESCAPADE, ["-sarif", "main.go"], { cwd: dir, encoding: "utf8" });
    const log = JSON.parse(stdout);
    assert.ok(validate(log), JSON.stringify(validate.errors, null, 2));
    assert.equal(log.runs[0].invocations[0].exitCode, status);
    return { status, run: log.runs[0] };
  };
  try {
    const found = await run(PROGRAM);
    assert.equal(found.status, 3);
    const rules = found.run.results.map(({ ruleId, level }) => `${ruleId} ${level}`);
    assert.deepEqual(rules.sort(), [
      "directive error", "noheap error", "noheap warning", "want-heap error", "want-stack warning",
    ]);
    const { relatedLocations, codeFlows } = found.run.results.find(({ ruleId, level }) => ruleId === "noheap" && level === "error");
    const text = PROGRAM.split("\n");
    const shown = ({ physicalLocation: { region } }) =>
      // Strings of JavaScript count in UTF-16 units, too.
      text[region.startLine - 1].slice(region.startColumn - 1, region.endLine === region.startLine ? region.endColumn - 1 : undefined);
    assert.deepEqual(relatedLocations.map(shown).sort(), ['"hello, " + name', "text", "text"].sort());
    assert.equal(shown(codeFlows[0].threadFlows[0].locations[0].location), "text");
    const broken = await run("package main\n\nfunc main() { x }\n");
    assert.equal(broken.status, 1);
    assert.equal(broken.run.invocations[0].executionSuccessful, false);
    assert.equal(broken.run.invocations[0].toolExecutionNotifications[0].message.text, "undefined: x");
    assert.deepEqual((await run("package main\n\nfunc main() {}\n")).run.results, []);
  } finally {
    await rm(dir, { recursive: true });
  }
});
