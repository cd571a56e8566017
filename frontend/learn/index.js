// The pane "Learn": a lesson for the open example, a quiz about the open
// program, what to check oneself, and the cheat sheet. A bundle of its own,
// loaded when the pane is first opened (src/panes/learn.rs).
//
// It is given plain data and tells what the reader does, a word and a value
// each; the page's state is Rust's. What it draws itself are elements, never
// markup, with a style sheet that the page's policy has nothing against.

import css from "./learn.css";
import { make } from "../embed/view.js";
import { record } from "./data.js";
import { Check } from "./check.js";
import { Lesson } from "./lesson.js";
import { Quiz } from "./quiz.js";
import { Sheet } from "./sheet.js";
import { speaker } from "./words.js";

const VIEWS = { lesson: Lesson, quiz: Quiz, check: Check, sheet: Sheet };

let sheet;
/** The view that was open last; a reader who comes back to the pane is where they were. */
let last = "lesson";

/**
 * Draws the pane in `host`; gives the function that takes data.
 * @param {(word: string, value: string) => void} tell
 */
export function mount(host, tell) {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
  }
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  const body = make("div", { class: "learn-body" });
  const status = make("p", { class: "only-read", role: "status" });
  const nav = make("div", { class: "switch", role: "group" });
  host.replaceChildren(nav, body, status);
  let data;
  let view;
  let say;

  const on = {
    tell: (word, value) => tell(word, String(value)),
    /** Says something to those who do not see it appear. */
    announce: (text) => { status.textContent = text; },
    show,
  };

  function show(name) {
    last = name;
    view = new VIEWS[name](body, on);
    body.replaceChildren();
    // What is drawn anew starts at its top.
    host.closest("[role=tabpanel]")?.scrollTo?.(0, 0);
    draw();
  }

  function draw() {
    nav.setAttribute("aria-label", say("views"));
    const buttons = Object.keys(VIEWS).map((name) => make("button", {
      type: "button", "aria-pressed": String(name === last), "data-view": name, click: () => name !== last && show(name),
    }, say(name)));
    const focused = nav.contains(document.activeElement) && document.activeElement.dataset.view;
    nav.replaceChildren(...buttons);
    if (focused) nav.querySelector(`[data-view=${focused}]`).focus();
    view.update(data, say);
  }

  return (texts) => {
    const next = record(texts);
    if (data?.lang !== next.lang) say = speaker(next.lang);
    data = next;
    // A quiz that is on is what the reader wants to see.
    if (!view) return show(data.guesses ? "quiz" : last);
    draw();
  };
}
