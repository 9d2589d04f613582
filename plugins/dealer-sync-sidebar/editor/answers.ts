/** What the sidebar uses of the admin API's answers, and of what the runtime announces. */

export interface Integration {
  id: string;
  name: string;
  productionMode: boolean;
  state: 'running' | 'waiting' | 'held' | 'idle';
  lastRun?: { id: string; state: string; endedAt?: string };
  /** ISO instant. */
  nextRun?: string;
  counts: Record<CountName, number>;
}

export const COUNTS = ['pending', 'conflicts', 'held', 'parked'] as const;
export type CountName = (typeof COUNTS)[number];

export interface Progress {
  integration: string;
  runId: string;
  phase: string;
  done: number;
  of: number;
  /** Absent where it cannot be told. */
  secondsLeft?: number;
}
