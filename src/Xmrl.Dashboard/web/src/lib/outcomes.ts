import type { ReportOutcome } from "./report";

/** What was decided about the policy, in a word or two. */
export const OUTCOMES: Record<ReportOutcome, string> = {
  repaired: "Repaired",
  kept: "Kept",
  nothingToRepair: "Nothing to repair",
  undecided: "Trained",
  unfinished: "Not finished",
};
