import type { RunStatus } from "./api";
import type { Column } from "./order";

/** What the reader chose in the list of runs; it stays while other pages are open. */
export const choices = $state<{ text: string; status: RunStatus | ""; column: Column; isDescending: boolean; compared: string[] }>({
  text: "",
  status: "",
  column: "started",
  isDescending: true,
  compared: [],
});
