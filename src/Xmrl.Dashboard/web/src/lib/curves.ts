import { number, percent } from "./format";
import type { ReportCurve } from "./report";
import type { ReportView } from "./view";

export interface CurveStyle {
  color: string;
  dash?: string;
  isMain: boolean;
}

/** As many as methods share a colour: a pattern that comes twice tells two methods for one. */
const DASHES = ["5 3", "2 3", "9 3 2 3", "1 2", "12 4", "6 2 1 2", "3 1", "14 3 2 3 2 3", "4 5", "1 4", "8 2 8 5", "2 2 6 2", "16 2", "3 3 1 3 1 3"];
const NEUTRAL = ["var(--ink)", "var(--other)", "var(--critical)"];

/** Methods keep their colour in every chart; the other controls share grey and differ by dashes; lines of no method are neutral. */
export function stylesOf(curves: ReportCurve[], view: ReportView): CurveStyle[] {
  const methods = new Set(view.data.methods.map((m) => m.name));
  let others = 0;
  let neutrals = curves.filter((c) => !methods.has(c.label)).length;
  return curves.map((curve) => {
    if (!methods.has(curve.label)) return { color: NEUTRAL[--neutrals % NEUTRAL.length]!, isMain: true };
    const color = view.color(curve.label);
    return color === "var(--other)" ? { color, dash: DASHES[others++ % DASHES.length], isMain: false } : { color, isMain: true };
  });
}

const HUES = ["var(--after)", "var(--before)", "var(--critical)", "var(--ink)"];

/** Lines of equal rank, such as runs: hues first, then dashes; a label has the same style in every chart. */
export function stylesByLabel(labels: string[]): Map<string, CurveStyle> {
  const dash = (i: number) => (i < HUES.length ? undefined : DASHES[(Math.floor(i / HUES.length) - 1) % DASHES.length]);
  return new Map(labels.map((label, i) => [label, { color: HUES[i % HUES.length]!, dash: dash(i), isMain: true }]));
}

/** Curves grouped by chart, in order of appearance. */
export function byStage(curves: ReportCurve[]): [string, ReportCurve[]][] {
  const groups = new Map<string, ReportCurve[]>();
  for (const curve of curves) {
    const units = `${curve.stage}\n${curve.yLabel}\n${curve.xLabel}`;
    groups.set(units, [...(groups.get(units) ?? []), curve]);
  }
  return [...groups].map(([key, list]) => [key.split("\n")[0] ?? "", list]);
}

/** Mean of the last tenth of a curve against its first tenth: a single noisy point says little. */
function ends(curve: ReportCurve): [number, number] | undefined {
  const values = curve.points.flatMap((p) => (p.y === undefined ? [] : [p.y]));
  if (values.length === 0) return undefined;
  const tenth = Math.max(1, Math.floor(values.length / 10));
  const mean = (list: number[]) => list.reduce((sum, v) => sum + v, 0) / list.length;
  return [mean(values.slice(0, tenth)), mean(values.slice(-tenth))];
}

/** What the lines did, in one sentence. */
export function readCurves(curves: ReportCurve[]): string {
  const show = (value: number, curve: ReportCurve) => (curve.isShare ? percent(value, 1) : number(value));
  const parts = curves.slice(0, 3).flatMap((curve) => {
    const both = ends(curve);
    return both ? [`${curve.label} ${show(both[0], curve)} → ${show(both[1], curve)}`] : [];
  });
  if (parts.length === 0) return "The curve holds no valid number.";
  const isLong = curves.some((c) => c.points.length >= 20);
  return `${isLong ? "Mean of the first tenth → of the last" : "First → last"}: ${parts.join("; ")}${curves.length > 3 ? `; ${curves.length - 3} more in the chart` : ""}.`;
}

export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
