import { fetchJson, RefusedError } from "./api";
import type { Live } from "./live.svelte";

/** At most one request per address and second. */
const PAUSE_MILLISECONDS = 1000;

/** The answer of one address, fetched anew when an event concerns it. The last good answer stays while there is no connection. */
export class Resource<T> {
  value = $state.raw<T>();
  /** Why there is no answer, as the server says it. */
  problem = $state<string>();

  readonly #address: string;
  readonly #merge: (last: T | undefined, next: T) => T;
  readonly #abort = new AbortController();
  #isBusy = false;
  #isStale = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param merge Keeps of the last answer what did not change, so that nothing is drawn anew without need. */
  constructor(address: string, merge: (last: T | undefined, next: T) => T = (_, next) => next) {
    this.#address = address;
    this.#merge = merge;
  }

  /** Fetches now and after each event that concerns the address; the answer ends that. */
  follow(live: Live, concerns: (id: string | undefined) => boolean): () => void {
    const stop = live.listen((id) => concerns(id) && this.refresh());
    this.refresh();
    return () => {
      stop();
      clearTimeout(this.#timer);
      this.#abort.abort();
    };
  }

  refresh(): void {
    this.#isStale = true;
    if (!this.#isBusy) void this.#fetch();
  }

  async #fetch(): Promise<void> {
    this.#isBusy = true;
    this.#isStale = false;
    try {
      const next = await fetchJson<T>(this.#address, this.#abort.signal);
      this.value = this.#merge(this.value, next);
      this.problem = undefined;
    } catch (error) {
      // Without a connection the page keeps what it has; the bar at the top says so.
      if (error instanceof RefusedError) this.problem = error.message;
    }
    if (this.#abort.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#isBusy = false;
      if (this.#isStale) void this.#fetch();
    }, PAUSE_MILLISECONDS);
  }
}

/** Whether two parts of answers say the same. */
export function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
