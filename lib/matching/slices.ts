/** How long work may hold the event loop at a time, in milliseconds. */
const SLICE_MS = 12;
/** Items sorted at once: a millisecond or two. */
const CHUNK = 2048;

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

  /** A sorted copy; a stable sort of any length that holds the event loop no longer than other work. */
  async sorted<T>(items: readonly T[], compare: (a: T, b: T) => number): Promise<T[]> {
    let runs: T[][] = [];
    for (let at = 0; at < items.length; at += CHUNK) {
      runs.push(items.slice(at, at + CHUNK).sort(compare));
      await this.pause();
    }
    while (runs.length > 1) {
      const merged: T[][] = [];
      for (let i = 0; i < runs.length; i += 2) {
        const left = runs[i] as T[];
        const right = runs[i + 1];
        merged.push(right ? await this.merge(left, right, compare) : left);
      }
      runs = merged;
    }
    return runs[0] ?? [];
  }

  private async merge<T>(left: T[], right: T[], compare: (a: T, b: T) => number): Promise<T[]> {
    const out: T[] = [];
    let i = 0;
    let j = 0;
    while (i < left.length || j < right.length) {
      const fromLeft = j >= right.length || (i < left.length && compare(left[i] as T, right[j] as T) <= 0);
      out.push((fromLeft ? left[i++] : right[j++]) as T);
      if (out.length % CHUNK === 0) await this.pause();
    }
    return out;
  }

  private async next(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.signal?.throwIfAborted();
    this.started = performance.now();
  }
}
