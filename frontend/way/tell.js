// The way of a value out of its function as stops with sentences. gc tells it
// in flows (`p ← &x`), each made of operations, innermost first. A stop is a
// place on the way that a reader looks at: where the value is made, and then a
// statement, or a line of a longer one, for each flow. The sentences are those of words.json, which has one
// for each of gc's words; this file says what stands in their gaps.

import words from "./words.json" with { type: "json" };

/**
 * @typedef {{at: string, line: number, from: number, to: number}} Spot a place; line 0 if it is in another file
 * @typedef {{text: string, why: string, spot: Spot, gc: string}} Note
 * @typedef {{lang: "en" | "zh", kind: string, what: string, name: string, function: string, reason?: string,
 *   inlined?: string, origin: Spot, steps: {flow: string, notes: Note[]}[]}} Way
 * @typedef {{code?: boolean, text: string}} Piece
 * @typedef {{pieces: Piece[], at: string, index: number}} Clause `index`: which operation, 0 for the origin
 * @typedef {{spot: Spot, clauses: Clause[]}} Stop
 */

/** Longer expressions are cut. */
const LONGEST = 48;

const code = (text) => ({ code: true, text: text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text });

/** One of the words, in a language. */
export const say = (lang, of, key) => words[of]?.[key]?.[lang];

/** A sentence with its gaps filled: `{name}`, between backticks if it is code. */
export function fill(sentence, gaps) {
  const pieces = [];
  const add = (piece) => {
    const last = pieces.at(-1);
    if (piece.code || !last || last.code) pieces.push({ ...piece });
    // There are no spaces in Chinese around what is no code.
    else last.text = (last.text + piece.text).replace(/([\u3001-\u9fff]) (?=[\u3001-\u9fff])/g, "$1");
  };
  sentence.split(/`?\{(\w+)\}`?/).forEach((part, index) => {
    const gap = gaps[part];
    if (index % 2) add(gap?.text === undefined ? { text: `${gap}` } : gap);
    else part.split("`").forEach((text, inner) => add(inner % 2 ? code(text) : { text }));
  });
  return pieces.filter(({ text }) => text !== "");
}

/** How a place of a flow is called: gc's `{storage for x}` is x; `helper` is what its `{temp}` stands for. */
function named(place, lang, helper) {
  const bare = place.trim().replace(/^(&|\*+)/, "");
  if (bare === "{heap}") return { text: say(lang, "name", "heap") };
  if (bare === "{temp}" || bare.startsWith(".autotmp_")) return helper ?? { text: say(lang, "name", "helper") };
  if (/^~r\d+$/.test(bare)) return { text: say(lang, "name", "result") };
  const storage = /^\{storage for (.*)\}$/s.exec(bare);
  return expression(storage ? storage[1] : bare, lang);
}

/** How an expression is called: what no program has gets a name. */
function expression(text, lang) {
  return text === "... argument" ? { text: say(lang, "name", "arguments") } : code(text);
}

/** Operations that only say how the next one comes by its operand: that one names it. */
const LEADS = new Set(["address-of", "spill"]);

const MADE = { Variable: "declared", Result: "declared", Param: "given", Boxing: "boxed" };

/** What follows from the last operation, which `note` is. */
function ending(way, note, dst) {
  if (way.reason === "OutlivesLoop") return "loop";
  // What leaks has to outlive nothing here: that is up to callers.
  if (note.why === "return") return way.kind === "leak" ? undefined : "returned";
  if (dst !== "{heap}") return "heap";
  return { "call parameter": "passed", spill: "captured" }[note.why];
}

/** A sentence; in English it may begin with a word that was none's first. */
function sentence(text, gaps) {
  const pieces = fill(text, gaps);
  if (pieces.length && !pieces[0].code) {
    pieces[0] = { text: pieces[0].text.replace(/^[a-z]/, (letter) => letter.toUpperCase()) };
  }
  return pieces;
}

/** @param {Way} way @returns {Stop[]} */
export function stops(way) {
  const { lang, origin } = way;
  const value = expression(way.name, lang);
  const clause = (of, key, gaps, at, index) => {
    const text = say(lang, of, key);
    // A word that nobody has told us is better than none.
    return { pieces: text ? sentence(text, gaps) : [code(key)], at, index };
  };
  const own = { function: code(way.function), value };
  const made = (key, it) => clause("made", key, { ...own, it }, origin.at, 0);
  const found = [{ spot: origin, clauses: [made(MADE[way.what] ?? "made", value)] }];
  if (way.inlined) found[0].clauses.push(clause("made", "inlined", { function: code(way.inlined) }, origin.at, 0));
  let index = 0;
  let helper;
  way.steps.forEach(({ flow, notes }, step) => {
    const [dst, src] = flow.split(" ← ");
    let it = named(src, lang, helper);
    const to = named(dst, lang, helper);
    notes.forEach((note, position) => {
      index += 1;
      const { spot, text, why } = note;
      const last = position === notes.length - 1;
      const gaps = { ...own, it, text: expression(text, lang), dst: to, line: spot.line || spot.at };
      const clauses = [];
      const assigned = why.startsWith("assign");
      const made = why === "spill" && index === 1 && spot.at === origin.at;
      // Parameters and results of inlined functions get what has their name already.
      const renamed = assigned && it.text === to.text;
      const end = last && step === way.steps.length - 1 ? ending(way, note, dst) : undefined;
      const leads = LEADS.has(why) && !last && notes[position + 1].spot.line === spot.line;
      if (!leads && !made && !renamed && end !== "captured") {
        const kept = assigned && dst === "{heap}";
        clauses.push(clause(kept ? "kept" : "why", kept ? "kept" : why, gaps, spot.at, index));
      }
      if (end) clauses.push(clause("end", end, gaps, spot.at, index));
      it = gaps.text;
      const before = found.at(-1);
      const same = before.spot.at === spot.at && before.spot.line === spot.line;
      // Operations of one flow on one line are one stop, where the outermost is.
      if (same || (before.step === step && before.spot.line === spot.line)) {
        if (found.length > 1) Object.assign(before, { spot, step });
        before.clauses.push(...clauses);
      } else {
        found.push({ spot, step, clauses });
      }
    });
    if (dst === "{temp}") helper = it;
  });
  return found.filter(({ clauses }) => clauses.length);
}

/** gc's own lines about a way. */
export function gcLines({ steps }) {
  return steps.flatMap(({ flow, notes }) => [
    `flow: ${flow}:`,
    ...notes.map(({ text, why, gc }) => `  from ${text} (${why.replace(/^unknown /, "")}) at ${gc}`),
  ]);
}
