// The list of what keys do, in a dialog.

import { speaker } from "./words.js";

/** What is done, and by which keys; `Mod` and `Redo` are the platform's, `|` stands between two ways. */
const KEYS = [
  ["keysEditor", [
    ["nextVerdict", "F9"], ["previousVerdict", "Shift+F9"],
    ["nextError", "F8"], ["previousError", "Shift+F8"], ["errorList", "Mod+Shift+M"],
    ["definition", "F12|Mod+click"], ["applyOffer", "Alt+Enter"],
    ["find", "Mod+F"], ["goToLine", "Mod+Alt+G"], ["undo", "Mod+Z"], ["redo", "Redo"],
    ["comment", "Mod+/"], ["moveLine", "Alt+↑|Alt+↓"],
    ["indent", "Tab|Shift+Tab"], ["leave", "Esc Tab"],
  ]],
  ["keysPage", [["theseKeys", "F1|?"], ["tabs", "←|→"], ["closeDialog", "Esc"]]],
];

const make = (tag, properties, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

/** Opens the dialog in a language; once. */
export function keys(lang) {
  if (document.querySelector("dialog[open]")) return;
  const say = speaker(lang);
  const mac = /Mac|iPhone|iPad/.test(navigator.platform);
  const name = (key) => (key === "Mod" ? (mac ? "⌘" : "Ctrl") : key === "click" ? say("click") : key);
  const chord = (keys) => keys.replace("Redo", mac ? "Mod+Shift+Z" : "Mod+Y").split(" ").flatMap((stroke, index) => [
    ...(index ? [say("then")] : []),
    ...stroke.split(/\+(?!$)/).flatMap((key, index) => [...(index ? ["+"] : []), make("kbd", {}, name(key))]),
  ]);
  const ways = (keys) => keys.split("|").flatMap((way, index) => [...(index ? [say("or")] : []), ...chord(way)]);
  const groups = KEYS.flatMap(([title, list]) => [
    make("h3", {}, say(title)),
    make("dl", { className: "keys" }, ...list.map(([does, keys]) => make("div", {}, make("dt", {}, say(does)), make("dd", {}, ...ways(keys))))),
  ]);
  const dialog = make("dialog", { className: "dialog", ariaLabel: say("keys") },
    make("form", { method: "dialog" },
      make("div", { className: "dialog-head" }, make("h2", {}, say("keys")), make("button", { type: "submit" }, say("close"))),
      ...groups));
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}
