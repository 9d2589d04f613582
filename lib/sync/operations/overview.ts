import type { OutcomeName } from '../../model/item';
import { nextRun } from '../../schedule';
import type { Engine } from '../engine';
import type { Integration } from '../integration';
import type { PairDoc } from '../pair';
import type { Run } from '../run';
import { type OutcomeRow, type PlanDoc, type RunDoc, readOutcomes, runDoc } from '../run-history';
import { notFound, type PageOf, type PageRequest } from './pages';

export interface IntegrationView {
  id: string;
  name: string;
  system: string;
  /** Integrations of one pair space share its pairs, and so their counts. */
  space: string;
  direction: string;
  productionMode: boolean;
  state: 'running' | 'waiting' | 'held' | 'idle';
  lastRun?: RunView;
  /** ISO instant, from the schedule that its sync-start was told. */
  nextRun?: string;
  counts: { pending: number; conflicts: number; held: number; parked: number };
}

export type RunView = Omit<RunDoc, '_id' | 'rev' | 'startedAt' | 'endedAt'> & {
  id: string;
  startedAt: string;
  endedAt?: string;
  /** Of a running one: `reading`, `matching`, `writing`, … */
  phase?: string;
};

export async function listIntegrations(engine: Engine): Promise<IntegrationView[]> {
  return Promise.all(engine.list().map((integration) => viewOf(engine, integration)));
}

async function viewOf(engine: Engine, integration: Integration): Promise<IntegrationView> {
  const { id, title, system, direction, productionMode, space, schedule } = integration;
  const pairs = engine.store.collection<PairDoc>('pairs');
  const [pending, conflicts, parked, held, last] = await Promise.all([
    pairs.count({ space, state: 'pending' }),
    pairs.count({ space, conflictCount: { gt: 0 } }),
    pairs.count({ space, state: 'parked' }),
    engine.store.collection<PlanDoc>('plans').count({ integration: id, state: 'held' }),
    listRuns(engine, { integration: id, offset: 0, limit: 1 }),
  ]);
  const [lastRun] = last.items;
  const running = engine.activeRun(space)?.setup.integration === id;
  const waiting = engine.waitingRuns().some((one) => one.integration === integration);
  const next = schedule ? nextRun(schedule, engine.clock.now()) : undefined;
  return {
    id,
    name: title,
    system,
    space,
    direction,
    productionMode,
    state: running ? 'running' : waiting ? 'waiting' : held ? 'held' : 'idle',
    ...(lastRun ? { lastRun } : {}),
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
  const page = await engine.store.collection<RunDoc>('runs').find({
    ...(integration ? { where: { integration } } : {}),
    sort: [{ field: 'startedAt', descending: true }],
    offset,
    limit,
  });
  const waiting = engine.waitingRuns().filter((one) => !integration || one.integration.id === integration);
  const items = page.items.map((doc) => live(engine, doc));
  const busy = offset > 0 ? [] : waiting.map((one) => busyView(one, engine.clock.now()));
  return { total: page.total + waiting.length, items: [...busy, ...items].slice(0, limit) };
}

function busyView({ runId, integration, request }: ReturnType<Engine['waitingRuns']>[number], now: number): RunView {
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

export interface RunDetail extends RunView {
  plan?: { state: PlanDoc['state']; reasons: string[]; counts: PlanDoc['counts']; decidedBy?: string };
  records: PageOf<OutcomeRow>;
}

/** One run with its plan, if it was shown or held, and its records, paged. */
export async function readRun(
  engine: Engine,
  id: string,
  page: PageRequest & { outcome?: OutcomeName },
): Promise<RunDetail> {
  const running = engine.run(id);
  const doc = (await engine.store.collection<RunDoc>('runs').get(id)) ?? (running && newborn(running));
  if (!doc) {
    const waiting = engine.waitingRuns().find((one) => one.runId === id);
    if (!waiting) throw notFound('such run');
    return { ...busyView(waiting, engine.clock.now()), records: { total: 0, items: [] } };
  }
  const plan = await engine.store.collection<PlanDoc>('plans').get(id);
  const records = running ? liveRecords(running, page) : await readOutcomes(engine.store, id, page);
  return {
    ...live(engine, doc),
    ...(plan
      ? {
          plan: {
            state: plan.state,
            reasons: plan.reasons,
            counts: plan.counts,
            ...(plan.decidedBy ? { decidedBy: plan.decidedBy } : {}),
          },
        }
      : {}),
    records,
  };
}

/** A run whose document is being written this moment. */
function newborn(run: Run): RunDoc {
  return { ...runDoc(run, 'running'), rev: 0 };
}

function liveRecords(run: Run, { offset, limit }: PageRequest): PageOf<OutcomeRow> {
  const ended = [...run.records.values()].filter((record) => record.outcome);
  const items = ended.slice(offset, offset + limit).map(({ key, label, outcome }) => ({
    key,
    label,
    outcome: outcome?.name ?? ('failed' as const),
    ...(outcome?.reason ? { reason: outcome.reason } : {}),
  }));
  return { total: ended.length, items };
}

/** A running one as it is now, not as it was when it started. */
function live(engine: Engine, doc: RunDoc): RunView {
  const run = engine.run(doc._id);
  const {
    _id,
    rev: _rev,
    startedAt,
    endedAt,
    ...rest
  } = run && !run.end ? { ...runDoc(run, 'running'), rev: 0, endedAt: undefined } : doc;
  return {
    id: _id,
    ...rest,
    startedAt: iso(startedAt),
    ...(endedAt === undefined ? {} : { endedAt: iso(endedAt) }),
    ...(run && !run.end ? { phase: run.phase } : {}),
  };
}

export function iso(instant: number): string {
  return new Date(instant).toISOString();
}
