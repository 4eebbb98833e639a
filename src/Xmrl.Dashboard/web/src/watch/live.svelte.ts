/** The stream of events of the server, opened anew whenever it breaks. */
export class Live {
  /** Undefined before the first answer. */
  isConnected = $state<boolean>();

  #source: EventSource | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;
  readonly #listeners = new Set<(id: string | undefined) => void>();

  static readonly #longestPauseMilliseconds = 8000;

  open(): void {
    this.close();
    const source = new EventSource("/api/events");
    this.#source = source;
    source.onopen = () => {
      this.#failures = 0;
      this.isConnected = true;
      // Whatever happened while there was no connection was missed.
      this.#tell(undefined);
    };
    source.onerror = () => {
      this.close();
      this.isConnected = false;
      this.#retry = setTimeout(() => this.open(), Math.min(500 * 2 ** this.#failures++, Live.#longestPauseMilliseconds));
    };
    source.addEventListener("runs", () => this.#tell(undefined));
    source.addEventListener("run", (event) => this.#tell((JSON.parse(event.data as string) as { id: string }).id));
  }

  close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = undefined;
  }

  /** Calls `listener` with the id of each run that changed, or with nothing where any may have; the answer ends that. */
  listen(listener: (id: string | undefined) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(id: string | undefined) {
    for (const listener of this.#listeners) listener(id);
  }
}
