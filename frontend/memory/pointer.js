// The line of one pointer, in the gap between the two columns of boxes.

const HEAD = 5;

/**
 * @typedef {{left: number, right: number, y: number, height: number, isLeft: boolean}} Box
 * @param {Box} from
 * @param {Box} to
 * @param {number} lane the number of the pointer: lines that turn do so at different places
 */
export function pointer(from, to, lane) {
  const start = { x: from.isLeft ? from.right : from.left, y: from.y + shift(lane, from.height) };
  const end = { x: to.isLeft ? to.right : to.left, y: to.y + shift(lane + 1, to.height) };
  // Into the gap: to the right of what is on the left.
  const [out, back] = [from.isLeft ? 1 : -1, to.isLeft ? 1 : -1];
  const tip = end.x + back * HEAD;
  const gap = Math.abs(end.x - start.x);
  const reach = from.isLeft === to.isLeft ? 18 + (lane % 4) * 6 : gap / 2;
  const line = `M${start.x} ${start.y}C${start.x + out * reach} ${start.y} ${tip + back * reach} ${end.y} ${tip} ${end.y}`;
  return { line, head: `M${end.x} ${end.y}l${back * HEAD} -3.5v7Z` };
}

/** Pointers at one box do not all begin and end at one point. */
const shift = (lane, height) => ((lane % 5) - 2) * Math.min(4, height / 8);
