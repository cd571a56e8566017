// The dialog that gives a program away: as a link, as text, as a file. A
// native <dialog>: the browser keeps the focus in it, closes it with Escape
// and gives the focus back.

import { fragment } from "./link.js";
import { page } from "./page.js";
import { exported, markdown, snippet } from "./text.js";
import { speaker } from "./words.js";

/** Above this some mail programs and chats cut an address. */
const LONG_LINK = 8_000;

/**
 * What the app knows: `lang` and `state` as in link.js, `titles` in both languages, `txtar` with
 * whether it `holds` the texts exactly, `release`, and in `said` for each
 * language of the site each file's marks and explanations.
 *
 * @typedef {{lang: string, titles: [string, string], state: object, txtar: string, holds: boolean, release: string,
 *   said: Record<string, {marks: object[], explanations: [number, string, object][]}[]>}} Program
 */

/** An element with properties; children are elements or text, and falsy ones nothing. */
function make(tag, properties = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children.flat().filter(Boolean));
  return element;
}

const titleIn = ({ titles: [en, zh] }, lang) => (lang === "en" ? en : zh);

/** The files with what is said of them in a language. */
const filesIn = ({ state, said }, lang) => state.files.map(([name, text], index) => ({ name, text, ...said[lang][index] }));

const HOME = () => new URL("./", document.baseURI).href;

/** Opens the dialog. */
export function share(/** @type {Program} */ program) {
  const say = speaker(program.lang);
  program.title = titleIn(program, program.lang);
  const choices = {
    as: "link", verdicts: true, link: true, lang: program.lang,
    form: "html", theme: "system", snippetLang: "", lines: "", highlight: "", quiz: false, readonly: false,
    noInlining: program.state.noInlining, inCode: false,
  };
  const body = make("div", { className: "share-body" });
  const close = make("button", { type: "submit", textContent: say("close") });
  const forms = make("div", { className: "switch share-forms", role: "group", ariaLabel: say("as") });
  const dialog = make("dialog", { className: "dialog share", ariaLabel: say("share") },
    make("form", { method: "dialog" }, make("div", { className: "dialog-head" }, make("h2", {}, say("share")), close), forms, body));
  const show = (as) => {
    choices.as = as;
    for (const button of forms.children) button.setAttribute("aria-pressed", String(button.dataset.as === as));
    body.replaceChildren(...PARTS[as](program, choices, say));
  };
  for (const as of Object.keys(PARTS)) {
    const button = make("button", { type: "button", onclick: () => show(as) }, say(as));
    button.dataset.as = as;
    forms.append(button);
  }
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show("link");
  dialog.showModal();
}

const link = async ({ state }) => `${HOME()}${await fragment(state)}`;

