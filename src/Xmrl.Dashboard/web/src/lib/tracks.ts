import type { ReportBodyModel, ReportReplay, ReportReplays } from "./report";
import type { Pose, Rotation, Vector } from "./space";

const NUMBERS = 7;

function decode(track: string): DataView {
  const text = atob(track.replaceAll("-", "+").replaceAll("_", "/"));
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return new DataView(bytes.buffer);
}

/** An episode whose bodies can be asked where they are at any step, also between two stored moments. */
export class Tracks {
  readonly replay: ReportReplay;
  readonly model: ReportBodyModel;
  private views?: DataView[];

  constructor(replay: ReportReplay, replays: ReportReplays) {
    this.replay = replay;
    this.model = replays.models[replay.model]!;
  }

  /** Poses of all bodies; an episode that ended earlier stays at its end. */
  poses(step: number): Pose[] {
    return this.model.bodies.map((_, body) => this.pose(body, step));
  }

  /** Pose of one body. */
  pose(body: number, step: number): Pose {
    const { steps, every } = this.replay;
    const shown = Math.min(Math.max(step, 0), steps);
    const last = Math.ceil(steps / every);
    const moment = Math.min(Math.floor(shown / every), Math.max(last - 1, 0));
    const [from, to] = [moment * every, Math.min((moment + 1) * every, steps)];
    const share = to > from ? (shown - from) / (to - from) : 0;
    const [a, b] = [this.stored(body, moment), this.stored(body, moment + 1)];
    const mix = (i: number) => a[i]! + (b[i]! - a[i]!) * share;
    const turn = [mix(3), mix(4), mix(5), mix(6)] as Rotation;
    const length = Math.hypot(...turn) || 1;
    return { at: [mix(0), mix(1), mix(2)], turn: turn.map((part) => part / length) as Rotation };
  }

  /** Where the camera looks. */
  centre(step: number): Vector {
    const { followed, centre } = this.model;
    return followed === undefined ? (centre as Vector) : this.pose(followed, step).at;
  }

  private stored(body: number, moment: number): number[] {
    this.views ??= this.replay.tracks.map(decode);
    const view = this.views[body]!;
    const start = Math.min(moment, view.byteLength / (2 * NUMBERS) - 1) * NUMBERS;
    const { low, high } = this.replay;
    return Array.from({ length: NUMBERS }, (_, i) => {
      const at = 2 * (start + i);
      return i < 3 ? low[i]! + ((high[i]! - low[i]!) * view.getUint16(at, true)) / 65535 : view.getInt16(at, true) / 32767;
    });
  }
}
