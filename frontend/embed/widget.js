// The widget come alive: verdicts at the lines, explanations, the quiz, the
// editor. Loaded when the first widget of a page comes near the viewport.

import css from "./widget.css";
import { Client } from "./client.js";
import { paint, pieces } from "./colours.js";
import { explanation, shape } from "./explain.js";
import { choices } from "./quiz.js";

const sheet = new CSSStyleSheet();
sheet.replaceSync(css);

/** One for all widgets of the page. */
let client;

/** What tells ways, for all widgets; without it there are gc's lines. */
let telling;

const teller = (at) => {
  telling ??= import(at("way.js")).catch(() => { telling = undefined; });
  return telling;
};

/** Texts up to this length are analysed with the key press itself, longer ones when it pauses. */
const SMALL = 1 << 16;
const PAUSE = 250;

/** Makes the widget of `ui` (see escapade.js) live. */
export function enliven(ui) {
  ui.sheets.adoptedStyleSheets = [...ui.sheets.adoptedStyleSheets, sheet];
  client ??= new Client(ui.at);
  return new Live(ui);
}

class Live {
  /** Plain data, for whoever asks. */
  verdicts = null;
  #ui;
  #shown;
  /** What the last answer was about. */
  #key;
  #answer;
  #editor;
  #quiz;
  #graded;
  #ready = false;

  constructor(ui) {
    this.#ui = ui;
  }

  // What escapade.js calls.

