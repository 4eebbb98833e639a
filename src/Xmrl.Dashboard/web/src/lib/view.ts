import { ScoreFormat } from "./format";
import type { ReportData, ReportMethod, ReportTask, ReportTaskScores } from "./report";

/** One test task before and after. */
export interface Change {
  task: ReportTask;
  before: number;
  after: number;
  delta: number;
  isDegraded: boolean;
}

/** The data of a report with the lookups that every section needs. */
export class ReportView {
  readonly data: ReportData;
  readonly score: ScoreFormat;
  readonly base?: ReportMethod;
  readonly ours?: ReportMethod;
  readonly control?: ReportMethod;
  readonly tasks: Map<string, ReportTask>;

  constructor(data: ReportData) {
    this.data = data;
    const sample = data.methods.flatMap((m) => (m.mean ? [m.mean.value] : []));
    this.score = new ScoreFormat(data.score, sample);
    this.base = data.methods[0];
    this.ours = data.methods.find((m) => m.isOurs);
    this.control = data.methods.find((m) => m.name === data.controlName);
    this.tasks = new Map(data.tasks.map((task) => [task.id, task]));
  }

  /** Test tasks scored by the base policy and by `method`, worst first. */
  changes(method: string): Change[] {
    const base = this.base?.name;
    if (base === undefined) return [];
    const degradedBy = this.score.degradedBy;
    return this.data.perTask.flatMap((row) => toChange(row, this.tasks, base, method, degradedBy)).sort((a, b) => a.before - b.before || a.after - b.after);
  }

  /** Colour of a method or of any other line, the same everywhere. */
  color(label: string): string {
    if (label === this.ours?.name) return "var(--after)";
    if (label === this.base?.name) return "var(--before)";
    if (label === this.control?.name) return "var(--control)";
    return "var(--other)";
  }
}

function toChange(row: ReportTaskScores, tasks: Map<string, ReportTask>, base: string, method: string, degradedBy: number): Change[] {
  const task = tasks.get(row.taskId);
  const before = row.scores[base];
  const after = row.scores[method];
  if (!task || before === undefined || after === undefined) return [];
  const delta = after - before;
  return [{ task, before, after, delta, isDegraded: delta < -degradedBy }];
}
