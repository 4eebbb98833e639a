import type { RunItem, RunStatus } from "./api";
import { moment, STATUSES } from "./words";

export type Column = "run" | "experiment" | "learner" | "seed" | "status" | "stage" | "score" | "decision" | "started";

export const COLUMNS: [Column, string][] = [
  ["run", "Run"],
  ["experiment", "Experiment"],
  ["learner", "Learner"],
  ["seed", "Seed"],
  ["status", "State"],
  ["stage", "Stage"],
  ["score", "Score"],
  ["decision", "Cause and decision"],
  ["started", "Started"],
];

const STATUS_ORDER: RunStatus[] = ["running", "failed", "interrupted", "cancelled", "unreadable", "done"];
const collator = new Intl.Collator("en", { numeric: true });

function keyOf(run: RunItem, column: Column): string | number | undefined {
  if (column === "run") return run.id;
  if (column === "experiment") return `${run.experiment} ${run.action}`;
  if (column === "learner") return run.learner;
  if (column === "seed") return run.seed;
  if (column === "status") return STATUS_ORDER.indexOf(run.status);
  if (column === "stage") return run.progress;
  if (column === "score") return run.bestScore ?? run.score;
  if (column === "decision") return [run.cause, run.decision].filter(Boolean).join(" ") || undefined;
  return run.started === undefined ? undefined : Date.parse(run.started);
}

/** The runs by one column; runs without a value come last in either direction, and equal ones by name. */
export function sorted(runs: RunItem[], column: Column, isDescending: boolean): RunItem[] {
  const sign = isDescending ? -1 : 1;
  return runs
    .map((run) => ({ run, key: keyOf(run, column) }))
    .sort((a, b) => {
      if (a.key === undefined || b.key === undefined) return a.key === b.key ? collator.compare(a.run.id, b.run.id) : a.key === undefined ? 1 : -1;
      const order = typeof a.key === "number" && typeof b.key === "number" ? a.key - b.key : collator.compare(String(a.key), String(b.key));
      return sign * order || collator.compare(a.run.id, b.run.id);
    })
    .map(({ run }) => run);
}

const texts = new WeakMap<RunItem, string>();

/** Everything that the table says about a run, for the filter. */
function textOf(run: RunItem): string {
  let text = texts.get(run);
  if (text === undefined) {
    const parts = [run.id, run.action, run.experiment, run.learner, `seed ${run.seed}`, run.quick ? "quick" : "", STATUSES[run.status], run.stage, run.detail,
      run.scoreName, run.score, run.bestScore, run.cause, run.outcome, run.decision, run.problem, run.resume, moment(run.started)];
    text = parts.filter((part) => part !== undefined).join("\n").toLowerCase();
    texts.set(run, text);
  }
  return text;
}

/** The runs that hold every word of the text and have the state, if one is asked for. */
export function matching(runs: RunItem[], text: string, status: RunStatus | ""): RunItem[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return runs.filter((run) => (status === "" || run.status === status) && words.every((word) => textOf(run).includes(word)));
}
