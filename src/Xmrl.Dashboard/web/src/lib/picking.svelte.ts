import { getContext, setContext, tick } from "svelte";

/** What the reader picked of a report: a task to look at, and methods to leave out of the charts. */
export class Picking {
  task = $state<string>();
  hidden = $state<string[]>([]);
  private readonly known: () => { has(id: string): boolean };

  constructor(known: () => { has(id: string): boolean }) {
    this.known = known;
  }

  has(id: string): boolean {
    return this.known().has(id);
  }

  /** Shows a task; its view takes the focus, wherever it was named. */
  async pick(id: string) {
    this.task = id;
    await tick();
    const view = document.getElementById("task-view");
    view?.scrollIntoView({ block: "start" });
    view?.focus({ preventScroll: true });
  }

  isShown(method: string): boolean {
    return !this.hidden.includes(method);
  }
}

const KEY = Symbol("picking");

export function providePicking(known: () => { has(id: string): boolean }): Picking {
  return setContext(KEY, new Picking(known));
}

export function usePicking(): Picking {
  return getContext<Picking>(KEY);
}
