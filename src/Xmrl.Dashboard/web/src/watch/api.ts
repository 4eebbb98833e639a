import type { ReportCurve, ReportData, ReportOutcome } from "../lib/report";

// What `xmrl watch` answers, as Xmrl.Watch describes it: same names, in camelCase. Missing values are null there and undefined here.

export type RunStatus = "running" | "done" | "failed" | "cancelled" | "interrupted" | "unreadable";

export interface RunItem {
  /** Path of the run below the folder, with slashes; "." for the folder itself. */
  id: string;
  action: string;
  experiment: string;
  learner?: string;
  seed: string;
  quick: boolean;
  status: RunStatus;
  stage?: string;
  /** Share done of the whole run, 0 to 1. */
  progress?: number;
  secondsLeft?: number;
  detail?: string;
  /** When the run last said something, ISO 8601. */
  at?: string;
  started?: string;
  seconds?: number;
  score?: number;
  bestScore?: number;
  scoreName?: string;
  cause?: string;
  outcome?: ReportOutcome;
  decision?: string;
  /** Iteration and return after adaptation. */
  curve: [number, number][];
  problem?: string;
  /** The command that continues the run. */
  resume?: string;
  hasReport: boolean;
  /** Address of a static page, such as the table of a reproduction. */
  page?: string;
}

export interface RunList {
  folder: string;
  version: number;
  runs: RunItem[];
}

export interface RunReport {
  run: RunItem;
  report?: ReportData;
  problem?: string;
}

export interface TextTable {
  headers: string[];
  rows: string[][];
}

export interface ComparedTask {
  taskId: string;
  first: number;
  second: number;
}

export interface ComparedPair {
  first: string;
  second: string;
  method: string;
  difference: { value: number; low?: number; high?: number };
  nowReached: string[];
  nowFailing: string[];
  /** The score from which on a task counts as reached. */
  limit?: number;
  tasks: ComparedTask[];
}

export interface Comparison {
  title: string;
  score?: string;
  sentences: string[];
  groups: TextTable;
  differences: TextTable;
  curves: ReportCurve[];
  pairs: ComparedPair[];
  problem?: string;
}

/** What the server says about a request that it cannot answer. */
export class RefusedError extends Error {}

const queryOf = (ids: string[]) => ids.map((id) => `run=${encodeURIComponent(id)}`).join("&");

export const runsAddress = "/api/runs";
export const reportAddress = (id: string) => `/api/report?${queryOf([id])}`;
export const compareAddress = (ids: string[]) => `/api/compare?${queryOf(ids)}`;

/** Fetches JSON; null becomes a missing member, as in the data of a report.
 *  @throws RefusedError with the server's sentence; TypeError where there is no connection. */
export async function fetchJson<T>(address: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(address, { signal, headers: { accept: "application/json" } });
  const text = await response.text();
  if (!response.ok) throw new RefusedError(problemOf(text) ?? `The server answered ${response.status} to ${address}.`);
  try {
    return parse(text) as T;
  } catch {
    throw new RefusedError(`The server's answer to ${address} is not JSON.`);
  }
}

function problemOf(text: string): string | undefined {
  try {
    const answer = parse(text) as { problem?: unknown } | undefined;
    return typeof answer?.problem === "string" ? answer.problem : undefined;
  } catch {
    return undefined;
  }
}

function parse(text: string): unknown {
  return JSON.parse(text, (_, value: unknown) => (value === null ? undefined : value));
}
