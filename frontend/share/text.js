// From a program and its verdicts to text that can be pasted or kept.

export const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

const longestRun = (text) => Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));

/** A fence that nothing in `text` ends. */
function fenced(text, info) {
  const fence = "`".repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${info}\n${text}${text.endsWith("\n") ? "" : "\n"}${fence}\n`;
}

/**
 * A text with the words of its marks as comments, which the widget takes out
 * again. Lines end with `\n` alone, as in the editor.
 */
export function exported(text, marks) {
  const words = new Map(marks.map(({ line, text }) => [line, text.replaceAll("\n", " ")]));
  const said = (line, number) => (words.get(number) ? `${line} //⇐ ${words.get(number)}` : line);
  return text.split("\n").map((line, index) => said(line, index + 1)).join("\n");
}

/** Code blocks, one for each file, with names if there are several. */
export function markdown(files, { verdicts, link, words: say }) {
  const block = ({ name, text, marks }) => {
    const go = name.endsWith(".go");
    const body = fenced(verdicts && go ? exported(text, marks) : text, go ? "go" : "");
    // A name is a path; one with backticks needs a longer run around it.
    const ticks = "`".repeat(longestRun(name) + 1);
    return files.length > 1 ? `${ticks}${name}${ticks}\n\n${body}` : body;
  };
  const blocks = files.map(block).join("\n");
  return link ? `${blocks}\n[${say("opensIn")}](${link})\n` : blocks;
}

/** The attributes of a widget, in the order in which they are documented; those without a value are switches. */
function attributes({ theme, lang, lines, highlight, readonly, quiz, noInlining }) {
  return [
    theme !== "system" && ["theme", theme],
    lang && ["lang", lang],
    lines.trim() && ["lines", lines.trim()],
    highlight.trim() && ["highlight", highlight.trim()],
    readonly && ["readonly"],
    quiz && ["quiz"],
    noInlining && ["flags", "-l"],
  ].filter(Boolean);
}

/** The markup of a widget. `home` is the address of the site's folder, `title` says what a frame shows. */
export function snippet(choices, { home, program, title }) {
  const script = `<script type="module" src="${escape(home)}embed/escapade.js"></script>`;
  const all = attributes(choices);
  const tag = `<go-escape${all.map(([name, value]) => (value === undefined ? ` ${name}` : ` ${name}="${escape(value)}"`)).join("")}>`;
  if (choices.form === "html") {
    return `${script}\n\n${tag}<pre><code class="language-go">${escape(program)}</code></pre></go-escape>\n`;
  }
  if (choices.form === "fences") return `${script}\n\n${tag}\n\n${fenced(program, "go")}\n</go-escape>\n`;
  const hash = [...all, ["code", program]].map(([name, value = ""]) => `${name}=${encodeURIComponent(value)}`).join("&");
  const lines = Math.min(40, Math.max(4, program.split("\n").length - (program.endsWith("\n") ? 1 : 0)));
  return `<iframe src="${escape(`${home}embed.html#${hash}`)}"\n  sandbox="allow-scripts" title="${escape(title)}" loading="lazy"\n  style="width: 100%; height: ${60 + lines * 23}px; border: 0"></iframe>\n`;
}
