// Check it yourself: the commands that ask the real compiler about this very
// program, a benchmark for one of its functions, and how to compare two runs.

import { parser } from "@lezer/go";

import { make } from "../embed/view.js";
import { benchmark, functions } from "./bench.js";
import { assertions, compare, compiler, profile, running } from "./commands.js";
import { program } from "./render.js";

export class Check {
  #body;
  #on;
  #key;
  /** The function that the reader has chosen, by name; that of the cursor otherwise. */
  #chosen;
  #cursor;
  #benchmark;

  constructor(body, on) {
    this.#body = body;
    this.#on = on;
  }

  update(data, say) {
    // Whoever goes elsewhere in the code means the function there.
    if (this.#cursor !== data.line) {
      this.#cursor = data.line;
      this.#chosen = undefined;
    }
    const key = JSON.stringify([data.lang, data.text, data.go, data.line, data.doc]);
    if (key === this.#key || data.text === null || data.text === undefined) return;
    this.#key = key;
    this.#draw(data, say);
  }

  #draw(data, say) {
    const focused = document.activeElement?.closest?.("[data-keeps]")?.dataset.keeps;
    const part = (key, hint, ...rest) => [make("h3", {}, say(key)), make("p", {}, hint), ...rest.flat()];
    const version = data.go === 27 ? undefined : data.go;
    const code = (text) => program(text, say);
    this.#body.replaceChildren(
      make("p", {}, say("checkHint")),
      ...part("askCompiler", data.file ? say("askHint", data.file) : say("askHintAll"), code(compiler(say, version, data.file))),
      make("h3", {}, say("measure")),
      ...this.#measure(data, say),
      ...part("where", say("whereHint"), code(profile(this.#benchmark))),
      ...part("running", say("runningHint"), code(running())),
      ...part("assert", say("assertHint"), code(assertions())),
    );
    if (focused) this.#body.querySelector(`[data-keeps=${focused}]`)?.focus();
  }

  #measure(data, say) {
    const all = functions(data.text, parser).filter(({ line }) => benchmark(data.text, parser, line));
    const here = all.find(({ name }) => name === this.#chosen)
      ?? all.find(({ line, end }) => data.line >= line && data.line <= end) ?? all[0];
    if (!here) return [make("p", {}, say("noFunctions"))];
    const choose = make("select", { "data-keeps": "function", change: (event) => {
      this.#chosen = event.target.value;
      this.#draw(data, say);
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