  /** The parts are new ones. */
  redrawn() {
    this.#quiz = undefined;
    this.#graded = undefined;
    const editor = this.#editor;
    if (editor) {
      this.#place(editor);
      this.#words().then((words) => editor.handle.speak(words));
    }
    if (this.#shown && this.#key === this.#wish().key) this.#draw();
  }

  /** Something may have changed: the text, an attribute, the language. */
  update() {
    this.#tools();
    if (this.#editor && this.#ui.host.readOnly) this.#close();
    const editor = this.#editor;
    if (editor && editor.text !== this.#ui.text) {
      editor.text = this.#ui.text;
      editor.handle.replace(editor.text);
    }
    if (this.#key === this.#wish().key) {
      // The quiz may have been switched on or off.
      if (this.#shown && Boolean(this.#quiz) !== this.#asks()) this.#ui.redraw();
    } else {
      this.analyze().catch(() => {});
    }
  }

  /** Gives the verdicts; asks at most once for the same. */
  analyze() {
    const wish = this.#wish();
    if (this.#key !== wish.key) {
      this.#key = wish.key;
      this.#answer = this.#analyze(wish);
    }
    return this.#answer;
  }

  async #analyze({ key, request }) {
    const ui = this.#ui;
    const slow = setTimeout(() => this.#say(ui.say("waiting")), 200);
    try {
      const version = this.#editor?.handle.version();
      const shown = await client.ask(ui.host, "show", request);
      // Something newer is on its way.
      if (!shown || this.#key !== key) return this.verdicts;
      this.#shown = shown;
      this.verdicts = plain(shown, request.text);
      this.#draw(version);
      if (!this.#ready) {
        this.#ready = true;
        ui.emit("ready", { release: shown.release });
      }
      ui.emit("verdicts", this.verdicts);
      return this.verdicts;
    } catch (error) {
      // Tried again with the next wish.
      if (this.#key === key) this.#key = undefined;
      this.#say(ui.say(error.full ? "tooLarge" : this.#ready ? "gaveUp" : "failed"));
      ui.emit("error", { code: error.full ? "memory" : this.#ready ? "analysis" : "load", message: error.message });
      throw error;
    } finally {
      clearTimeout(slow);
    }
  }

  /** Opens the editor; whether it is open. */
  async edit() {
    const ui = this.#ui;
    if (this.#editor) return true;
    let bundle;
    let words;
    try {
      [bundle, words] = await Promise.all([import(ui.at("../editor.js")), this.#words()]);
    } catch (error) {
      this.#say(ui.say("noEditor"));
      ui.emit("error", { code: "editor", message: String(error) });
      return false;
    }
    if (this.#editor) return true;
    const host = ui.make("div", { class: "editor", part: "editor", dir: "ltr", lang: "en" });
    const editor = { host, handle: undefined, text: ui.text, timer: undefined };
    this.#editor = editor;
    this.#place(editor);
    editor.handle = bundle.mount(host, words, {
      changed: () => this.#changed(),
      cursor() {},
      picked: (line) => this.#explain(line),
      hovered() {},
    }, { fit: true, folds: ui.host.getAttribute("lines"), unfold: (count) => ui.say("folded", count) });
    editor.handle.open(ui.text);
    editor.handle.focus();
    if (this.#shown) this.#draw(editor.handle.version());
    this.#tools();
    return true;
  }

  // The rest is its own.

  /** What to ask, and what makes the answer another one. */
  #wish() {
    const { text, tag, host } = this.#ui;
    const request = { text, lang: tag, flags: host.flags, go: host.go };
    return { request, key: JSON.stringify(request) };
  }

  #words() {
    const { host, tag, say } = this.#ui;
    const plain = { label: say("code"), phrases: [] };
    return client.ask(host, "words", { lang: tag, words: true }).then((words) => words ?? plain, () => plain);
  }

  #asks() {
    return this.#ui.host.quiz && !this.#editor;
  }

  #say(text) {
    this.#ui.status.textContent = [text, this.#ui.problem].filter(Boolean).join(" ");
  }

  #draw(version) {
    const [ui, shown] = [this.#ui, this.#shown];
    if (this.#editor) {
      this.#editor.handle.show(version ?? this.#editor.handle.version(), shown.findings);
      this.#say([shown.summary.text, ...shown.notices].join(" · "));
      return;
    }
    // What is underlined would give the answer away.
    const all = pieces(this.#asks() ? { ...shown, findings: { ...shown.findings, ranges: [] } } : shown);
    let start = 0;
    let next = 0;
    ui.text.split("\n").forEach((source, index) => {
      const line = ui.lines[index + 1];
      const end = start + source.length;
      while (next < all.length && all[next].to <= start) next += 1;
      const here = [];
      for (let i = next; i < all.length && all[i].from <= end; i += 1) here.push(all[i]);
      if (line) {
        paint(line.querySelector("code"), `${source}\n`, start, here);
        line.querySelector(".words")?.remove();
      }
      start = end + 1;
    });
    if (this.#asks()) return this.#ask();
    for (const mark of shown.findings.marks) this.#mark(mark);
    this.#say([shown.summary.text, ...shown.notices].join(" · "));
    if (/\bwhy\b/.test(ui.host.expanded)) for (const { line } of shown.findings.marks) this.#explain(line, true);
  }

  #mark({ line: number, kind, assumed, shape: path, text }) {
    const line = this.#ui.lines[number];
    if (!line) return;
    const mark = shape(kind, path, assumed);
    mark.addEventListener("click", () => this.#explain(number));
    line.querySelector(".mark").replaceChildren(mark);
    line.append(this.#ui.make("button", {
      type: "button", class: `words is-${kind}${assumed ? " is-assumed" : ""}`, part: `words words-${kind}`,
      "aria-expanded": "false", click: () => this.#explain(number),
    }, text));
  }

  // Explanations.

  async #explain(number, keep = false) {
    const ui = this.#ui;
    const line = this.#editor ? undefined : ui.lines[number];
    const words = line?.querySelector("button.words");
    const open = line?.nextElementSibling;
    if (open?.classList.contains("why")) {
      if (!keep) this.#shut(open, words);
      return;
    }
    const key = this.#key;
    const told = await client.ask(ui.host, `explain ${number}`, { ...this.#wish().request, explain: number }).catch(() => undefined);
    const way = told?.ways.some(Boolean) ? await teller(ui.at) : undefined;
    // Not about what is there any more, or there already.
    if (!told || this.#key !== key || line?.nextElementSibling?.classList.contains("why")) return;
    const panel = explanation(told, {
      way,
      say: ui.say,
      go: (to) => this.#go(to),
      close: () => {
        this.#shut(panel, words);
        words?.focus();
      },
    });
    if (line?.isConnected) {
      line.after(panel);
      words?.setAttribute("aria-expanded", "true");
    } else if (this.#editor) {
      ui.below.replaceChildren(panel);
    }
  }

  #shut(panel, words) {
    panel.remove();
    words?.setAttribute("aria-expanded", "false");
  }

  /** Shows a line that an explanation speaks of. */
  #go(number) {
    if (this.#editor) return this.#editor.handle.line(number);
    const line = this.#ui.lines[number];
    if (!line) return;
    const folded = line.closest("[hidden]");
    folded?.previousElementSibling.click();
    line.scrollIntoView({ block: "nearest" });
    line.classList.add("goto");
    setTimeout(() => line.classList.remove("goto"), 1_600);
  }

  // The quiz.

  #ask() {
    const [ui, shown] = [this.#ui, this.#shown];
    this.#quiz = choices(ui.lines, shown.questions, ui.say);
    this.#say([ui.say(shown.questions.length ? "quiz" : "noQuiz"), ...shown.notices].join(" · "));
    this.#tools();
  }

  async #grade() {
    const ui = this.#ui;
    const quiz = this.#quiz;
    const score = await client.ask(ui.host, "grade", { ...this.#wish().request, guesses: quiz.guesses() }).catch(() => undefined);
    if (!score || this.#quiz !== quiz) return;
    this.#graded = score;
    quiz.grade(score);
    for (const mark of this.#shown.findings.marks) this.#mark(mark);
    this.#say(score.text);
    for (const { line, right } of score.lines) if (!right) this.#explain(line, true);
    ui.emit("score", { right: score.right, total: score.total });
    this.#tools();
  }

  // The editor.

  #place({ host }) {
    this.#ui.code.hidden = true;
    this.#ui.code.after(host);
  }

  #changed() {
    const editor = this.#editor;
    if (!editor?.handle) return;
    clearTimeout(editor.timer);
    if (editor.handle.length() <= SMALL) this.#take();
    else editor.timer = setTimeout(() => this.#take(), PAUSE);
  }

  /** Takes what the reader has typed. */
  #take() {
    const [ui, editor] = [this.#ui, this.#editor];
    if (!editor) return;
    clearTimeout(editor.timer);
    const text = editor.handle.text();
    if (text === editor.text) return;
    editor.text = text;
    ui.own(text);
    ui.text = text;
    ui.below.replaceChildren();
    ui.emit("change", { code: text });
    this.analyze().catch(() => {});
    this.#tools();
  }

  #close() {
    this.#take();
    const editor = this.#editor;
    this.#editor = undefined;
    editor.handle.destroy();
    editor.host.remove();
    this.#ui.redraw();
  }

  /** The buttons that make sense now. */
  #tools() {
    const ui = this.#ui;
    const { make, button, say } = ui;
    const editing = Boolean(this.#editor);
    const quiz = Boolean(this.#quiz) && this.#shown?.questions.length > 0;
    const wanted = [
      quiz && !this.#graded && ["check", () => this.#grade(), { class: "primary" }],
      quiz && this.#graded && ["again", () => this.#anew(() => ui.redraw(), "input")],
      ui.text !== ui.original && ["reset", () => this.#anew(() => ui.host.reset())],
      editing && ["done", () => this.#anew(() => this.#close())],
      !editing && !this.#asks() && ["copy", (event) => this.#copy(event.target)],
    ].filter(Boolean);
    ui.open.hidden = editing || ui.host.readOnly || this.#asks();
    const old = ui.tools.querySelector(".tools");
    const names = wanted.map(([name]) => name).join();
    if (old?.dataset.names === names) return;
    const tools = make("span", { class: "tools", "data-names": names },
      ...wanted.map(([name, click, more]) => button(name, say(name), click, more)));
    // A button that is gone hands the focus on.
    const focused = old?.contains(old.getRootNode().activeElement);
    old?.remove();
    ui.tools.prepend(tools);
    if (focused) tools.querySelector("button")?.focus();
  }

  /** Does something that may put other parts in place of these; the focus stays inside. */
  #anew(then, next) {
    then();
    const { frame, open } = this.#ui;
    if (!this.#editor) (frame.querySelector(next ?? "none") ?? open).focus();
  }

  async #copy(button) {
    const { text, say } = this.#ui;
    const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
    button.textContent = say(done ? "copied" : "notCopied");
    setTimeout(() => { button.textContent = say("copy"); }, 2_000);
  }
}

/** The answer for scripts: what it says, without how it is drawn. */
function plain({ findings, summary, gc, questions, notices, release }, code) {
  return {
    release,
    summary: { ...summary },
    lines: findings.marks.map(({ line, kind, assumed, label, text }) => ({ line, kind, assumed, label, text })),
    errors: findings.errors.map(({ from, to, message }) => ({ line: code.slice(0, from).split("\n").length, from, to, message })),
    gc: [...gc],
    questions: [...questions],
    notices: [...notices],
  };
}
