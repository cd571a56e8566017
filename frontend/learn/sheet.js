// The cheat sheet, and the way to it as a page that can be printed.

import { make } from "../embed/view.js";
import { fetchText } from "./fetch.js";
import { parse } from "./markdown.js";
import { render } from "./render.js";

export class Sheet {
  #body;
  #on;
  #key;

  constructor(body, on) {
    this.#body = body;
    this.#on = on;
  }

  async update(data, say) {
    if (this.#key === data.lang) return;
    this.#key = data.lang;
    const language = data.lang === "en" ? "en" : "zh";
    const text = await fetchText(`lessons/cheatsheet.${language}.md`);
    if (this.#key !== data.lang) return;
    if (text === undefined) {
      this.#key = undefined;
      this.#body.replaceChildren(make("p", { role: "alert" }, say("failed")));
      return;
    }
    const page = language === "en" ? "cheatsheet.html" : "cheatsheet.zh.html";
    const open = (address) => {
      this.#on.tell("open", address);
      this.#on.show("lesson");
    };
    this.#body.replaceChildren(
      make("p", { class: "tools" }, make("a", { href: page, target: "_blank" }, say("print"))),
      make("article", { class: "lesson" }, ...render(parse(text), { say, shapes: data.shapes, claim() {}, open })),
    );
  }
}
