// Offers about the line of the cursor: asks a worker of its own, and draws what
// it answers. Sentences come from there, in the reader's language; here are
// only those that are said while there is no answer.

import { ask } from "./client.js";

/** How long the cursor has to rest on a line. */
const PAUSE = 250;

const WORDS = {
  en: {
    looking: "Looking for edits…",
    failed: "The edits for this line could not be worked out.",
    full: "To try edits on this program takes more memory than there is.",
  },
  zh: {
    looking: "正在寻找修改方案…",
    failed: "无法算出这一行的修改方案。",
    full: "在这段代码上试改需要的内存超出了上限。",
  },
};

// What is offered can be taken without leaving the code.
document.querySelector(".editor-host")?.addEventListener("keydown", (event) => {
  const button = document.querySelector(".offers-list:not([inert]) .offer-apply");
  if (event.key === "Enter" && event.altKey && button) {
    event.preventDefault();
    button.click();
  }
});

let timer;
/** Rises with every question; an answer to an older one is not shown. */
let latest = 0;
/** What was just said of an edit: it stays when the text it made is looked at. */
let told = "";
/** What the offers that are shown are about. */
let about = "";
/** What edits of several files are called when they are undone, and where that is said. */
let spoken;
let status;

document.querySelector(".editor-host")?.addEventListener("joint", ({ detail: { taken, files, kept } }) => {
  if (!spoken || !status) return;
  const { undone, redone, separator } = spoken;
  told = (taken ? redone : undone).replace("$", () => files.join(separator));
  if (kept.length > 0) told += spoken.kept.replace("$", () => kept.join(separator));
  status.textContent = told;
});

/**
 * Shows in `host` what can be done about `line` of the file `open`; `files` are
 * names and texts in turn, none if there is nothing to do, `wrong` if that is so
 * because of errors; `go` is the language version, `no_inlining` gc's -l.
 *
 * While one types, what was offered for the line stays, and can be read but not
 * applied until it is known what can be done now.
 */
export function offers(host, files, open, line, lang, go, no_inlining, wrong) {
  clearTimeout(timer);
  const mine = (latest += 1);
  const old = host.querySelector(".offers-list");
  const now = JSON.stringify([open, line, lang]);
  const stays = old && now === about && (wrong || files.length > 0);
  if (stays) {
    old.inert = true;
    old.setAttribute("aria-busy", "true");
  } else {
    about = "";
  }
  status = host.querySelector("[role=status]") ?? part("p", { role: "status", className: "offers-status" });
  if (files.length === 0) {
    if (!stays) host.replaceChildren(...(told ? [status] : []));
    told = "";
    ask(undefined);
    return;
  }
  const pairs = [];
  for (let at = 0; at < files.length; at += 2) pairs.push([files[at], files[at + 1]]);
  const words = WORDS[lang.startsWith("zh") ? "zh" : "en"];
  const say = (text) => {
    status.textContent = text;
  };
  if (!stays) host.replaceChildren(status);
  timer = setTimeout(async () => {
    if (!told && !stays) say(words.looking);
    let answer;
    try {
      answer = await ask({ files: pairs, open, line, lang, go, no_inlining });
    } catch (error) {
      if (mine === latest) {
        host.replaceChildren(status);
        say(error.cause === "full" ? words.full : words.failed);
      }
      return;
    }
    if (!answer || mine !== latest) return;
    const { offers, withheld } = answer;
    host.replaceChildren(status);
    say(told || (offers.length + withheld.length > 0 ? "" : answer.words.none));
    told = "";
    if (offers.length > 0) {
      const list = part("ol", { className: "offers-list" }, offers.map((offer) => drawn(offer, answer.words, new Map(pairs), open, say)));
      host.replaceChildren(part("h3", { textContent: answer.words.heading }), status, list);
      about = now;
    } else if (withheld.length > 0) {
      host.replaceChildren(part("h3", { textContent: answer.words.heading }), status, ...reasons(withheld, answer.words));
    }
  }, PAUSE);
}

/** What has to be decided; of values for which it is the same thing it is said once. */
function reasons(withheld, words) {
  const names = new Map();
  for (const [value, says] of withheld) names.set(says, [...(names.get(says) ?? []), value]);
  const items = [...names].map(([says, values]) => part("li", { className: "card" }, [
    part("h4", {}, values.filter(Boolean).map((value) => part("code", { textContent: value }))),
    part("p", {}, prose(says)),
  ]));
  return [part("p", { className: "offers-note", textContent: words.withheld }), part("ul", { className: "offers-list" }, items)];
}

function drawn(offer, words, texts, open, say) {
  const title = part("h4", {}, prose(offer.title));
  const figures = part("p", { className: "offer-figures" }, [
    part("strong", { textContent: offer.figures }),
    ...(offer.details ? [" ", part("small", {}, prose(offer.details))] : []),
  ]);
  const caution = offer.caution ? [part("p", { className: "card-note", textContent: offer.caution })] : [];
  const named = offer.files.length > 1 || offer.files[0].name !== open;
  const diffs = offer.files.flatMap(({ name, hunks }) => [
    ...(named ? [part("h5", { className: "diff-file" }, [part("code", { textContent: name })])] : []),
    part("div", { className: "diff" }, hunks.map((hunk) => drawnHunk(hunk, words))),
  ]);
  const action = part("button", { type: "button", className: "offer-apply", textContent: words.apply });
  action.setAttribute("aria-label", `${words.apply}: ${title.textContent}`);
  action.addEventListener("click", async () => {
    const files = offer.files.map(({ name, changes }) => ({ name, changes, text: texts.get(name) }));
    // The editor hears it; it knows whether its texts are still these ones.
    const detail = { files, done: Promise.reject(new Error("nobody has heard it")) };
    detail.done.catch(() => {});
    const separator = words.separator;
    spoken = words;
    about = "";
    const said = named ? words.applied_in.replace("$", () => files.map(({ name }) => name).join(separator)) : words.applied;
    document.querySelector(".editor-host")?.dispatchEvent(new CustomEvent("fix", { detail }));
    try {
      told = (await detail.done) ? said : words.stale;
    } catch {
      told = words.lost;
    }
    say(told);
  });
  return part("li", { className: "card offer" }, [title, figures, ...caution, ...diffs, action]);
}

function drawnHunk({ line, old, new: fresh }, words) {
  const lines = (tag, sign, said, texts) =>
    texts.map((text) => {
      const row = part(tag, {}, [part("span", { className: "diff-sign", textContent: sign, ariaHidden: "true" })]);
      row.append(part("span", { className: "diff-said", textContent: `${said} ` }), part("code", { textContent: text }));
      return row;
    });
  return part("div", { className: "diff-hunk" }, [
    part("span", { className: "diff-line", textContent: `${line}` }),
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
