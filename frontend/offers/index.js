// Offers about the line of the cursor: asks a worker of its own, and draws what
// it answers. Sentences come from there, in the reader's language; here are
// only those that are said while there is no answer.

import { ask } from "./client.js";

/** How long the cursor has to rest on a line. */
const PAUSE = 250;

const WORDS = {
  en: { looking: "Looking for edits…", failed: "The edits for this line could not be worked out." },
  zh: { looking: "正在寻找修改方案…", failed: "无法算出这一行的修改方案。" },
};

// What is offered can be taken without leaving the code.
document.querySelector(".editor-host")?.addEventListener("keydown", (event) => {
  const button = document.querySelector(".offer-apply");
  if (event.key === "Enter" && event.altKey && button) {
    event.preventDefault();
    button.click();
  }
});

let timer;
/** Rises with every question; an answer to an older one is not shown. */
let latest = 0;
/** What was just said of an edit that was applied: it stays when the text it made is looked at. */
let applied = "";

/**
 * Shows in `host` what can be done about `line` of the file `open`; `files` are
 * names and texts in turn, none if there is nothing to do; `go` is the language
 * version, `no_inlining` gc's -l.
 */
export function offers(host, files, open, line, lang, go, no_inlining) {
  clearTimeout(timer);
  const mine = (latest += 1);
  const status = host.querySelector("[role=status]") ?? part("p", { role: "status", className: "offers-status" });
  if (files.length === 0) {
    host.replaceChildren(...(applied ? [status] : []));
    applied = "";
    ask(undefined);
    return;
  }
  const pairs = [];
  for (let at = 0; at < files.length; at += 2) pairs.push([files[at], files[at + 1]]);
  const words = WORDS[lang.startsWith("zh") ? "zh" : "en"];
  const say = (text) => {
    status.textContent = text;
  };
  host.replaceChildren(status);
  timer = setTimeout(async () => {
    if (!applied) say(words.looking);
    let answer;
    try {
      answer = await ask({ files: pairs, open, line, lang, go, no_inlining });
    } catch {
      if (mine === latest) say(words.failed);
      return;
    }
    if (!answer || mine !== latest) return;
    say(applied || (answer.offers.length > 0 ? "" : answer.words.none));
    applied = "";
    if (answer.offers.length > 0) {
      const [, text] = pairs.find(([name]) => name === open);
      const list = part("ol", { className: "offers-list" }, answer.offers.map((offer) => drawn(offer, answer.words, open, text, say)));
      host.replaceChildren(part("h3", { textContent: answer.words.heading }), status, list);
    }
  }, PAUSE);
}

function drawn(offer, words, open, text, say) {
  const title = part("h4", {}, prose(offer.title));
  const figures = part("p", { className: "offer-figures" }, [
    part("strong", { textContent: offer.figures }),
    ...(offer.details ? [" ", part("small", {}, prose(offer.details))] : []),
  ]);
  const caution = offer.caution ? [part("p", { className: "card-note", textContent: offer.caution })] : [];
  const diff = part("div", { className: "diff" }, offer.hunks.map((hunk) => drawnHunk(hunk, words)));
  let action = part("p", { className: "card-note", textContent: words.several });
  if (offer.changes) {
    action = part("button", { type: "button", className: "offer-apply", textContent: words.apply });
    action.setAttribute("aria-label", `${words.apply}: ${title.textContent}`);
    action.addEventListener("click", () => {
      // The editor hears it; it knows whether its text is still this one.
      const detail = { file: open, text, changes: offer.changes, done: false };
      document.querySelector(".editor-host")?.dispatchEvent(new CustomEvent("fix", { detail }));
      if (detail.done) applied = words.applied;
      say(detail.done ? words.applied : words.stale);
    });
  }
  return part("li", { className: "card offer" }, [title, figures, ...caution, diff, action]);
}

function drawnHunk({ file, line, old, new: fresh }, words) {
  const lines = (tag, sign, said, texts) =>
    texts.map((text) => {
      const row = part(tag, {}, [part("span", { className: "diff-sign", textContent: sign, ariaHidden: "true" })]);
      row.append(part("span", { className: "diff-said", textContent: `${said} ` }), part("code", { textContent: text }));
      return row;
    });
  return part("div", { className: "diff-hunk" }, [
    part("span", { className: "diff-line", textContent: file ? `${file}:${line}` : `${line}` }),
    ...lines("del", "−", words.removed, old),
    ...lines("ins", "+", words.added, fresh),
  ]);
}

/** A text whose code stands between backticks. */
const prose = (text) =>
  text.split("`").map((piece, index) => (index % 2 ? part("code", { textContent: piece }) : piece)).filter((piece) => piece !== "");

function part(tag, properties, children = []) {
  const element = document.createElement(tag);
  Object.assign(element, properties);
  if (properties.role) element.setAttribute("role", properties.role);
  element.append(...children);
  return element;
}
