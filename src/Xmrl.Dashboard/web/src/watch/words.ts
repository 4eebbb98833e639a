import { seconds } from "../lib/format";
import type { RunItem, RunStatus } from "./api";

export const STATUSES: Record<RunStatus, string> = {
  running: "Running",
  done: "Done",
  failed: "Failed",
  cancelled: "Stopped",
  interrupted: "Interrupted",
  unreadable: "Unreadable",
};

/** "2026-11-29 21:17" in the time of the reader. */
export function moment(iso: string | undefined): string {
  const date = iso === undefined ? undefined : new Date(iso);
  if (!date || Number.isNaN(date.getTime())) return "–";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** How long before `now` something was, in words. */
export function ago(iso: string | undefined, now: number): string {
  const then = iso === undefined ? NaN : Date.parse(iso);
  if (Number.isNaN(then)) return "never";
  const gone = Math.max(0, (now - then) / 1000);
  if (gone < 1.5) return "just now";
  return gone < 172_800 ? `${duration(gone)} ago` : moment(iso);
}

/** A duration in one or two units, without fractions of seconds. */
export function duration(value: number): string {
  return value < 60 ? `${Math.round(value)}\u202fs` : seconds(value);
}

/** What the last part of a path names; the folder that is watched names itself. */
export function nameOf(run: RunItem): string {
  return run.id === "." ? "this folder" : run.id;
}
