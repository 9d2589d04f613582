import type { Node } from 'node-red';
import type { Engine, EngineEvents } from '../../lib/sync/engine';
import type { Run } from '../../lib/sync/run';

type RunEnded = (...args: EngineEvents['run-ended']) => void;
/** Begins to listen to an engine. @returns stops listening */
type Follow = (engine: Engine) => () => void;

/** The engines of this process, one a store that is deployed. */
const engines = new Set<Engine>();
/** Who follows every engine, those to come as well, each with how it lets go of the engines it follows now. */
const followers = new Map<Follow, Map<Engine, () => void>>();

export function addEngine(engine: Engine): void {
  engines.add(engine);
  for (const [follow, followed] of followers) followed.set(engine, follow(engine));
}

export function removeEngine(engine: Engine): void {
  engines.delete(engine);
  for (const followed of followers.values()) {
    followed.get(engine)?.();
    followed.delete(engine);
  }
}

/**
 * Listens to every engine, also those that come later: a node may be made before its store, and each deploy brings new
 * ones.
 *
 * @returns stops listening
 */
export function followEngines(follow: Follow): () => void {
  followers.set(follow, new Map([...engines].map((engine) => [engine, follow(engine)])));
  return () => {
    for (const letGo of followers.get(follow)?.values() ?? []) letGo();
    followers.delete(follow);
  };
}

export function allEngines(): Engine[] {
  return [...engines];
}

/** @returns stops listening */
export function onRunEnded(listener: RunEnded): () => void {
  return followEngines((engine) => {
    engine.on('run-ended', listener);
    return () => engine.off('run-ended', listener);
  });
}

/** The run that a message belongs to, while it lasts, and the engine that runs it. */
export function findRun(id: string): { run: Run; engine: Engine } | undefined {
  for (const engine of engines) {
    const run = engine.run(id);
    if (run) return { run, engine };
  }
  return undefined;
}

/** A node was closed: a run that may pass through it ends (N2). */
export function nodeClosed(nodeId: string): void {
  for (const engine of engines) engine.nodeClosed(nodeId);
}

/**
 * Closes a connection when the runs that the deploy ends have kept what they had under way. By the next turn every node
 * that is closed with it has been told, and so has its run.
 */
export function closeAfterRuns(node: Node, close: () => void): void {
  node.on('close', (done: () => void) => {
    setImmediate(() => {
      Promise.all(allEngines().map((engine) => engine.settled()))
        .then(close)
        .finally(done);
    });
  });
}