const PARTS = {
  link(program, choices, say) {
    const status = make("p", { className: "share-note", role: "status" });
    const field = output(say("link"), 4);
    const tools = make("div", { className: "share-tools" });
    const made = globalThis.CompressionStream ? link(program) : Promise.reject(new Error("no CompressionStream"));
    made.then((text) => {
      field.area.value = text;
      status.textContent = say(text.length > LONG_LINK ? "linkLong" : "linkLength", text.length.toLocaleString(say.tag));
      const data = { title: program.title, url: text };
      const send = navigator.canShare?.(data) && make("button", { type: "button", onclick: () => navigator.share(data).catch(() => {}) }, say("send"));
      tools.append(...[copy(() => text, say), send].filter(Boolean));
    }, () => {
      status.textContent = say("linkCannot");
    });
    return [make("p", {}, say("linkNote")), field.label, status, tools];
  },

  markdown(program, choices, say) {
    const field = output(say("text"), 12);
    const update = async () => {
      const address = choices.link && globalThis.CompressionStream ? await link(program) : "";
      field.area.value = markdown(filesIn(program, program.lang), { verdicts: choices.verdicts, link: address, words: say });
    };
    update();
    return [
      make("p", {}, say("markdownNote")),
      make("div", { className: "share-switches" }, check("verdicts", say("verdicts"), choices, update), check("link", say("withLink"), choices, update)),
      field.label,
      tools(say, () => field.area.value, `${fileName(program)}.md`, "text/markdown"),
    ];
  },

  page(program, choices, say) {
    const made = async () => {
      const words = speaker(choices.lang);
      const address = choices.link && globalThis.CompressionStream ? await link(program) : "";
      return page({ title: titleIn(program, choices.lang), files: filesIn(program, choices.lang), release: program.release, link: address, words });
    };
    const languages = [["en", "English"], ["zh-Hans", "简体中文"]];
    return [
      make("p", {}, say("pageNote")),
      make("div", { className: "share-options" }, select("lang", say("language"), languages, choices, () => {})),
      make("div", { className: "share-switches" }, check("link", say("withLink"), choices, () => {})),
      tools(say, made, `${fileName(program)}.html`, "text/html"),
    ];
  },

  widget(program, choices, say) {
    const field = output(say("text"), 9);
    const update = () => {
      const lang = choices.snippetLang || program.lang;
      const { name, text } = { name: program.state.open, text: "" };
      const shown = filesIn(program, lang).find((file) => file.name === name) ?? { text, marks: [] };
      const code = choices.inCode ? exported(shown.text, shown.marks) : shown.text;
      const wish = { ...choices, lang: choices.snippetLang && lang.slice(0, 2) };
      field.area.value = snippet(wish, { home: HOME(), program: code, title: speaker(lang)("title") });
    };
    update();
    const themes = ["system", "light", "dark"].map((theme) => [theme, say(theme)]);
    const languages = [["en", "English"], ["zh-Hans", "简体中文"], ["", say("pageLanguage")]];
    const guide = make("a", { href: say.tag === "en" ? "embed/index.html" : "embed/zh.html", target: "_blank" }, say("guide"));
    return [
      make("div", { className: "share-options" },
        select("form", say("for"), ["html", "fences", "frame"].map((form) => [form, say(form)]), choices, update),
        select("theme", say("theme"), themes, choices, update),
        select("snippetLang", say("language"), languages, choices, update),
        written("lines", say("lines"), choices, update),
        written("highlight", say("highlight"), choices, update)),
      make("div", { className: "share-switches" },
        check("inCode", say("verdicts"), choices, update),
        check("quiz", say("quiz"), choices, update),
        check("readonly", say("readonly"), choices, update),
        check("noInlining", say("noInlining"), choices, update)),
      field.label,
      make("div", { className: "share-tools" }, guide, copy(() => field.area.value, say)),
    ];
  },

  txtar(program, choices, say) {
    const field = output(say("text"), 12);
    field.area.value = program.txtar;
    return [
      make("p", {}, say("txtarNote")),
      !program.holds && make("p", { className: "share-note" }, say("txtarCannot")),
      field.label,
      tools(say, () => program.txtar, `${fileName(program)}.txtar`, "text/plain"),
    ].filter(Boolean);
  },
};

/** A name for a file that is kept: letters of any script, digits and little else. */
const fileName = ({ title }) => title.replace(/\.(go|txtar)$/, "").replace(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[-.]+|[-.]+$/g, "") || "program";

function output(label, rows) {
  const area = make("textarea", { readOnly: true, rows, spellcheck: false });
  return { area, label: make("label", { className: "share-text" }, label, area) };
}

function check(key, label, choices, update) {
  const box = make("input", { type: "checkbox", checked: choices[key] });
  box.addEventListener("change", () => {
    choices[key] = box.checked;
    update();
  });
  return make("label", {}, box, label);
}

function written(key, label, choices, update) {
  const field = make("input", { type: "text", value: choices[key], placeholder: "3-12, 15" });
  field.addEventListener("input", () => {
    choices[key] = field.value;
    update();
  });
  return make("label", {}, label, field);
}

function select(key, label, options, choices, update) {
  const list = make("select", {}, options.map(([value, name]) => make("option", { value, selected: choices[key] === value }, name)));
  list.addEventListener("change", () => {
    choices[key] = list.value;
    update();
  });
  return make("label", {}, label, list);
}

/** Copies and says for a moment whether that worked. */
function copy(text, say) {
  const button = make("button", { type: "button", ariaLive: "polite" }, say("copy"));
  button.addEventListener("click", async () => {
    const copied = await Promise.resolve(text()).then((text) => navigator.clipboard.writeText(text)).then(() => true, () => false);
    button.textContent = say(copied ? "copied" : "notCopied");
    setTimeout(() => {
      button.textContent = say("copy");
    }, 2_000);
  });
  return button;
}

/** Buttons that copy a text, and keep it as a file. */
function tools(say, text, name, type) {
  const keep = async () => {
    const url = URL.createObjectURL(new Blob([await text()], { type }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 60_000);
  };
  return make("div", { className: "share-tools" }, copy(text, say), make("button", { type: "button", onclick: keep }, say("download")));
}
