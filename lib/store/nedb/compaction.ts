/** Lines, besides one a document, that make a compaction worth its while. */
const WORTH_IT = 5_000;
const REST_MS = 5_000;

/**
 * When to compact: as soon as the store is at rest after many changes, and in the end also without rest. Opening
 * compacts by itself.
 */
export class CompactionSchedule {
  readonly #compact: () => Promise<void>;
  #timer?: NodeJS.Timeout;
  #running = false;

  /** @param compact must not reject. */
  constructor(compact: () => Promise<void>) {
    this.#compact = compact;
  }

  /**
   * Tells of a write.
   * @param appended lines since the last compaction
   * @param live documents
   */
  wrote(appended: number, live: number): void {
    clearTimeout(this.#timer);
    if (appended < WORTH_IT + live) return;
    if (appended > 10 * (WORTH_IT + live)) {
      void this.#run();
      return;
    }
    this.#timer = setTimeout(() => void this.#run(), REST_MS);
    this.#timer.unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    await this.#compact();
    this.#running = false;
  }
}
