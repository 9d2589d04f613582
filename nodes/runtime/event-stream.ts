import type { Response } from 'express';
import type { Engine } from '../../lib/sync/engine';
import { runView } from '../../lib/sync/operations/overview';
import type { Run } from '../../lib/sync/run';
import type { Topic } from '../../lib/sync/topics';
import { allEngines, followEngines } from './engines';

/** Changes are told at most twice a second, a run at most once. */
const TICK_MS = 500;
const RUNS_EVERY = 2;
/** A comment, so that nothing between here and the page takes the stream for dead. */
const COMMENT_EVERY = 30;
/** A deploy brings the engines back in less; without any there is nothing to tell, and the runtime may be stopping. */
const EMPTY_TICKS = 40;

/** Bytes that a listener may be behind. */
const MOST_UNREAD = 1_000_000;

/**
 * Server-sent events for whoever has the page open: `changed` with the topics to read again, and `run` with a running one.
 * One timer for all of them, while there is anybody (N2); the engines come and go with each deploy.
 */
class EventStream {
  private readonly listeners = new Set<Response>();
  /** Undefined: nothing changed. Empty: anything may have. */
  private topics?: Set<Topic>;
  /** What was told of each run last. */
  private readonly told = new Map<string, string>();
  private ended: string[] = [];
  private timer?: NodeJS.Timeout;
  private unfollow?: () => void;
  private ticks = 0;
  private emptyTicks = 0;

  add(res: Response): void {
    res.writeHead(200, {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-cache, no-transform',
      Connection: 'keep-alive',
      'X-Accel-Buffering': 'no',
    });
    res.write(': dealer-sync\n\n');
    this.listeners.add(res);
    res.on('close', () => this.remove(res));
    res.on('error', () => this.remove(res));
    // A new one hears of the runs that the others know already.
    this.told.clear();
    if (this.timer) return;
    this.unfollow = followEngines((engine) => this.follow(engine));
    this.topics = undefined;
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.timer.unref();
  }

  get size(): number {
    return this.listeners.size;
  }

  private remove(res: Response): void {
    this.listeners.delete(res);
    if (this.listeners.size > 0) return;
    clearInterval(this.timer);
    this.timer = undefined;
    this.unfollow?.();
    this.told.clear();
    this.ended = [];
  }

  private follow(engine: Engine): () => void {
    const changed = (topics?: readonly Topic[]) => this.changed(topics);
    const started = () => this.changed(['integrations', 'runs']);
    const ended = (run: Run, doc: Parameters<typeof runView>[1]) => {
      // Its last word, at once: a run may be over before the next tick.
      this.ended.push(JSON.stringify(runView(engine, doc)));
      this.told.delete(run.setup.id);
      this.changed([]);
    };
    engine.on('changed', changed);
    engine.on('run-started', started);
    engine.on('run-ended', ended);
    this.changed([]);
    return () => {
      engine.off('changed', changed);
      engine.off('run-started', started);
      engine.off('run-ended', ended);
      this.changed([]);
    };
  }

  private changed(topics: readonly Topic[] = []): void {
    const before = this.topics;
    const everything = topics.length === 0 || before?.size === 0;
    this.topics = new Set(everything ? [] : [...(before ?? []), ...topics]);
  }

  private tick(): void {
    this.ticks += 1;
    this.emptyTicks = allEngines().length ? 0 : this.emptyTicks + 1;
    if (this.emptyTicks > EMPTY_TICKS) {
      for (const res of this.listeners) res.end();
      return;
    }
    for (const text of this.ended.splice(0)) this.send('run', text);
    if (this.topics) this.send('changed', JSON.stringify({ topics: [...this.topics] }));
    this.topics = undefined;
    if (this.ticks % RUNS_EVERY === 0) this.tellRuns();
    if (this.ticks % COMMENT_EVERY === 0) this.write(': still there\n\n');
  }

  private tellRuns(): void {
    for (const engine of allEngines()) {
      for (const run of engine.activeRuns()) {
        const text = JSON.stringify(runView(engine, run));
        if (this.told.get(run.setup.id) === text) continue;
        this.told.set(run.setup.id, text);
        this.send('run', text);
      }
    }
  }

  /** JSON has no line end of its own. */
  private send(event: string, data: string): void {
    this.write(`event: ${event}\ndata: ${data}\n\n`);
  }

  private write(text: string): void {
    for (const res of this.listeners) {
      // Who does not read is not kept waiting for: the page comes back by itself.
      if (res.writableLength > MOST_UNREAD) res.destroy();
      else res.write(text);
    }
  }
}

export const eventStream = new EventStream();
