import { nextRun } from '../../schedule';
import type { Engine } from '../engine';
import type { Integration } from '../integration';
import type { PairDoc } from '../pair';
import type { Run } from '../run';
import { type PlanDoc, type RunDoc, runDoc } from '../run-history';
import { progressOf } from '../run-progress';
import type { PageOf, PageRequest } from './pages';

export interface IntegrationView {
  id: string;
  name: string;
  system: string;
  /** Integrations of one pair space share its pairs, and so their counts. */
  space: string;
  direction: string;
  productionMode: boolean;
  /** It runs for named customers only, so a trigger has to name them. */
  needsCustomers: boolean;
  state: 'running' | 'waiting' | 'held' | 'idle';
  lastRun?: RunView;
  /** ISO instant, from the schedule that its sync-start was told. */
  nextRun?: string;
  counts: { pending: number; conflicts: number; held: number; parked: number };
  running?: RunView;
  /** How many settings are blank that it cannot do without. */
  setup: { missing: number };
}

export type RunView = Omit<RunDoc, '_id' | 'rev' | 'startedAt' | 'endedAt' | 'stop'> & {
  id: string;
  startedAt: string;
  endedAt?: string;
};

/** @param missing how many settings an integration lacks: only the nodes know */
export async function listIntegrations(
  engine: Engine,
  missing: (integration: Integration) => number = () => 0,
): Promise<IntegrationView[]> {
  return Promise.all(
    engine.list().map(async (one) => ({ ...(await viewOf(engine, one)), setup: { missing: missing(one) } })),
  );
}

async function viewOf(engine: Engine, integration: Integration): Promise<Omit<IntegrationView, 'setup'>> {
  const { id, title, system, direction, productionMode, needsCustomers, space, schedule } = integration;
  const pairs = engine.store.collection<PairDoc>('pairs');
  const [pending, conflicts, parked, held, last] = await Promise.all([
    pairs.count({ space, state: 'pending' }),
    pairs.count({ space, conflictCount: { gt: 0 } }),
    pairs.count({ space, state: 'parked' }),
    engine.store.collection<PlanDoc>('plans').count({ integration: id, state: 'held' }),
    listRuns(engine, { integration: id, offset: 0, limit: 1 }),
  ]);
  const [lastRun] = last.items;
  const active = engine.activeRun(space);
  // Another process on the same store may run it: its document tells.
  const elsewhere = lastRun?.state === 'running' ? lastRun : undefined;
  const running = active?.setup.integration === id ? runView(engine, active) : elsewhere;
  const waiting = engine.waitingRuns().some((one) => one.integration === integration);
  const next = schedule ? nextRun(schedule, engine.clock.now()) : undefined;
  return {
    id,
    name: title,
    system,
    space,
    direction,
    productionMode,
    needsCustomers,
    state: running ? 'running' : waiting ? 'waiting' : held ? 'held' : 'idle',
    ...(lastRun ? { lastRun } : {}),
    ...(running ? { running } : {}),
    ...(next === undefined ? {} : { nextRun: iso(next) }),
    counts: { pending, conflicts, held, parked },
  };
}

/** Newest first; those that wait for the one under way stand on top, as `busy`. */
export async function listRuns(
  engine: Engine,
  request: { integration?: string } & PageRequest,
): Promise<PageOf<RunView>> {
  const { integration, offset, limit } = request;
  // Before the reading, during which they may start.
  const waited = engine.waitingRuns().filter((one) => !integration || one.integration.id === integration);
  const page = await engine.store.collection<RunDoc>('runs').find({
    ...(integration ? { where: { integration } } : {}),
    sort: [{ field: 'startedAt', descending: true }],
    offset,
    limit,
  });
  const started = new Set(page.items.map(({ _id }) => _id));
  const waiting = waited.filter(({ runId }) => !started.has(runId));
  const items = page.items.map((doc) => runView(engine, doc));
  const busy = offset > 0 ? [] : waiting.map((one) => busyView(one, engine.clock.now()));
  return { total: page.total + waiting.length, items: [...busy, ...items].slice(0, limit) };
}

export function busyView(
  { runId, integration, request }: ReturnType<Engine['waitingRuns']>[number],
  now: number,
): RunView {
  const { id, title, system, space, direction } = integration;
  const none = {
    seen: 0,
    created: 0,
    linked: 0,
    updated: 0,
    unchanged: 0,
    skipped: 0,
    pending: 0,
    conflict: 0,
    held: 0,
    failed: 0,
  };
  return {
    id: runId,
    integration: id,
    title,
    system,
    space,
    direction,
    cause: request.cause ?? 'manual',
    who: request.who,
    preview: request.preview === true,
    state: 'busy',
    startedAt: iso(now),
    counts: none,
    writes: { revio: 0, monitoring: 0, keyLinks: 0 },
    calls: {},
  };
}

/**
 * A run as it is now, or as it ended. Of a running one the document tells how it was when it started.
 * @param known the run's document, or the run itself
 */
export function runView(engine: Engine, known: RunDoc | Run): RunView {
  const run = '_id' in known ? engine.run(known._id) : known;
  if (!run || (run.end && '_id' in known)) return viewOfDoc(known as RunDoc);
  const progress = progressOf(run, engine.clock.now());
  return { ...viewOfDoc(runDoc(run, 'running')), phase: run.phase, progress };
}

function viewOfDoc({
  _id,
  startedAt,
  endedAt,
  rev: _rev,
  stop: _stop,
  ...rest
}: Omit<RunDoc, 'rev'> & { rev?: number }): RunView {
  return { id: _id, ...rest, startedAt: iso(startedAt), ...(endedAt === undefined ? {} : { endedAt: iso(endedAt) }) };
}

export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
