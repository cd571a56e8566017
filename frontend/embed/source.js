// The author's code, read out of whatever a blog's tools have made of it.
//
// Highlighters put it into spans, some with line numbers, some with <br> for
// the line breaks; the code itself is what is left. Verdicts that the author
// exported stand behind their lines as comments of a form that nobody writes
// by hand, so that they survive highlighters, feeds and Markdown:
//
//     p := point{x, y} //⇐ p → heap: returned
//
// They are taken out again here: the program never contained them.

const CODE = [
  "code[class*=language-go]", "code[data-lang=go]", "[class*=language-go] code", "[class*=source-go] pre",
  "pre code", "pre", "textarea",
];
/** Line numbers, buttons and the like that some tools put in between. */
const NOISE = ".ln, .lnt, .lineno, .linenos, .line-numbers-rows, .hljs-ln-numbers, button, .buttons";
const EXPORTED = /[ \t]*\/\/⇐[ \t]*(.*)$/;

/** The author's program and exported verdicts by line; undefined if there is no code yet. */
export function read(host) {
  for (const selector of CODE) {
    const element = host.querySelector(selector);
    if (element) return split(element.value ?? text(element));
  }
  return undefined;
}

/** A text without exported verdicts, and these. */
export function split(text) {
  const exported = new Map();
  const lines = text.replace(/^\n/, "").split("\n").map((line, index) => {
    const found = EXPORTED.exec(line);
    if (!found) return line;
    exported.set(index + 1, found[1].trim());
    return line.slice(0, found.index);
  });
  return { text: lines.join("\n"), exported };
}

function text(node) {
  let found = "";
  for (const child of node.childNodes) {
    if (child.nodeType === 3) found += child.data;
    else if (child.nodeName === "BR") found += "\n";
    else if (child.nodeType === 1 && !child.matches(NOISE)) found += text(child);
  }
  return found;
}
