// Blocks of Markdown as elements of the page. Text is only ever a text node.

import { shape } from "../embed/explain.js";
import { make } from "../embed/view.js";

/**
 * @param {{say: Function, shapes: {kind: string, path: string}[], claim(piece): void, open(address: string): void}} on
 *   what is said of verdicts, their outlines, and what clicks do
 */
export function render(blocks, on) {
  return blocks.map((block) => {
    const inner = () => block.inner.map((piece) => element(piece, on));
    switch (block.kind) {
      case "heading": return make(`h${Math.min(block.level + 1, 6)}`, {}, ...inner());
      case "quote": return make("blockquote", { "data-said": on.say("textSays") }, make("p", {}, ...inner()));
      case "list": return make("ul", {}, ...block.items.map((item) => make("li", {}, ...item.map((piece) => element(piece, on)))));
      case "program": return program(block.text, on.say);
      case "table": return table(block, on);
      default: return make("p", {}, ...inner());
    }
  });
}

function table({ head, rows }, on) {
  const row = (tag, cells) => make("tr", {}, ...cells.map((cell) => make(tag, {}, ...cell.map((piece) => element(piece, on)))));
  return make("div", { class: "wide" }, make("table", {}, make("thead", {}, row("th", head)), make("tbody", {}, ...rows.map((cells) => row("td", cells)))));
}

function element(piece, on) {
  if (typeof piece === "string") return piece;
  const inner = () => piece.inner.map((each) => element(each, on));
  switch (piece.kind) {
    case "code": return code(piece.code);
    case "claim": return claim(piece, on);
    case "strong": return make("strong", {}, ...inner());
    case "em": return make("em", {}, ...inner());
    default: return link(piece.address, inner(), on);
  }
}

const code = (text) => make("code", { lang: "en", dir: "ltr" }, text);

/** An address of the site itself is opened in place, one of others apart. */
function link(address, inner, { open }) {
  if (!address.startsWith("#")) return make("a", { href: address, target: "_blank", rel: "noreferrer" }, ...inner);
  const click = (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(address);
  };
  return make("a", { href: address, click }, ...inner);
}

/** A line of the example with the mark that it has; or what gc says. */
function claim(piece, { say, shapes, claim }) {
  const { verdict, go } = piece;
  if (verdict === "says") return make("span", { class: "said" }, code(piece.code), make("small", {}, go ? `-lang=go1.${go}` : "gc"));
  const mark = shapes.find(({ kind }) => kind === verdict);
  const words = [say(verdict), ...(go ? [`-lang=go1.${go}`] : [])].join(", ");
  return make("button", { type: "button", class: `claim is-${verdict}`, title: `${piece.file}: ${words}`, click: () => claim(piece) },
    ...(mark ? [shape(mark.kind, mark.path)] : []), code(piece.code), make("span", { class: "only-read" }, `, ${words}`),
    ...(go ? [make("small", {}, `go1.${go}`)] : []));
}

/** A text to copy. */
export function program(text, say, language) {
  const status = make("span", { class: "only-read", role: "status" });
  const copy = make("button", { type: "button", class: "copy-code", click: async () => {
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    copy.textContent = say(done ? "copied" : "notCopied");
    status.textContent = copy.textContent;
    setTimeout(() => {
      copy.textContent = say("copy");
      status.textContent = "";
    }, 2_000);
  } }, say("copy"));
  // What is cut at the side can be scrolled with the keyboard.
  const pre = make("pre", { tabindex: "0", lang: "en", dir: "ltr", role: "group", "aria-label": language ?? say("program") }, make("code", {}, text));
  return make("div", { class: "program" }, pre, copy, status);
}
