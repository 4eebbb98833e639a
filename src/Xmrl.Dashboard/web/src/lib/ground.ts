import type { ReportAim } from "./report";
import { rotate, type Projection, type Vector } from "./space";
import type { Tracks } from "./tracks";

export type Line = [[number, number], [number, number]];

/** What lies on the ground of a picture: a grid of the world, figures of its lines, what the task asks for, and the way so far. */
export interface Ground {
  outline: [number, number][];
  lines: Line[];
  figures: { at: [number, number]; text: string }[];
  way: [number, number][];
  aims: { label: string; kind: ReportAim["kind"]; at: [number, number]; foot: [number, number]; arrow?: [number, number][] }[];
  shadows: { at: [number, number]; radii: [number, number] }[];
}

/** Distance of the lines, in metres. */
export const spacingOf = (radius: number) => (radius > 4 ? 2 : radius > 1 ? 1 : 0.2);

export function drawGround(tracks: Tracks, step: number, secondsPerStep: number, view: Projection): Ground {
  const { model, replay } = tracks;
  const z = model.ground;
  const spacing = spacingOf(model.radius);
  const snap = (value: number) => Math.round(value / spacing) * spacing;
  const reach = Math.ceil((1.7 * model.radius) / spacing) * spacing;
  const [cx, cy] = [snap(view.centre[0]), snap(view.centre[1])];
  const at = (x: number, y: number, height = z) => view.point([x, y, height]);
  const count = Math.round((2 * reach) / spacing);
  const offsets = Array.from({ length: count + 1 }, (_, i) => i * spacing - reach);
  const lines: Line[] = offsets.flatMap((offset): Line[] => [
    [at(cx + offset, cy - reach), at(cx + offset, cy + reach)],
    [at(cx - reach, cy + offset), at(cx + reach, cy + offset)],
  ]);
  const every = spacing < 1 ? 2 : 1;
  const figures = offsets.map((offset) => cx + offset).filter((x) => Math.round(x / spacing) % every === 0)
    .map((x) => ({ at: at(x, cy - (spacing < 1 ? reach - spacing : spacing)), text: Number(x.toFixed(2)).toString().replace("-", "−") }));
  return {
    outline: [at(cx - reach, cy - reach), at(cx + reach, cy - reach), at(cx + reach, cy + reach), at(cx - reach, cy + reach)],
    lines,
    figures,
    way: wayOf(tracks, step).map(([x, y]) => at(x, y)),
    aims: replay.aims.map((aim) => ({ label: aim.label, kind: aim.kind, ...aimAt(aim, tracks, step, secondsPerStep, view) })),
    shadows: shadowsOf(tracks, step, view),
  };
}

/** Places on the ground of the body that is followed, up to a step. */
function wayOf(tracks: Tracks, step: number): Vector[] {
  const { followed } = tracks.model;
  if (followed === undefined) return [];
  const { every, steps } = tracks.replay;
  const shown = Math.min(step, steps);
  const moments = Array.from({ length: Math.floor(shown / every) + 1 }, (_, i) => i * every);
  return [...moments, shown].map((moment) => tracks.pose(followed, moment).at);
}

/** Where a task asks the followed body to be at a step, and how fast; the place itself where that is asked for. */
export function askedAt(aim: ReportAim, tracks: Tracks, step: number, secondsPerStep: number): Vector | undefined {
  if (aim.kind === "place") return aim.vector as Vector;
  if (aim.kind === "direction" || tracks.model.followed === undefined) return undefined;
  const start = tracks.pose(tracks.model.followed, 0).at;
  const seconds = Math.min(step, tracks.replay.steps) * secondsPerStep;
  return [start[0] + aim.vector[0]! * seconds, start[1] + aim.vector[1]! * seconds, tracks.model.ground];
}

function aimAt(aim: ReportAim, tracks: Tracks, step: number, secondsPerStep: number, view: Projection) {
  const z = tracks.model.ground;
  const place = askedAt(aim, tracks, step, secondsPerStep);
  const on = (point: Vector): [number, number] => view.point([point[0], point[1], z]);
  if (aim.kind === "place") return { at: view.point(place!), foot: on(place!) };
  const from = tracks.centre(step);
  const length = Math.hypot(aim.vector[0]!, aim.vector[1]!) || 1;
  const way: Vector = [aim.vector[0]! / length, aim.vector[1]! / length, 0];
  const side = rotate([Math.SQRT1_2, 0, 0, Math.SQRT1_2], way);
  const far = 0.8 * tracks.model.radius;
  const near = 0.45 * tracks.model.radius;
  const back = 0.14 * tracks.model.radius;
  const tip: Vector = [from[0] + way[0] * far, from[1] + way[1] * far, z];
  const wing = (sign: number): Vector => [tip[0] - way[0] * back + sign * side[0] * back * 0.7, tip[1] - way[1] * back + sign * side[1] * back * 0.7, z];
  const tail: Vector = [from[0] + way[0] * near, from[1] + way[1] * near, z];
  const foot = on(place ?? tail);
  const height = 0.55 * tracks.model.radius;
  return {
    at: place ? view.point([place[0], place[1], z + height]) : on(tip),
    foot,
    arrow: [on(tail), on(tip), on(wing(1)), on(tip), on(wing(-1))],
  };
}

/** Where the bodies stand over the ground. */
function shadowsOf(tracks: Tracks, step: number, view: Projection): Ground["shadows"] {
  const flat = Math.abs(view.towards[2]);
  return tracks.model.shapes.map((shape) => {
    const { at } = tracks.pose(shape.body, step);
    const size = Math.max(...shape.size) * 0.8;
    return { at: view.point([at[0], at[1], tracks.model.ground]), radii: [size, size * flat] };
  });
}
