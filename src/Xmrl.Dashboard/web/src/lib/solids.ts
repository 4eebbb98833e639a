import type { ReportBodyModel, ReportShape3D } from "./report";
import { add, place, product, rotate, scale, type Pose, type Projection, type Rotation, type Vector } from "./space";

/** A piece of a picture: -1 is the darkest shade of its colour, 1 the lightest. */
export type Piece =
  | { form: "line"; from: [number, number]; to: [number, number]; width: number; shade: number }
  | { form: "ellipse"; at: [number, number]; radii: [number, number]; angle: number; shade: number }
  | { form: "polygon"; points: [number, number][]; shade: number };

/** What is drawn at one depth. */
export interface Layer {
  depth: number;
  name: string;
  color: string;
  pieces: Piece[];
}

const SIDES = 14;
const LIGHT: Vector = [0.37, -0.49, 0.79];
const COLORS = 6;

/** Groups of a model in the order of their first body. */
export function groupsOf(models: ReportBodyModel[]): string[] {
  return [...new Set(models.flatMap(({ bodies }) => bodies.map(({ group }) => group)))];
}

export const groupColor = (groups: string[], group: string) => `var(--body-${Math.max(0, groups.indexOf(group)) % COLORS})`;

/** All solids of a model, from the back to the front. */
export function drawSolids(model: ReportBodyModel, poses: Pose[], groups: string[], view: Projection): Layer[] {
  return model.shapes.flatMap((shape) => layersOf(shape, poses, model, groups, view)).sort((a, b) => a.depth - b.depth);
}

function layersOf(shape: ReportShape3D, poses: Pose[], model: ReportBodyModel, groups: string[], view: Projection): Layer[] {
  const body = model.bodies[shape.body]!;
  const pose = place(poses[shape.body]!, shape.position as Vector, shape.rotation as Rotation);
  const layer = (depth: number, pieces: Piece[]): Layer => ({ depth, name: body.name, color: groupColor(groups, body.group), pieces });
  const [a = 0, b = 0, c = 0] = shape.size;
  switch (shape.kind) {
    case "capsule":
      return [layer(view.depth(pose.at), capsule(pose, a, b, view))];
    case "sphere":
      return [layer(view.depth(pose.at), ball(pose, [a, a, a], view))];
    case "ellipsoid":
      return [layer(view.depth(pose.at), ball(pose, [a, b, c], view))];
    case "cylinder":
      return [layer(view.depth(pose.at), cylinder(pose, a, b, view))];
    default:
      return box(pose, [a, b, c]).filter((face) => product(face.normal, view.towards) > 0)
        .map((face) => layer(view.depth(face.centre), [polygon(face.corners, face.normal, view)]));
  }
}

function capsule(pose: Pose, radius: number, half: number, view: Projection): Piece[] {
  const axis = rotate(pose.turn, [0, 0, half]);
  const [from, to] = [view.point(add(pose.at, scale(axis, -1))), view.point(add(pose.at, axis))];
  const [dx, dy] = [-0.22 * radius, -0.34 * radius];
  const lit = (at: [number, number]): [number, number] => [at[0] + dx, at[1] + dy];
  return [
    { form: "line", from, to, width: 2 * radius, shade: -1 },
    { form: "line", from: lit(shifted(from, dx, dy)), to: lit(shifted(to, dx, dy)), width: 1.52 * radius, shade: 0 },
    { form: "line", from: lit(from), to: lit(to), width: 0.6 * radius, shade: 1 },
  ];
}

/** A third of the way towards the light. */
const shifted = ([x, y]: [number, number], dx: number, dy: number): [number, number] => [x - 0.45 * dx, y - 0.45 * dy];

function ball(pose: Pose, [a, b, c]: Vector, view: Projection): Piece[] {
  const axes = [rotate(pose.turn, [a, 0, 0]), rotate(pose.turn, [0, b, 0]), rotate(pose.turn, [0, 0, c])];
  const [xs, ys] = [axes.map((axis) => product(view.right, axis)), axes.map((axis) => -product(view.up, axis))];
  const sum = (f: (i: number) => number) => f(0) + f(1) + f(2);
  const [xx, yy, xy] = [sum((i) => xs[i]! ** 2), sum((i) => ys[i]! ** 2), sum((i) => xs[i]! * ys[i]!)];
  const spread = Math.hypot((xx - yy) / 2, xy);
  const radii: [number, number] = [Math.sqrt((xx + yy) / 2 + spread), Math.sqrt(Math.max(0, (xx + yy) / 2 - spread))];
  const angle = (Math.atan2(2 * xy, xx - yy) / 2) * (180 / Math.PI);
  const [x, y] = view.point(pose.at);
  const part = (share: number, towards: number, shade: number): Piece =>
    ({ form: "ellipse", at: [x - 0.22 * towards * radii[0], y - 0.3 * towards * radii[1]], radii: [radii[0] * share, radii[1] * share], angle, shade });
  return [part(1, 0, -1), part(0.8, 0.5, 0), part(0.34, 1.1, 1)];
}

function cylinder(pose: Pose, radius: number, half: number, view: Projection): Piece[] {
  const ring = (z: number) => Array.from({ length: SIDES }, (_, i): Vector => {
    const angle = (2 * Math.PI * i) / SIDES;
    return add(pose.at, rotate(pose.turn, [radius * Math.cos(angle), radius * Math.sin(angle), z]));
  });
  const [low, high] = [ring(-half), ring(half)];
  const faces = low.map((corner, i) => {
    const next = (i + 1) % SIDES;
    const angle = (2 * Math.PI * (i + 0.5)) / SIDES;
    return { normal: rotate(pose.turn, [Math.cos(angle), Math.sin(angle), 0]), corners: [corner, low[next]!, high[next]!, high[i]!] };
  });
  faces.push({ normal: rotate(pose.turn, [0, 0, 1]), corners: high }, { normal: rotate(pose.turn, [0, 0, -1]), corners: low });
  return faces.filter(({ normal }) => product(normal, view.towards) > 0).map(({ corners, normal }) => polygon(corners, normal, view));
}

function box(pose: Pose, half: Vector): { centre: Vector; normal: Vector; corners: Vector[] }[] {
  const axes = ([[1, 0, 0], [0, 1, 0], [0, 0, 1]] as Vector[]).map((axis) => rotate(pose.turn, axis));
  return [0, 1, 2].flatMap((i) => [1, -1].map((side) => {
    const normal = scale(axes[i]!, side);
    const centre = add(pose.at, scale(normal, half[i]!));
    const [u, v] = [scale(axes[(i + 1) % 3]!, half[(i + 1) % 3]!), scale(axes[(i + 2) % 3]!, half[(i + 2) % 3]!)];
    const corner = (a: number, b: number) => add(centre, add(scale(u, a), scale(v, b)));
    return { centre, normal, corners: [corner(1, 1), corner(-1, 1), corner(-1, -1), corner(1, -1)] };
  }));
}

function polygon(corners: Vector[], normal: Vector, view: Projection): Piece {
  return { form: "polygon", points: corners.map((corner) => view.point(corner)), shade: product(normal, LIGHT) };
}
