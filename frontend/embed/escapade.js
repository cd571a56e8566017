// <go-escape>: Go code on anybody's page, with the verdicts of gc's escape
// analysis. This is the loader: it shows the author's code at once and fetches
// the rest (widget.js, the analysis, the standard library) when the code comes
// near the viewport, and the editor when somebody wants to edit.
//
// The author's own <pre> stays where it is, untouched: it is what feeds,
// readers without JavaScript and search engines see, and what is seen if this
// origin is down. What the widget draws is in a shadow root, whose style sheets
// are constructed ones: the page's CSS, its Content-Security-Policy and its
// Trusted Types have nothing to refuse.
//
// What loader and widget.js know of each other is `ui` below and what
// `enliven` gives back; both should stay small, because a cache may hold an
// older loader.

import css from "./loader.css";
import { read, split } from "./source.js";
import { button, draw, make } from "./view.js";
import { ranges } from "../editor/folds.js";
import { speaker } from "./words.js";

/** How far from the viewport fetching begins. */
const NEAR = "600px 0px";
const STRINGS = ["theme", "lines", "highlight", "expanded", "flags", "go"];
const SWITCHES = { readonly: "readOnly", quiz: "quiz" };

/** The address of a file of this build: no cache can pair it with another build's. */
const at = (path) => new URL(`${path}?${BUILD}`, import.meta.url).href;

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

const waiting = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) target.analyze().catch(() => {});
}, { rootMargin: NEAR });

class GoEscape extends HTMLElement {
  static observedAttributes = ["lang", ...STRINGS, ...Object.keys(SWITCHES)];

  #root = this.attachShadow({ mode: "open" });
  /** What the page's author has written: text and exported verdicts. */
  #source;
  /** Code that was set by a script, or by the reader. */
  #own;
  #drawn;
  #live;
  #due;
  #watch = new MutationObserver(() => this.#later());

  /** What widget.js is given. */
  #ui = {
    host: this, at, make, button, sheets: this.#root,
    emit: (name, detail) => this.dispatchEvent(new CustomEvent(name, { detail })),
    own: (text) => { this.#own = text; },
    redraw: () => { this.#drawn = undefined; this.#update(); },
  };

  constructor() {
    super();
    this.#root.append(make("slot"));
    this.#root.adoptedStyleSheets = [sheet];
  }

  connectedCallback() {
    // Set before this class was there.
    for (const name of ["code", ...STRINGS, ...Object.values(SWITCHES)]) {
      if (Object.hasOwn(this, name)) {
        const value = this[name];
        delete this[name];
        this[name] = value;
      }
    }
    this.#watch.observe(this, { childList: true, subtree: true, characterData: true });
    this.#update();
    waiting.observe(this);
  }

  disconnectedCallback() {
    this.#watch.disconnect();
    waiting.unobserve(this);
  }

  attributeChangedCallback() {
    if (this.isConnected) this.#later();
  }

  /** The program. Set, it takes the place of the author's. */
  get code() {
    return this.#own ?? this.#source?.text ?? "";
  }
  set code(text) {
    this.#own = split(String(text)).text;
    this.#update();
  }

  /** The last verdicts, plain data; null before there are any. */
  get verdicts() {
    return this.#ui.live?.verdicts ?? null;
  }

  /** Analyses the program now; gives the verdicts. */
  async analyze() {
    this.#update();
    // Without code there is nothing to say yet; it is looked at again when it comes.
    if (!this.#ui.lines) return null;
    waiting.unobserve(this);
    return (await this.#enliven()).analyze();
  }

  /** Opens the editor; false if the widget is read-only. */
  async edit() {
    return !this.readOnly && Boolean(this.#ui.lines) && (await this.#enliven()).edit();
  }

  /** Puts the author's program in place of what was made of it. */
  reset() {
    this.#own = undefined;
    this.#update();
  }

  #enliven() {
    this.#update();
    this.#live ??= import(at("widget.js")).then((module) => {
      this.#ui.live = module.enliven(this.#ui);
      this.#drawn = undefined;
      this.#update();
      return this.#ui.live;
    }).catch((error) => {
      // Tried again with the next wish.
      this.#live = undefined;
      if (this.#ui.status) this.#ui.status.textContent = this.#ui.say("failed");
      this.#ui.emit("error", { code: "load", message: String(error) });
      throw error;
    });
    return this.#live;
  }

  #later() {
    this.#due ??= Promise.resolve().then(() => this.#update());
  }

  #update() {
    this.#due = undefined;
    const ui = this.#ui;
    const found = read(this);
    if (found && found.text !== this.#source?.text) this.#source = found;
    const { code } = this;
    if (!this.#source && this.#own === undefined) return;
    const tag = this.closest("[lang]")?.lang ?? "";
    const [wanted, highlight, expanded] = ["lines", "highlight", "expanded"].map((name) => this.getAttribute(name));
    const say = ui.say = speaker(tag);
    Object.assign(ui, { tag, text: code, original: this.#source?.text ?? code });
    const key = JSON.stringify([code, wanted, highlight, expanded, say("edit")]);
    if (key !== this.#drawn) {
      this.#drawn = key;
      this.#frame(say);
      ui.lines = draw(ui.code, {
        text: code, wanted, highlight, say,
        exported: this.#own === undefined && this.#source ? this.#source.exported : new Map(),
        expanded: expanded !== null && (expanded === "" || /\bcode\b/.test(expanded)),
      });
      const count = ui.lines.length;
      const wrong = [wanted, highlight].find((text) => text && !ranges(text, count));
      ui.problem = wrong ? say("badLines", wrong) : "";
      ui.status.textContent = ui.problem;
      if (!this.#live) {
        waiting.unobserve(this);
        waiting.observe(this);
      }
      ui.live?.redrawn();
    }
    if (ui.open) ui.open.hidden = this.readOnly || this.quiz;
    ui.live?.update();
  }

  /** The parts around the code, anew: their words may be in another language. */
  #frame(say) {
    const ui = this.#ui;
    ui.code = make("div", { class: "code", part: "code", role: "group", "aria-label": say("code"), tabindex: "0", lang: "en", dir: "ltr" });
    ui.below = make("div", { class: "below" });
    ui.status = make("span", { class: "status", part: "status", role: "status", dir: "auto" });
    ui.open = button("edit", say("edit"), () => this.edit().catch(() => {}));
    ui.tools = make("span", { class: "tools", part: "tools" }, ui.open,
      make("a", { part: "link", href: new URL("../", import.meta.url).href, target: "_blank", rel: "noopener", title: say("site") }, "Escapade"));
    ui.frame = make("div", { class: "frame", part: "frame", lang: say.tag },
      ui.code, ui.below, make("div", { class: "bar", part: "bar" }, ui.status, ui.tools));
    this.#root.replaceChildren(ui.frame);
  }
}

const { prototype } = GoEscape;
for (const name of STRINGS) {
  Object.defineProperty(prototype, name, {
    enumerable: true,
    get() { return this.getAttribute(name) ?? ""; },
    set(value) { this.setAttribute(name, value); },
  });
}
for (const [attribute, name] of Object.entries(SWITCHES)) {
  Object.defineProperty(prototype, name, {
    enumerable: true,
    get() { return this.hasAttribute(attribute); },
    set(value) { this.toggleAttribute(attribute, Boolean(value)); },
  });
}

// A page may load this file twice.
if (!customElements.get("go-escape")) customElements.define("go-escape", GoEscape);
