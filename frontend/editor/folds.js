// Which lines of a program are shown, and which are folded away: a program
// that is explained is often longer than what there is to see in it. What is
// folded is analysed all the same.
//
// Two ways to say it: line numbers (`3-12, 15`), or comments in the program,
//
//     //sample:start
//     …what is shown…
//     //sample:end
//
// Numbers win. Lines count from 1; ranges are pairs of first and last line,
// in order and apart.

const START = /^\s*\/\/sample:start\s*$/;
const END = /^\s*\/\/sample:end\s*$/;

/** The ranges that `text` (`3-12, 15`) names among `count` lines; undefined if it is no such list. */
export function ranges(text, count) {
  const found = [];
  for (const part of text.split(",")) {
    const match = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(part);
    if (!match) return undefined;
    const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])];
    if (first < 1 || last < first) return undefined;
    if (first <= count) found.push([first, Math.min(last, count)]);
  }
  found.sort(([a], [b]) => a - b);
  const merged = [];
  for (const [first, last] of found) {
    const before = merged.at(-1);
    if (before && first <= before[1] + 1) before[1] = Math.max(before[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** The ranges between the comments in `lines`; undefined if there are none. */
export function samples(lines) {
  const found = [];
  let any = false;
  let start = 0;
  lines.forEach((line, index) => {
    if (START.test(line)) {
      any = true;
      start ||= index + 2;
    } else if (END.test(line) && start) {
      if (start <= index) found.push([start, index]);
      start = 0;
    }
  });
  if (start && start <= lines.length) found.push([start, lines.length]);
  return any ? found : undefined;
}

/** What is folded among `count` lines if `shown` is shown. */
export function folded(shown, count) {
  const found = [];
  let next = 1;
  for (const [first, last] of [...shown, [count + 1, count + 1]]) {
    if (next < first) found.push([next, first - 1]);
    next = last + 1;
  }
  return found;
}

/** What is folded of a text: by `wanted` line numbers, else by its comments, else nothing. */
export function folds(lines, wanted) {
  const shown = (wanted && ranges(wanted, lines.length)) || samples(lines);
  // To show nothing at all is nobody's wish.
  return shown?.length ? folded(shown, lines.length) : [];
}
