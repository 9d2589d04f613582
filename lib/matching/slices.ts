/** How long work may hold the event loop at a time, in milliseconds. */
const SLICE_MS = 12;

/**
 * Cuts long work into slices: call `pause` between small steps, and await what it returns, if anything. It gives the
 * event loop back once a slice is used up, and throws the signal's reason when that has aborted.
 */
export class Slices {
  private started = performance.now();

  constructor(private readonly signal?: AbortSignal) {
    signal?.throwIfAborted();
  }

  /** Nothing while the slice lasts (so that a tight loop costs no promise), else a promise for the next slice. */
  pause(): Promise<void> | undefined {
    return performance.now() - this.started < SLICE_MS ? undefined : this.next();
  }

  private async next(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.signal?.throwIfAborted();
    this.started = performance.now();
  }
}
