import { capital } from "./curves";
import { number, percent, pValue } from "./format";
import type { ReportDifference, ReportTask } from "./report";
import type { Change, ReportView } from "./view";

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${n} ${n === 1 ? one : many}`;
}

/** Whether an interval excludes zero, in words. */
export function judge(difference: ReportDifference): string {
  if (difference.low === undefined || difference.high === undefined) return `no interval${difference.noInterval ? ` (${difference.noInterval})` : ""}, which decides nothing`;
  if (difference.low > 0) return "an interval above zero";
  if (difference.high < 0) return "an interval below zero";
  return "an interval that includes zero";
}

/** What remains of the gain when the same budget is spent on a control. */
export function readControl(view: ReportView): string | undefined {
  const difference = view.ours?.differenceToControl;
  if (!difference || !view.ours || !view.control) return undefined;
  const poor = view.ours.poorDifferenceToControl;
  const all = `${view.score.difference(difference.value)}${brackets(view, difference)} on all test tasks, ${judge(difference)}${difference.p === undefined ? "" : ` (p ${pText(difference.p)})`}`;
  const rest = poor ? `; ${view.score.difference(poor.value)}${brackets(view, poor)} on the poor ones, ${judge(poor)}` : "";
  return `${view.ours.name} less ${view.control.name}, at equal budgets of training: ${all}${rest}.`;
}

/** The ends in brackets; nothing where there are none, which `judge` says. */
function brackets(view: ReportView, difference: ReportDifference): string {
  return difference.low === undefined ? "" : ` ${view.score.interval(difference)}`;
}

function pText(p: number): string {
  return p < 0.001 ? pValue(p) : `= ${pValue(p)}`;
}

export function readInfluence(tasks: ReportTask[]): string {
  const weighed = tasks.flatMap((t) => (t.influence ? [{ ...t.influence, isCritical: t.isCritical }] : []));
  const critical = weighed.filter((t) => t.isCritical);
  const others = weighed.filter((t) => !t.isCritical);
  if (critical.length === 0 || others.length === 0) return `${plural(weighed.length, "training task")} were weighed; ${critical.length} of them are critical.`;
  const best = Math.max(...others.map((t) => t.weight));
  const clear = critical.filter((t) => t.low !== undefined && t.low > best).length;
  const ahead = clear === 0 ? "for none of them" : clear === critical.length ? "for all of them" : `for ${clear} of them`;
  return `${critical.length} of ${plural(weighed.length, "training task")} are critical; ${ahead} the whole interval of the weight lies above the weights of all other tasks.`;
}

export function readReplicates(correlation: number | undefined): string {
  if (correlation === undefined) return "The ranking was not replicated.";
  return `Two independent replicates rank all training tasks with a correlation of ${number(correlation, 2)}; most tasks have little influence, and their order is noise. The notes at the top say how far the chosen tasks can be trusted.`;
}

export function readChanges(changes: Change[], view: ReportView): string {
  const degraded = changes.filter((c) => c.isDegraded).length;
  const up = changes.filter((c) => c.delta > view.score.degradedBy).length;
  if (changes.length === 0) return "No task of this kind was evaluated.";
  const by = view.score.degradedBy > 0 ? ` by more than ${view.score.size(view.score.degradedBy)}` : "";
  const mean = changes.reduce((sum, c) => sum + c.delta, 0) / changes.length;
  return `${up} of ${plural(changes.length, "task")} gained${by || " something"}, ${degraded} lost${by ? " as much" : " something"}; the mean change is ${view.score.difference(mean)}.`;
}

export function readMethods(view: ReportView, what: "mean" | "poor" | "nonPoor"): string {
  const ranked = view.data.methods.flatMap((m) => (m[what] ? [{ m, value: m[what].value }] : [])).sort((a, b) => b.value - a.value);
  const best = ranked[0];
  if (!best) return "Not evaluated.";
  const shown = view.score.value(best.value);
  const equal = ranked.filter((r) => view.score.value(r.value) === shown).length;
  if (equal === ranked.length && equal > 1) return `All ${equal} policies have ${shown}.`;
  const place = ranked.findIndex((r) => r.m === view.ours) + 1;
  const own = place > 0 && view.ours ? (place <= equal ? "" : `; ${view.ours.name} is number ${place} of ${ranked.length} with ${view.score.value(view.ours[what]?.value)}`) : "";
  if (equal > 1) return `${equal} policies share the highest value, ${shown}${own}.`;
  return `${capital(best.m.name)} is highest with ${shown}${own}.`;
}

export function readInfeasible(share: number | undefined): string {
  return share === undefined ? "Infeasible mixed states were not counted." : `${percent(share, 1)} of the mixed states were infeasible (inside an obstacle or a goal) and left out.`;
}
