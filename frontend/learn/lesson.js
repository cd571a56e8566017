// The lesson of the open example; for any other program the list of lessons.

import { make } from "../embed/view.js";
import { fetchJson, fetchText } from "./fetch.js";
import { lineOf, parse } from "./markdown.js";
import { render } from "./render.js";

export class Lesson {
  #body;
  #on;
  #data;
  #say;
  /** What is drawn: example and language. */
  #key;
  /** A line that is shown as soon as its file is the open one. */
  #wanted;

  constructor(body, on) {
    this.#body = body;
    this.#on = on;
  }

  update(data, say) {
    this.#data = data;
    this.#say = say;
    const slug = data.doc?.[0];
    const key = `${slug ?? ""} ${data.lang}`;
    if (key !== this.#key) {
      this.#key = key;
      this.#draw(slug, key);
    }
    this.#goOn();
  }

  async #draw(slug, key) {
    const say = this.#say;
    if (!this.#body.firstChild) this.#body.append(make("p", {}, say("loading")));
    const [list, text] = await Promise.all([
      fetchJson("examples/index.json"),
      slug && fetchText(`examples/${slug}/lesson.${this.#data.lang === "en" ? "en" : "zh"}.md`),
    ]);
    if (key !== this.#key) return;
    const on = {
      say,
      shapes: this.#data.shapes,
      claim: (piece) => this.#go(piece),
      open: (address) => this.#open(address),
    };
    const example = list?.find((each) => each.slug === slug);
    if (slug && text === undefined) {
      this.#key = undefined;
      this.#body.replaceChildren(make("p", { role: "alert" }, say("failed")));
    } else if (slug) {
      const article = make("article", { class: "lesson" }, ...render(parse(text), on));
      this.#body.replaceChildren(article, ...(example ? [this.#around(list, example, on)] : []));
    } else {
      this.#body.replaceChildren(...this.#list(list ?? [], on));
    }
    this.#on.announce("");
  }

  #title(example) {
    return example.title[this.#data.lang === "en" ? "en" : "zh"];
  }

  #link(example, { open }) {
    const address = `#lesson=${example.slug}/${example.files[0].name}`;
    return make("a", { href: address, click: (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(address);
    } }, ...this.#title(example).split("`").map((piece, index) => (index % 2 ? make("code", {}, piece) : piece)));
  }

  /** The lessons before and after. */
  #around(list, example, on) {
    const at = list.indexOf(example);
    const one = (key, other) => (other ? make("p", {}, make("small", {}, this.#say(key)), this.#link(other, on)) : "");
    return make("nav", { class: "around", "aria-label": this.#say("lessons") }, one("before", list[at - 1]), one("after", list[at + 1]));
  }

  #list(list, on) {
    const group = (heading, examples) => [
      make("h3", {}, this.#say(heading)),
      make("ul", {}, ...examples.map((example) => make("li", {}, this.#link(example, on)))),
    ];
    const isTable = ({ section }) => section.startsWith("table.");
    return [
      make("p", {}, this.#say("lessonsHint")),
      ...group("scenarios", list.filter((each) => !isTable(each))),
      ...group("table", list.filter(isTable)),
    ];
  }

  #open(address) {
    this.#on.tell("open", address);
  }

  /** Shows the line that a claim is about, in its file and language version. */
  #go(piece) {
    const [slug] = this.#data.doc;
    this.#wanted = piece;
    this.#on.tell("go", piece.go ?? 27);
    this.#on.tell("open", `#example=${slug}/${piece.file}`);
    this.#goOn();
  }

  #goOn() {
    const piece = this.#wanted;
    const { doc, text, go } = this.#data;
    if (!piece || !doc || doc[1] !== piece.file || text === null || text === undefined || go !== (piece.go ?? 27)) return;
    this.#wanted = undefined;
    const line = lineOf(text, piece.code);
    if (line) this.#on.tell("line", line);
    this.#on.announce(line ? "" : this.#say("changedLine"));
  }
}
