import type { CsvTable } from "./csv";
import type {
  ReportAugmentation, ReportCurve, ReportEpisode, ReportEstimate, ReportInfluence, ReportMethod, ReportPicture, ReportProfile, ReportStage, ReportTask,
} from "./report";
import type { Change } from "./view";

// What each chart draws, as a table with one row per point: units and shares as in the report's data, never rounded.

export function curvesTable(curves: ReportCurve[]): CsvTable {
  const first = curves[0];
  return {
    headers: ["line", first?.xLabel ?? "x", first?.yLabel ?? "y", "low", "high"],
    rows: curves.flatMap((curve) => curve.points.map((p) => [curve.label, p.x, p.y, p.low, p.high])),
  };
}

type Estimate = ReportEstimate & { p?: number };

export function estimatesTable(methods: ReportMethod[], score: string, of: (method: ReportMethod) => Estimate | undefined): CsvTable {
  return {
    headers: ["method", score, "low", "high", "p", "no interval because"],
    rows: methods.flatMap((method) => {
      const estimate = of(method);
      return estimate ? [[method.name, estimate.value, estimate.low, estimate.high, estimate.p, estimate.noInterval]] : [];
    }),
  };
}

export function changesTable(changes: Change[]): CsvTable {
  return {
    headers: ["task", "before", "after", "change", "degraded"],
    rows: changes.map((c) => [c.task.id, c.before, c.after, c.delta, c.isDegraded]),
  };
}

export function tasksTable(tasks: ReportTask[]): CsvTable {
  const names = [...new Set(tasks.flatMap((task) => Object.keys(task.parameters)))];
  return {
    headers: ["task", "what it is", "set", "poor", "critical", ...names],
    rows: tasks.map((task) => [task.id, task.name, task.set, task.isPoor, task.isCritical, ...names.map((name) => task.parameters[name])]),
  };
}

export function influenceTable(weighed: (ReportInfluence & { id: string; name?: string; isCritical: boolean })[]): CsvTable {
  return {
    headers: ["task", "what it is", "rank", "weight", "low", "high", "critical"],
    rows: weighed.map((task) => [task.id, task.name, task.rank, task.weight, task.low, task.high, task.isCritical]),
  };
}

export function densityTable(law: ReportAugmentation): CsvTable {
  const rows = (when: string, points: [number, number][]) => points.map(([lambda, density]) => [when, lambda, density]);
  return { headers: ["learning", "lambda", "density"], rows: [...rows("before", law.densityBefore), ...rows("after", law.densityAfter)] };
}

export function informationTable(law: ReportAugmentation): CsvTable {
  return {
    headers: ["iteration", "information, nats", "lower", "upper", "mean of lambda", "standard deviation of lambda"],
    rows: law.steps.map((s) => [s.iteration, s.information, s.lower, s.upper, s.mean, s.standardDeviation]),
  };
}

export function stagesTable(stages: ReportStage[]): CsvTable {
  return {
    headers: ["stage", "iterations", "environment steps", "seconds"],
    rows: stages.map((s) => [s.name, s.iterations, s.interactions, s.seconds]),
  };
}

export function profileTable(profile: ReportProfile): CsvTable {
  return { headers: ["phase", "seconds"], rows: profile.phases.map((p) => [p.name, p.seconds]) };
}

/** Every point that the episodes draw in some pictures, in the order of its line. */
export function episodesTable(episodes: ReportEpisode[], pictures: ReportPicture[]): CsvTable {
  const [first] = pictures;
  const names = new Set(pictures.map((picture) => picture.name));
  const rows = episodes.flatMap((episode, number) =>
    episode.marks
      .filter((mark) => names.has(mark.picture))
      .flatMap((mark) => mark.points.map(([x, y], step) => [episode.taskId, episode.phase, episode.isAdapted ? "after" : "before", number, mark.picture, mark.label, step, x, y])),
  );
  const y = pictures.length === 1 ? first?.y.label : undefined;
  return { headers: ["task", "repair", "adaptation", "episode", "picture", "line", "step", first?.x.label ?? "x", y ?? "y"], rows };
}
