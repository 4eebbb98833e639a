// Vectors, rotations and a camera without perspective: parallels stay parallel, and lengths in one direction have one scale.

export type Vector = [number, number, number];
/** A unit quaternion (w, x, y, z). */
export type Rotation = [number, number, number, number];

export interface Pose {
  at: Vector;
  turn: Rotation;
}

/** Where the viewer stands: around the vertical, and above the ground, in radians; zoom 1 shows a model's radius. */
export interface Camera {
  yaw: number;
  pitch: number;
  zoom: number;
}

export const add = (a: Vector, b: Vector): Vector => [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
export const scale = (a: Vector, by: number): Vector => [a[0] * by, a[1] * by, a[2] * by];
export const product = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

export function rotate([w, x, y, z]: Rotation, v: Vector): Vector {
  const tx = 2 * (y * v[2] - z * v[1]);
  const ty = 2 * (z * v[0] - x * v[2]);
  const tz = 2 * (x * v[1] - y * v[0]);
  return [v[0] + w * tx + y * tz - z * ty, v[1] + w * ty + z * tx - x * tz, v[2] + w * tz + x * ty - y * tx];
}

export function combine([a, b, c, d]: Rotation, [w, x, y, z]: Rotation): Rotation {
  return [a * w - b * x - c * y - d * z, a * x + b * w + c * z - d * y, a * y - b * z + c * w + d * x, a * z + b * y - c * x + d * w];
}

/** The frame of a shape that is fixed to a body. */
export function place(pose: Pose, position: Vector, rotation: Rotation): Pose {
  return { at: add(pose.at, rotate(pose.turn, position)), turn: combine(pose.turn, rotation) };
}

export const MOST_PITCH = 1.5;
export const LEAST_PITCH = 0.05;

/** A camera turned by angles and a factor, kept above the ground and at a sensible distance. */
export function turned({ yaw, pitch, zoom }: Camera, around: number, up: number, factor = 1): Camera {
  return {
    yaw: yaw + around,
    pitch: Math.min(MOST_PITCH, Math.max(LEAST_PITCH, pitch + up)),
    zoom: Math.min(4, Math.max(0.4, zoom * factor)),
  };
}

/** Projects points of the world to the screen: x to the right, y downwards, depth towards the viewer. */
export class Projection {
  readonly towards: Vector;
  readonly right: Vector;
  readonly up: Vector;

  constructor({ yaw, pitch }: Camera, readonly centre: Vector) {
    const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
    this.towards = [cp * cy, cp * sy, sp];
    this.right = [-sy, cy, 0];
    this.up = [-sp * cy, -sp * sy, cp];
  }

  point(world: Vector): [number, number] {
    const from: Vector = [world[0] - this.centre[0], world[1] - this.centre[1], world[2] - this.centre[2]];
    return [product(this.right, from), -product(this.up, from)];
  }

  depth(world: Vector): number {
    return product(this.towards, world);
  }
}
