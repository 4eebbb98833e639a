import type { CsvTable } from "./csv";
import { number, short } from "./format";
import { askedAt } from "./ground";
import { plural } from "./readings";
import type { ReportReplay, ReportReplays } from "./report";
import { Tracks } from "./tracks";

const PHASES = { before: "before the repair", after: "after the repair" };

/** When an episode was played, in words. */
export function whenOf(replay: ReportReplay, isRepaired: boolean): string {
  const adapted = replay.isAdapted ? "after adaptation" : "before adaptation";
  return isRepaired ? `${PHASES[replay.phase]}, ${adapted}` : adapted;
}

/** What came out of an episode. */
export function resultOf(replay: ReportReplay): string {
  const end = replay.succeeded === undefined ? [] : [replay.succeeded ? "succeeds" : "fails"];
  return [...end, ...(replay.return === undefined ? [] : [`return ${short(replay.return)}`])].join(", ");
}

/** Where the followed body is at a step, beside what the task asks. */
export function progressOf(tracks: Tracks, step: number, secondsPerStep: number): string | undefined {
  const { model, replay } = tracks;
  if (model.followed === undefined) return undefined;
  const [start, now] = [tracks.pose(model.followed, 0).at, tracks.pose(model.followed, step).at];
  const [dx, dy] = [now[0] - start[0], now[1] - start[1]];
  const aim = replay.aims[0];
  const metres = (value: number) => `${number(value, 2)}\u202fm`;
  if (aim?.kind === "velocity") {
    const asked = askedAt(aim, tracks, step, secondsPerStep)!;
    return `gone ${metres(dx)}, asked ${metres(asked[0] - start[0])}`;
  }
  if (aim?.kind === "direction") return `gone ${metres(dx * aim.vector[0]! + dy * aim.vector[1]!)} in the direction asked`;
  if (aim?.kind === "place") return `${metres(Math.hypot(now[0] - aim.vector[0]!, now[1] - aim.vector[1]!))} from the place`;
  return `gone ${metres(Math.hypot(dx, dy))}`;
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** What the episodes of the poor tasks came to, in one sentence. */
export function readReplays(episodes: ReportReplay[], isRepaired: boolean, only?: string): string {
  const tasks = new Set(episodes.map((episode) => episode.taskId)).size;
  const of = (phase: ReportReplay["phase"], isAdapted: boolean) => {
    const own = episodes.filter((episode) => episode.phase === phase && episode.isAdapted === isAdapted);
    const judged = own.filter((episode) => episode.succeeded !== undefined);
    if (judged.length > 0) return `${judged.filter((episode) => episode.succeeded).length} of ${judged.length} succeed`;
    const returns = own.flatMap((episode) => (episode.return === undefined ? [] : [episode.return]));
    return returns.length > 0 ? `mean return ${short(mean(returns))}` : "no return";
  };
  const line = (phase: ReportReplay["phase"]) => `${of(phase, false)} before adaptation, ${of(phase, true)} after it`;
  const start = only === undefined ? `On ${plural(tasks, "poor task")}` : `On ${only}`;
  return isRepaired ? `${start}: before the repair ${line("before")}; after the repair ${line("after")}.` : `${start}: ${line("before")}.`;
}

/** Where every body is at every stored moment. */
export function posesTable(replays: ReportReplays): CsvTable {
  return {
    headers: ["task", "repair", "adaptation", "step", "body", "x", "y", "z"],
    rows: replays.episodes.flatMap((replay) => {
      const tracks = new Tracks(replay, replays);
      const moments = Array.from({ length: Math.ceil(replay.steps / replay.every) + 1 }, (_, i) => Math.min(i * replay.every, replay.steps));
      return moments.flatMap((step) => tracks.poses(step).map(({ at }, body) =>
        [replay.taskId, replay.phase, replay.isAdapted ? "after" : "before", step, tracks.model.bodies[body]!.name, ...at]));
    }),
  };
}
