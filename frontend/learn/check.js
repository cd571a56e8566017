// Check it yourself: the commands that ask the real compiler about this very
// program, a benchmark for one of its functions, and how to compare two runs.

import { make } from "../embed/view.js";
import { benchmark, functions } from "./bench.js";
import { assertions, compare, compiler, profile, running } from "./commands.js";
import { program } from "./render.js";

/** The editor's bundle is on the page already; it has the parser. */
const parser = async () => {
  const { editor } = document.querySelector("script[data-editor]").dataset;
  return (await import(new URL(editor, document.baseURI).href)).parser;
};

export class Check {
  #body;
  #on;
  #key;
  /** The function that the reader has chosen, by name; that of the cursor otherwise. */
  #chosen;
  #cursor;
  #parser;
  #benchmark;

  constructor(body, on) {
    this.#body = body;
    this.#on = on;
    this.#parser = parser().catch(() => undefined);
  }

  async update(data, say) {
    // Whoever goes elsewhere in the code means the function there.
    if (this.#cursor !== data.line) {
      this.#cursor = data.line;
      this.#chosen = undefined;
    }
    const key = JSON.stringify([data.lang, data.text, data.go, data.line, data.doc]);
    if (key === this.#key || data.text === null || data.text === undefined) return;
    this.#key = key;
    const parser = await this.#parser;
    if (key !== this.#key) return;
    this.#draw(data, say, parser);
  }

  #draw(data, say, parser) {
    const focused = document.activeElement?.closest?.("[data-keeps]")?.dataset.keeps;
    const part = (key, hint, ...rest) => [make("h3", {}, say(key)), make("p", {}, hint), ...rest.flat()];
    const version = data.go === 27 ? undefined : data.go;
    const code = (text) => program(text, say);
    this.#body.replaceChildren(
      make("p", {}, say("checkHint")),
      ...part("askCompiler", data.file ? say("askHint", data.file) : say("askHintAll"), code(compiler(say, version, data.file))),
      make("h3", {}, say("measure")),
      ...this.#measure(data, say, parser),
      ...part("where", say("whereHint"), code(profile(this.#benchmark))),
      ...part("running", say("runningHint"), code(running())),
      ...part("assert", say("assertHint"), code(assertions())),
    );
    if (focused) this.#body.querySelector(`[data-keeps=${focused}]`)?.focus();
  }

  #measure(data, say, parser) {
    if (!parser) return [make("p", {}, say("noParser"))];
    const all = functions(data.text, parser).filter(({ line }) => benchmark(data.text, parser, line));
    const here = all.find(({ name }) => name === this.#chosen)
      ?? all.find(({ line, end }) => data.line >= line && data.line <= end) ?? all[0];
    if (!here) return [make("p", {}, say("noFunctions"))];
    const choose = make("select", { "data-keeps": "function", change: (event) => {
      this.#chosen = event.target.value;
      this.#draw(data, say, parser);
    } }, ...all.map(({ name }) => make("option", { value: name, selected: name === here.name }, name)));
    const made = benchmark(data.text, parser, here.line);
    this.#benchmark = { name: made.name, function: here.name };
    const notes = { nil: "benchNil", channel: "benchChannel", noBody: "benchNoBody" };
    return [
      make("p", {}, make("label", { class: "choose" }, say("whichFunction"), choose)),
      make("p", {}, say("benchHint")),
      program(made.file, say, "bench_test.go"),
      ...made.notes.map((note) => make("p", { class: "hint" }, say(notes[note]))),
      make("h3", {}, say("compare")),
      make("p", {}, say("compareHint")),
      program(compare(say, made.name), say),
    ];
  }
}
