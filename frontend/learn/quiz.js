// Stack or heap? A list of the lines in question, each with two choices; the
// code beside it shows none of its verdicts while the quiz is on. What is
// right is only known to the page, which is asked for the score.

import { make } from "../embed/view.js";

let number = 0;

export class Quiz {
  #body;
  #on;
  /** What the drawn list is about. */
  #key;
  #data;

  constructor(body, on) {
    this.#body = body;
    this.#on = on;
  }

  update(data, say) {
    const before = this.#data;
    this.#data = data;
    const state = data.refused ? "refused" : data.score ? "score" : data.guesses ? "asking" : "idle";
    const key = JSON.stringify([state, data.lang, data.text, data.questions, data.score]);
    if (key !== this.#key) {
      const hadFocus = this.#body.contains(document.activeElement);
      const began = this.#key !== undefined;
      this.#key = key;
      this.#body.replaceChildren(...this[state](data, say));
      if (began) this.#on.announce({ asking: say("quizCount", data.questions.length), score: data.score && this.#says(data, say) }[state] ?? "");
      // The button that was pressed is gone: its successor has the focus.
      if (hadFocus) this.#body.querySelector("[data-first]")?.focus();
    } else if (state === "asking") {
      this.#count(say);
    }
    if (state === "asking" && before?.line !== data.line) this.#here(data.line);
  }

  #button(label, word, more = {}) {
    return make("button", { type: "button", click: () => this.#on.tell(word, 0), ...more }, label);
  }

  refused(_, say) {
    return [make("p", {}, say("refused"))];
  }

  idle({ questions }, say) {
    if (!questions.length) return [make("p", {}, say("noQuiz"))];
    return [
      make("p", {}, say("quizHint")),
      make("p", {}, say("quizCount", questions.length)),
      make("p", { class: "tools" }, this.#button(say("begin"), "ask", { class: "primary", "data-first": true })),
    ];
  }

  /** The line as a button that shows it in the editor. */
  #line(line, data, say) {
    const source = data.text.split("\n")[line - 1]?.trim() ?? "";
    return make("button", { type: "button", class: "quiz-line", "aria-label": say("goLine", line), click: () => this.#on.tell("line", line) },
      make("span", { class: "line-number" }, line), make("code", { lang: "en", dir: "ltr" }, source));
  }

  asking(data, say) {
    const marked = new Map(data.guesses);
    const rows = data.questions.map((line, index) => {
      const name = `quiz-${number += 1}`;
      const choice = (value, label) => make("label", {}, make("input", {
        type: "radio", name, value, checked: marked.get(line) === value, "data-first": index === 0 && value === "stack",
        change: () => this.#on.tell(value, line),
      }), label);
      return make("li", { "data-line": line }, this.#line(line, data, say),
        make("fieldset", { role: "radiogroup", "aria-label": say("line", line) }, choice("stack", say("isStack")), choice("heap", say("isHeap"))));
    });
    return [
      make("p", {}, say("quizHint")),
      make("ol", { class: "quiz" }, ...rows),
      make("p", { class: "tools" },
        this.#button(say("grade"), "grade", { class: "primary" }),
        this.#button(say("end"), "end"),
        make("span", { class: "count" }, say("answered", `${marked.size}/${data.questions.length}`))),
    ];
  }

  #count(say) {
    const { guesses, questions } = this.#data;
    const text = say("answered", `${new Set(guesses.map(([line]) => line)).size}/${questions.length}`);
    const count = this.#body.querySelector(".count");
    if (count && count.textContent !== text) {
      count.textContent = text;
      this.#on.announce(text);
    }
  }

  /** Marks the question about the line that the cursor is on. */
  #here(line) {
    for (const row of this.#body.querySelectorAll("li[data-line]")) {
      const here = row.dataset.line === String(line);
      row.classList.toggle("is-here", here);
      if (here && !row.contains(document.activeElement)) row.scrollIntoView({ block: "nearest" });
    }
  }

  #says({ score: { right, total } }, say) {
    return say("scored", right, total);
  }

  score(data, say) {
    const rows = data.score.lines.map(({ line, answer, guess, right }) => {
      const name = right ? "right" : guess ? "wrong" : "open";
      return make("li", { class: `was-${name}` }, this.#line(line, data, say),
        make("p", {}, make("strong", {}, `${{ right: "✓ ", wrong: "✗ ", open: "– " }[name]}${say(name)}`), " ",
          say("answer", say(answer === "heap" ? "isHeap" : "isStack"))));
    });
    return [
      make("h3", {}, this.#says(data, say)),
      make("p", {}, say("quizOver")),
      make("ol", { class: "quiz" }, ...rows),
      make("p", { class: "tools" }, this.#button(say("again"), "ask", { class: "primary", "data-first": true }), this.#button(say("end"), "end")),
    ];
  }
}
