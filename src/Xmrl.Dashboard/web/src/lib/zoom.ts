import type { Pair } from "./report";

/** A range never becomes narrower than that share of the whole. */
const NARROWEST = 1e-3;

/** The range made `factor` times as wide about its middle; nothing where that is the whole. */
export function scaled(range: Pair, whole: Pair, factor: number): Pair | undefined {
  const span = Math.max((range[1] - range[0]) * factor, (whole[1] - whole[0]) * NARROWEST);
  const middle = (range[0] + range[1]) / 2;
  return within([middle - span / 2, middle + span / 2], whole);
}

/** The range moved by a share of its width, as far as the whole allows. */
export function shifted(range: Pair, whole: Pair, share: number): Pair | undefined {
  const by = (range[1] - range[0]) * share;
  return within([range[0] + by, range[1] + by], whole);
}

/** The range moved into the whole; nothing where that covers the whole. */
export function within([from, to]: Pair, whole: Pair): Pair | undefined {
  const span = to - from;
  if (span >= whole[1] - whole[0]) return undefined;
  const start = Math.min(Math.max(from, whole[0]), whole[1] - span);
  return [start, start + span];
}

/** The points of a line inside a range and one more at either side, so that the line reaches the edges. */
export function inside<T extends { x: number }>(points: T[], [from, to]: Pair): T[] {
  return points.filter((point, i) => (points[i + 1] ?? point).x >= from && (points[i - 1] ?? point).x <= to);
}
