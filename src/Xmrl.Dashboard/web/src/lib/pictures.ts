import type { LegendItem, Shape } from "../charts/Legend.svelte";
import { percent, short } from "./format";
import type { ReportEpisode, ReportFact, ReportMark, ReportPhase, ReportPicture, ReportRole, ReportTask } from "./report";

/** Whatever an environment draws is coloured by what it is for the task. */
export const COLORS: Record<Exclude<ReportRole, "path">, string> = {
  goal: "var(--critical)",
  obstacle: "var(--obstacle)",
  start: "var(--ink)",
  region: "var(--other)",
  reference: "var(--other)",
  limit: "var(--critical)",
  fault: "var(--critical)",
  context: "var(--ink-2)",
};

/** A mark with what is known of the episode that it belongs to. */
export interface Drawn {
  mark: ReportMark;
  phase?: ReportPhase;
  isAdapted?: boolean;
  succeeded?: boolean;
}

/** Episodes that are shown together: before or after the repair, before or after adaptation. */
export interface Moment {
  phase: ReportPhase;
  isAdapted: boolean;
}

/** The moments that some episodes were played at, in order. */
export function momentsOf(episodes: ReportEpisode[]): Moment[] {
  const all: Moment[] = (["before", "after"] as const).flatMap((phase) => [false, true].map((isAdapted) => ({ phase, isAdapted })));
  return all.filter((moment) => episodes.some((episode) => isAt(episode, moment)));
}

export function isAt(episode: { phase: ReportPhase; isAdapted: boolean }, { phase, isAdapted }: Moment): boolean {
  return episode.phase === phase && episode.isAdapted === isAdapted;
}

/** A moment in words, as far as the episodes differ in it. */
export function nameOf(moment: Moment, among: Moment[]): string {
  const parts: string[] = [];
  if (among.some((other) => other.phase === "after")) parts.push(`${moment.phase} the repair`);
  if (among.some((other) => other.isAdapted !== among[0]!.isAdapted)) parts.push(`${moment.isAdapted ? "after" : "before"} adaptation`);
  return parts.join(", ");
}

export function colorOf({ mark, phase }: Drawn): string {
  return mark.role === "path" ? `var(--${phase ?? "before"})` : COLORS[mark.role];
}

/** Lines that nobody walked are dashed, references and bounds; ways before adaptation are dotted. */
export function dashOf({ mark, isAdapted }: Drawn): string | undefined {
  if (mark.shape !== "line") return undefined;
  if (mark.role === "reference" || mark.role === "limit") return "5 3";
  return isAdapted === false ? "1.5 2.5" : undefined;
}

/** What of the scene, a task and its episodes is drawn in a picture, from the back to the front. */
export function drawnIn(picture: ReportPicture, common: ReportMark[], task: ReportTask | undefined, episodes: ReportEpisode[]): Drawn[] {
  const here = (mark: ReportMark) => mark.picture === picture.name;
  const still: Drawn[] = [...common, ...(task?.marks ?? [])].filter(here).map((mark) => ({ mark }));
  const own: Drawn[] = episodes.flatMap(({ marks, phase, isAdapted, succeeded }) =>
    marks.filter(here).map((mark) => ({ mark, phase, isAdapted, succeeded })),
  );
  const isFront = ({ mark }: Drawn) => mark.role === "start";
  return [...still.filter((item) => !isFront(item)), ...own, ...still.filter(isFront)];
}

/** Lowest and highest value along an axis: what the axis asks for, and all points. */
export function extent(low: number | undefined, high: number | undefined, values: number[]): [number, number] {
  const all = [low, high, ...values].filter((value) => value !== undefined);
  if (all.length === 0) return [0, 1];
  const [from, to] = [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))];
  return from < to ? [from, to] : [from - 0.5, to + 0.5];
}

/** Coordinates of a mark along one axis; discs reach as far as their radius. */
export function reach(mark: ReportMark, axis: 0 | 1): number[] {
  const radius = mark.radius ?? 0;
  return mark.points.flatMap((point) => (radius > 0 ? [point[axis] - radius, point[axis] + radius] : [point[axis]]));
}

function shapeOf(mark: ReportMark): Shape {
  if (mark.role === "start") return "ring";
  if (mark.shape === "line") return "line";
  if (mark.shape === "points") return mark.role === "goal" ? "diamond" : "dot";
  return "bar";
}

/** One entry for each kind of mark; the way of the policy once for each of some moments. */
export function legendOf(drawn: Drawn[], moments: Moment[]): LegendItem[] {
  const items = new Map<string, LegendItem>();
  for (const item of drawn) {
    const { mark, phase, isAdapted } = item;
    if (mark.role === "region" || mark.points.length === 0) continue;
    const isWay = mark.role === "path" && mark.shape === "line" && phase !== undefined && isAdapted !== undefined;
    const label = (isWay && nameOf({ phase, isAdapted }, moments)) || mark.label;
    if (!items.has(label)) items.set(label, { label, color: colorOf(item), shape: shapeOf(mark), dash: dashOf(item) });
  }
  return [...items.values()];
}

const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

function showFact(fact: ReportFact, value: number): string {
  return fact.isShare ? percent(value, 1) : `${short(value)}${fact.unit ? `\u202f${fact.unit}` : ""}`;
}

/** How many of some episodes end in success; nothing where the environment has no success. */
export function successes(episodes: ReportEpisode[]): string | undefined {
  const judged = episodes.filter((episode) => episode.succeeded !== undefined);
  return judged.length === 0 ? undefined : `${judged.filter((episode) => episode.succeeded).length} of ${judged.length} succeed`;
}

/** The same below a picture: of a single episode, whether it succeeds. */
export function result(episodes: ReportEpisode[]): string | undefined {
  const [first, second] = episodes.filter((episode) => episode.succeeded !== undefined);
  return first && !second ? (first.succeeded ? "succeeds" : "fails") : successes(episodes);
}

function summary(episodes: ReportEpisode[]): string {
  const parts: string[] = [];
  const judged = successes(episodes);
  if (judged) parts.push(judged);
  for (const fact of episodes[0]?.facts ?? []) {
    const values = episodes.flatMap((episode) => episode.facts.filter((own) => own.name === fact.name).map((own) => own.value));
    parts.push(`${fact.name} ${showFact(fact, mean(values))}`);
  }
  const returns = episodes.flatMap((episode) => (episode.return === undefined ? [] : [episode.return]));
  if (parts.length === 0 && returns.length > 0) parts.push(`return ${short(mean(returns))}`);
  return parts.length === 0 ? "no episode was recorded" : parts.join(", ");
}

/** What the episodes did, in one sentence: means over them. */
export function readEpisodes(episodes: ReportEpisode[], start: string): string {
  const moments = momentsOf(episodes);
  if (moments.length === 0) return `${start}: no episode was recorded.`;
  const tell = (shown: Moment[]) =>
    shown
      .map((moment) => [nameOf(moment, shown), summary(episodes.filter((episode) => isAt(episode, moment)))])
      .map((parts) => parts.filter(Boolean).join(" "))
      .join("; ");
  const [adapted, others] = [true, false].map((isAdapted) => moments.filter((moment) => moment.isAdapted === isAdapted)) as [Moment[], Moment[]];
  if (adapted.length === 0 || others.length === 0 || moments.length < 3) return `${start}: ${tell(moments)}.`;
  return `${start}, after adaptation: ${tell(adapted)}. Before adaptation: ${tell(others)}.`;
}
