// Go for the editor: what is coloured how, and where a new line begins.
//
// A tokenizer and not a grammar: it is a tenth of the bytes of one, and what
// is half written does not change the colours of what is around it. What is a
// type is told from what stands next to it: in Go two names side by side
// (`x T`), `[]T`, `T{` and the like occur nowhere else. Where that is not
// enough (`f(*T)`) a name is just a name.

import { StreamLanguage } from "@codemirror/language";

const words = (kind, list) => list.split(" ").map((word) => [word, kind]);
const KNOWN = new Map([
  ...words("definitionKeyword", "chan const func interface map struct type var"),
  ...words("moduleKeyword", "import package"),
  ...words("controlKeyword", "break case continue default defer else fallthrough for go goto if return select switch"),
  ...words("keyword", "range"),
  ...words("bool", "false true"),
  ...words("null", "nil"),
  ...words("typeName", "any bool byte comparable complex128 complex64 error float32 float64 int int16 int32 int64 int8 rune string uint uint16 uint32 uint64 uint8 uintptr"),
]);

const NAME = /^[\p{L}_][\p{L}\p{Nd}_]*/u;
const NUMBER = /^(?:0[xob][\da-f_]*(?:\.[\da-f_]*)?(?:p[+-]?[\d_]+)?|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:e[+-]?[\d_]+)?)i?/i;
const OPERATOR = /^(?:<-|\+\+|--|\.\.\.|&&|\|\||:=|&\^=?|(?:<<|>>|[-+*/%&|^<>=!])=?|.)/;
/** What may follow a type that is embedded. */
const ALONE = /^(?:\.[\p{L}\p{Nd}_]+)?(?:\[.*)?\s*(?:["`].*|\/\/.*)?$/u;
const PAIRS = { ")": "(", "]": "[", "}": "{" };

const isBlank = (char) => /\s/.test(char ?? " ");

/** What a name is, from what stands around it. `last` is the token before it. */
function nameKind(stream, state, last) {
  const next = stream.peek();
  const gap = isBlank(stream.string[stream.start - 1]);
  const inner = state.open.at(-1);
  let type = last.typed
    || (last.text === "type" || last.text === "chan")
    || (last.name && gap)
    || (last.text === "]" && !gap)
    || (last.text === ")" && next !== "(")
    || (next === "{" && !stream.eol())
    || inner?.types;
  if (!last.text || last.fresh) {
    // First on its line: in a group of types, or embedded.
    type ||= inner?.of === "type" || (/^(?:struct|interface)$/.test(inner?.of) && ALONE.test(stream.string.slice(stream.pos)));
  }
  if (type && next === ".") return { kind: null, qualifies: true };
  if (type) return { kind: "typeName", generic: true };
  if (next !== "(" && !(next === "[" && last.text === "func")) return { kind: null };
  if (last.text === "func") return { kind: "variableName.function.definition", declared: true, generic: true };
  if (last.text === ")") return { kind: "propertyName.function", declared: true };
  return { kind: last.text === "." ? null : "variableName.function" };
}

/** Whether a `*` behind `last` belongs to a type. */
function isPointer(stream, state, last) {
  if (isBlank(stream.peek())) return false;
  if (last.typed || /^(?:[\])]|case|chan)$/.test(last.text)) return true;
  const inner = state.open.at(-1);
  if (last.name) return isBlank(stream.string[stream.start - 1]);
  return inner?.types || (/^[(,]$/.test(last.text) && inner?.params);
}

function token(stream, state) {
  if (stream.sol()) {
    // A line that ends as a statement may end in a semicolon.
    if (state.last.ends) state.of = null;
    state.last = state.last.ends ? { ends: true } : { ...state.last, fresh: true };
    state.indent = stream.indentation();
  }
  if (state.until) {
    // In a comment or a raw string that began on another line.
    const { until, kind } = state;
    if (stream.skipTo(until)) {
      stream.match(until);
      state.until = null;
    } else {
      stream.skipToEnd();
    }
    return kind;
  }
  if (stream.eatSpace()) return null;
  if (stream.match("//")) {
    stream.skipToEnd();
    return "lineComment";
  }
  for (const [open, until, kind] of [["/*", "*/", "blockComment"], ["`", "`", "string"]]) {
    if (stream.match(open)) {
      Object.assign(state, { until, kind });
      if (kind === "string") state.last = { text: open, ends: true };
      return kind;
    }
  }
  const last = state.last;
  const quote = stream.match(/^(["'])(?:\\.|(?!\1)[^\\])*(?:\1|\\?$)/);
  if (quote) {
    state.last = { text: quote[1], ends: true };
    return quote[1] === '"' ? "string" : "character";
  }
  if (/[\d.]/.test(stream.peek()) && /\d/.test(stream.string.slice(stream.pos, stream.pos + 2)) && last.text !== "." && stream.match(NUMBER)) {
    state.last = { text: "0", ends: true };
    return "number";
  }
  const name = stream.match(NAME);
  if (name) {
    const [text] = name;
    let known = KNOWN.get(text);
    if (last.text === "." && /^(?:typeName|bool|null)$/.test(known)) known = undefined;
    if (known && known !== "typeName") {
      if (/^(?:type|struct|interface|switch|select)$/.test(text) && last.text !== "(") state.of = text;
      const keyword = !/^(?:bool|null)$/.test(known);
      state.last = { text, ends: !keyword || /^(?:break|continue|fallthrough|return)$/.test(text) };
      return known;
    }
    const { kind, ...more } = known ? { kind: known } : nameKind(stream, state, last);
    state.last = { text, name: true, ends: true, ...more };
    return kind;
  }
  const [text] = stream.match(OPERATOR);
  state.last = { text, ends: /^(?:[)\]}]|\+\+|--)$/.test(text) };
  if (/^[([{]$/.test(text)) {
    state.last.typed = text === "[" && last.text === "map" || text === "(" && last.text === ".";
    // `type (`, but `switch f(x) {`
    const takes = text === "{" || (text === "(" && last.text === "type");
    const params = last.declared || last.text === "func" || (last.text === ")" && isBlank(stream.string[stream.start - 1]));
    const types = text === "[" && last.generic && !isBlank(stream.string[stream.start - 1]);
    state.open.push({ text, of: takes ? state.of : null, params, types, indent: state.indent });
    if (takes) state.of = null;
  } else if (text in PAIRS) {
    // What does not fit is not closed.
    const at = state.open.findLastIndex((open) => open.text === PAIRS[text]);
    if (at >= 0) state.open.length = at;
  } else if (text === "*") {
    state.last.typed = isPointer(stream, state, last);
    return state.last.typed ? "modifier" : null;
  } else if (text === ".") {
    state.last.typed = last.qualifies;
  } else if (text === ";" || text === "=" || text === ":=") {
    state.of = state.of === "switch" ? "switch" : null;
  }
  return null;
}

/** Where a line behind `state` begins that starts with `after`. */
function indent({ open, last, until }, after, { unit }) {
  if (until) return null;
  const inner = open.at(-1);
  const base = inner ? inner.indent : 0;
  if (/^[)\]}]/.test(after)) return base;
  const clauses = inner?.of === "switch" || inner?.of === "select";
  if (clauses && /^(?:case\b|default\b)/.test(after)) return base;
  const going = last.text && !last.ends && !/^[([{,;:]$/.test(last.text);
  return base + (inner ? unit : 0) + (going ? unit : 0);
}

export const goLanguage = StreamLanguage.define({
  name: "go",
  startState: () => ({ open: [], last: {}, of: null, until: null, kind: null, indent: 0 }),
  copyState: (state) => ({ ...state, open: [...state.open] }),
  token,
  indent,
  languageData: {
    commentTokens: { line: "//", block: { open: "/*", close: "*/" } },
    indentOnInput: /^\s*(?:case\b|default\b|\}|\))$/,
  },
});
