// The widget as a page of its own, for pages that allow frames but no foreign
// scripts: embed.html#code=…&theme=…, with the attributes of <go-escape> as
// further parameters. It works in a frame with sandbox="allow-scripts" alone:
// nothing is stored, everything comes from this folder.
//
// The page around it can ask to be told the height (resize.js does):
//
//     page   { escapade: "hello", nonce } with a MessagePort, to this window
//     frame  { nonce, height } over the port, whenever the height changes
//
// The port is why nothing is ever sent to "*" from here: who holds it is who
// said hello. It must be the window that this frame is in and, where the
// browser or the parameter `parent` tells, of that origin.

import "./escapade.js";

import { speaker } from "./words.js";

const ATTRIBUTES = ["theme", "lang", "lines", "highlight", "readonly", "quiz", "expanded", "flags", "go"];

const widget = document.createElement("go-escape");
let parameters;

/** Takes code and attributes from the address. */
function read() {
  parameters = new URLSearchParams(location.hash.slice(1));
  for (const name of ATTRIBUTES) {
    const value = parameters.get(name);
    if (value === null || value === "false") widget.removeAttribute(name);
    else widget.setAttribute(name, value);
  }
  const lang = parameters.get("lang") ?? navigator.language;
  document.documentElement.lang = /^zh\b/i.test(lang) ? "zh-Hans" : lang;
  document.documentElement.dataset.theme = parameters.get("theme") ?? "auto";
  const code = parameters.get("code") ?? "";
  const first = parameters.get("title") ?? /^func\s+(?:\([^)]*\)\s*)?([\p{L}\w]+)/mu.exec(code)?.[1] ?? "Go";
  document.title = speaker(lang)("frame", first);
  widget.code = code;
}

addEventListener("hashchange", read);
addEventListener("message", ({ data, origin, ports, source }) => {
  if (source !== parent || data?.escapade !== "hello" || !ports[0]) return;
  if (typeof data.nonce !== "string" || !/^[\w-]{8,64}$/.test(data.nonce)) return;
  const expected = parameters.get("parent") ?? location.ancestorOrigins?.[0] ?? origin;
  if (origin !== expected) return;
  const [port] = ports;
  const tell = () => port.postMessage({ nonce: data.nonce, height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
  new ResizeObserver(tell).observe(document.documentElement);
  tell();
});

read();
document.body.append(widget);
