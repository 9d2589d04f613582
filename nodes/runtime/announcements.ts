import type { Engine } from '../../lib/sync/engine';
import type { Run } from '../../lib/sync/run';
import { progressOf, type RunProgress } from '../../lib/sync/run-progress';
import { followEngines } from './engines';

/** How far a run has come, as every editor that is open hears it; no more than the node's status tells. */
export interface AnnouncedProgress extends RunProgress {
  integration: string;
  runId: string;
  /** `reading` or `writing`. */
  phase: string;
}

/** Topics of the editor's own connection. */
export const CHANGED = 'dealer-sync/changed';
export const PROGRESS = 'dealer-sync/progress';

type Publish = (topic: typeof CHANGED | typeof PROGRESS, data: object) => void;

/** A burst of decisions, or a deploy, is one change to whoever looks. */
const CHANGED_MS = 250;
const PROGRESS_MS = 1000;

/**
 * Tells open editors that counts or states changed, and once a second how far each run is. A change says nothing of what
 * changed: who hears it asks the admin API, which knows who may see what (N3).
 *
 * @returns stops telling
 */
export function announce(publish: Publish): () => void {
  let pending: NodeJS.Timeout | undefined;
  const changed = () => {
    if (pending) return;
    pending = setTimeout(() => {
      pending = undefined;
      publish(CHANGED, { at: Date.now() });
    }, CHANGED_MS);
    pending.unref();
  };

  const stop = followEngines((engine) => {
    const letGo = followRuns(engine, publish, changed);
    engine.on('changed', changed);
    changed();
    return () => {
      letGo();
      engine.off('changed', changed);
      changed();
    };
  });
  return () => {
    stop();
    clearTimeout(pending);
  };
}

/** One timer a run, gone with it (N2). */
function followRuns(engine: Engine, publish: Publish, changed: () => void): () => void {
  const timers = new Map<Run, NodeJS.Timeout>();
  const started = (run: Run) => {
    const timer = setInterval(() => publish(PROGRESS, told(run, engine.clock.now())), PROGRESS_MS);
    timer.unref();
    timers.set(run, timer);
    changed();
  };
  const ended = (run: Run) => {
    clearInterval(timers.get(run));
    timers.delete(run);
    changed();
  };
  engine.on('run-started', started);
  engine.on('run-ended', ended);
  return () => {
    engine.off('run-started', started);
    engine.off('run-ended', ended);
    for (const timer of timers.values()) clearInterval(timer);
  };
}

function told(run: Run, now: number): AnnouncedProgress {
  const { integration, id } = run.setup;
  return { integration, runId: id, phase: run.phase, ...progressOf(run, now) };
}
