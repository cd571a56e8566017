// The little Markdown that lessons and the cheat sheet are written in, as
// data: blocks with pieces of text in them. Whoever shows it makes elements or
// escaped HTML of it; nothing here is markup of the page.
//
// Blocks: `## heading`, `> quote`, `- item`, fenced code, `| tables |` and
// paragraphs, with an empty line between them. Pieces: `code`, **strong**,
// *words*, [text](address), and what is special here, claims:
//
//     `code`{FILE VERDICT}            what stands at the one line of FILE that has this code
//     `code`{FILE VERDICT go1.21}     the same with that language version
//     `text`{FILE says}               gc prints this text about FILE
//
// VERDICT is the kind of the line's mark (heap, small, leak, stack, none) or
// `unmarked`. Claims are checked (check.test.js), so a text cannot go stale.

export const VERDICTS = ["heap", "small", "leak", "stack", "none", "unmarked"];

const CLAIM = /^\{([\w.-]+\.go) (says|heap|small|leak|stack|none|unmarked)(?: go1\.(\d+))?\}/;
const PIECE = /`([^`]+)`|\*\*([^*]+)\*\*|\*([^*\s][^*]*)\*|\[([^\]]+)\]\(([^)\s]+)\)/;

/** The pieces of a paragraph: strings, and objects for everything else. */
export function pieces(text) {
  const found = [];
  let rest = text;
  for (let match; (match = PIECE.exec(rest));) {
    const [whole, code, strong, words, label, address] = match;
    if (match.index > 0) found.push(rest.slice(0, match.index));
    rest = rest.slice(match.index + whole.length);
    if (code !== undefined) {
      const claim = CLAIM.exec(rest);
      found.push(claim
        ? { kind: "claim", code, file: claim[1], verdict: claim[2], go: claim[3] && Number(claim[3]) }
        : { kind: "code", code });
      if (claim) rest = rest.slice(claim[0].length);
    } else if (label !== undefined) {
      found.push({ kind: "link", address, inner: pieces(label) });
    } else {
      found.push(strong === undefined ? { kind: "em", inner: [words] } : { kind: "strong", inner: pieces(strong) });
    }
  }
  if (rest) found.push(rest);
  return found;
}

/** The lines of an English or Chinese paragraph as one. */
const joined = (lines) => lines.map((line) => line.trim()).join(" ");

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => pieces(cell.trim()));

/** The blocks of a text. */
export function parse(text) {
  const blocks = [];
  const lines = text.split("\n");
  const take = (pattern) => {
    const taken = [];
    while (lines.length && pattern.test(lines[0])) taken.push(lines.shift());
    return taken;
  };
  while (lines.length) {
    const [line] = lines;
    if (!line.trim()) {
      lines.shift();
    } else if (line.startsWith("```")) {
      lines.shift();
      const code = take(/^(?!```)/);
      lines.shift();
      blocks.push({ kind: "program", language: line.slice(3).trim(), text: code.join("\n") });
    } else if (/^#+ /.test(line)) {
      lines.shift();
      const [marks] = /^#+/.exec(line);
      blocks.push({ kind: "heading", level: marks.length, inner: pieces(line.slice(marks.length).trim()) });
    } else if (line.startsWith("> ")) {
      blocks.push({ kind: "quote", inner: pieces(joined(take(/^>/).map((line) => line.replace(/^> ?/, "")))) });
    } else if (line.startsWith("- ")) {
      const items = [];
      for (const line of take(/^(- |  \S)/)) {
        if (line.startsWith("- ")) items.push([line.slice(2)]);
        else items.at(-1).push(line);
      }
      blocks.push({ kind: "list", items: items.map((item) => pieces(joined(item))) });
    } else if (line.startsWith("|")) {
      const [head, , ...rows] = take(/^\|/);
      blocks.push({ kind: "table", head: cells(head), rows: rows.map(cells) });
    } else {
      blocks.push({ kind: "text", inner: pieces(joined(take(/^(?!```|#+ |> |- |\|)\s*\S/))) });
    }
  }
  return blocks;
}

/** All pieces of the given kind in `blocks`. */
export function* all(blocks, kind) {
  for (const block of blocks) {
    const parts = [block.inner, ...(block.items ?? []), ...(block.head ?? []), ...(block.rows ?? []).flat()];
    for (const inner of parts) if (inner) yield* within(inner, kind);
  }
}

function* within(inner, kind) {
  for (const piece of inner) {
    if (piece.kind === kind) yield piece;
    if (piece.inner) yield* within(piece.inner, kind);
  }
}

/** The words of pieces, without anything else. */
export const plain = (inner) => inner.map((piece) => (typeof piece === "string" ? piece : piece.code ?? plain(piece.inner))).join("");

/** The number, from 1, of the one line of `text` that has `code`; 0 if there is none, or more than one. */
export function lineOf(text, code) {
  const lines = text.split("\n");
  const first = lines.findIndex((line) => line.includes(code));
  return first >= 0 && lines.findIndex((line, index) => index > first && line.includes(code)) < 0 ? first + 1 : 0;
}
