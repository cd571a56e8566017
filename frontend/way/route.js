// Where the arrows of a way run. Numbers stand behind their lines, and arrows
// between them keep to the gaps: below a line, then right of all the lines
// between, then back in the gap at the other line. So they cover no code.

/** Radius of a number's disc, and how far it is from the code and from others. */
export const RADIUS = 6.5;
const APART = 6;
const SLOT = 2 * RADIUS + APART;
/** How far arrows are from what they pass, and from each other. */
const CLEAR = 9;
const LANE = 5;
const ROUND = 5;
const HEAD = 4;

/**
 * @typedef {{top: number, bottom: number, end: number, from: number, to: number, base: number}} Row
 *   of a stop: the line's box, where its code ends, and the expression: from, to, and below its letters
 * @param {Row[]} rows
 * @param {(top: number, bottom: number) => number} right how far what is between two heights reaches
 * @param {number} edge nothing is drawn right of it
 */
export function route(rows, right, edge) {
  const slots = rows.map((row, index) => rows.slice(0, index).filter((other) => other.top === row.top).length);
  const discs = rows.map(({ top, bottom, end }, index) => ({
    x: Math.min(end + APART + RADIUS + slots[index] * SLOT, edge - RADIUS - 1),
    y: (top + bottom) / 2,
  }));
  const trunks = [];
  const arrows = discs.slice(1).map((to, index) => {
    const from = discs[index];
    const [a, b] = [rows[index], rows[index + 1]];
    if (a.top === b.top) return beside(from, to);
    const down = a.top < b.top;
    // The gaps at both lines, on the sides that face each other.
    const [leave, arrive] = down ? [a.bottom, b.top] : [a.top, b.bottom];
    const sign = down ? 1 : -1;
    const points = [[from.x, from.y + sign * RADIUS]];
    if (Math.abs(leave - arrive) < 2) {
      points.push([from.x, leave], [to.x, leave]);
    } else {
      const [high, low] = down ? [leave, arrive] : [arrive, leave];
      let x = Math.max(from.x, to.x, right(high, low) + CLEAR);
      while (trunks.some((other) => Math.abs(other.x - x) < LANE && other.low > high && other.high < low)) x += LANE;
      x = Math.min(x, edge - 2);
      trunks.push({ x, high, low });
      points.push([from.x, leave], [x, leave], [x, arrive], [to.x, arrive]);
    }
    const tip = to.y - sign * (RADIUS + 1);
    points.push([to.x, tip - sign * HEAD]);
    return { line: rounded(points), head: head(to.x, tip, 0, sign) };
  });
  const marks = rows.map(({ from, to, base }) => ({ from, to, base }));
  return { discs, arrows, marks };
}

/** An arrow to a number on the same line. */
function beside(from, to) {
  const sign = to.x > from.x ? 1 : -1;
  const tip = to.x - sign * (RADIUS + 0.5);
  const line = Math.abs(to.x - from.x) < SLOT + 1
    ? `M${from.x + sign * RADIUS} ${from.y}H${tip - sign * 3}`
    : `M${from.x} ${from.y + RADIUS}Q${(from.x + to.x) / 2} ${from.y + RADIUS + 8} ${to.x} ${to.y + RADIUS + 1}`;
  return { line, head: Math.abs(to.x - from.x) < SLOT + 1 ? head(tip, from.y, sign, 0) : "" };
}

/** A triangle whose tip is at x, y and which points along (dx, dy). */
const head = (x, y, dx, dy) => (dx
  ? `M${x} ${y}l${-dx * HEAD} -3v6Z`
  : `M${x} ${y}l-3.5 ${-dy * (HEAD + 1)}h7Z`);

/** A line through `points`, along the axes, with round corners. */
export function rounded(points) {
  const kept = points.filter(([x, y], index) => !index || x !== points[index - 1][0] || y !== points[index - 1][1]);
  let path = `M${kept[0].join(" ")}`;
  for (let index = 1; index < kept.length - 1; index += 1) {
    const [before, corner, after] = [kept[index - 1], kept[index], kept[index + 1]];
    const towards = ([x, y]) => {
      const [dx, dy] = [x - corner[0], y - corner[1]];
      const length = Math.hypot(dx, dy);
      const by = Math.min(ROUND, length / 2) / length;
      return `${round(corner[0] + dx * by)} ${round(corner[1] + dy * by)}`;
    };
    path += `L${towards(before)}Q${corner.join(" ")} ${towards(after)}`;
  }
  return `${path}L${kept.at(-1).join(" ")}`;
}

const round = (number) => Math.round(number * 100) / 100;
