import { endedOf, type Run } from './run';

export interface RunProgress {
  /** Records with an outcome, of those seen so far. */
  done: number;
  of: number;
  /** Absent where it cannot be told: nothing has been written yet. */
  secondsLeft?: number;
}

/** How far a run is, and how long it will take yet, by how fast records have ended since writing began. */
export function progressOf(run: Run, now: number): RunProgress {
  const counts = run.counts();
  const done = endedOf(counts);
  const of = counts.seen;
  const { writing } = run;
  if (!writing || done <= writing.ended) return { done, of };
  const perRecord = (now - writing.since) / (done - writing.ended);
  return { done, of, secondsLeft: Math.ceil((perRecord * (of - done)) / 1000) };
}
