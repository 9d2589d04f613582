import type { CallRecord } from '../../model/call-record';
import type { OutcomeName } from '../../model/item';
import type { Action } from '../actions';
import { readCalls } from '../call-history';
import type { Engine } from '../engine';
import type { Run } from '../run';
import { type OutcomeRow, type PlanDoc, type RunDoc, readOutcomes, toRow } from '../run-history';
import { tellDecision } from './decision-trace';
import { busyView, iso, type RunView, runView } from './overview';
import { notFound, type PageOf, type PageRequest, pageOf, textMatcher } from './pages';

export interface RunDetail extends RunView {
  plan?: { state: PlanDoc['state']; reasons: string[]; counts: PlanDoc['counts']; decidedBy?: string };
  /** How many records came to what; over all of the run's records that are kept, whatever is searched for. */
  outcomes: Partial<Record<OutcomeName, number>>;
  /** How many actions of each kind the records had, or would have: `create`, `update`, `link`, `close`, … */
  actions?: Record<string, number>;
  records: PageOf<OutcomeRow>;
}

export interface RecordFilter extends PageRequest {
  outcome?: string;
  action?: string;
  /** Only records whose keys begin so, in the counts too. */
  keys?: string;
}

/** One run with its plan, if it was shown or held, and its records, paged. */
export async function readRun(engine: Engine, id: string, filter: RecordFilter): Promise<RunDetail> {
  const waiting = engine.waitingRuns().find((one) => one.runId === id);
  const stored = await engine.store.collection<RunDoc>('runs').get(id);
  // Asked for after the reading, during which it may have started.
  const running = engine.run(id);
  const known = stored ?? running;
  if (!known) {
    if (!waiting) throw notFound('such run');
    return { ...busyView(waiting, engine.clock.now()), outcomes: {}, records: { total: 0, items: [] } };
  }
  const plan = await engine.store.collection<PlanDoc>('plans').get(id);
  const { keys = '' } = filter;
  const all = running ? liveRows(running) : await readOutcomes(engine.store, id);
  const rows = keys ? all.filter(({ key }) => key.startsWith(keys)) : all;
  const { outcomes, actions } = tallied(rows);
  return {
    ...runView(engine, known),
    ...(plan ? { plan: planView(plan) } : {}),
    outcomes,
    ...(Object.keys(actions).length ? { actions } : {}),
    records: pageOf(rows.filter(matcher(filter)), filter),
  };
}

function planView({ state, reasons, counts, decidedBy }: PlanDoc): NonNullable<RunDetail['plan']> {
  return { state, reasons, counts, ...(decidedBy ? { decidedBy } : {}) };
}

/** What has ended so far; its outcomes are kept when the run is over. */
function liveRows(run: Run): OutcomeRow[] {
  const rows: OutcomeRow[] = [];
  for (const record of run.records.values()) if (record.outcome) rows.push(toRow(record));
  return rows;
}

function tallied(rows: readonly OutcomeRow[]): { outcomes: RunDetail['outcomes']; actions: Record<string, number> } {
  const outcomes: RunDetail['outcomes'] = {};
  const actions: Record<string, number> = {};
  for (const row of rows) {
    outcomes[row.outcome] = (outcomes[row.outcome] ?? 0) + 1;
    for (const name of actionsOf(row)) actions[name] = (actions[name] ?? 0) + 1;
  }
  return { outcomes, actions };
}

function actionsOf({ actions = [] }: OutcomeRow): string[] {
  return actions.flatMap((action) => actionName(action) ?? []);
}

/** What people call it; none for what only moves our own document. */
function actionName(action: Action): string | undefined {
  switch (action.kind) {
    case 'create-customer':
    case 'create-account':
      return 'create';
    case 'service-request':
      return action.does;
    case 'adopt':
    case 'settled':
    case 'conflicts':
    case 'finish':
      return undefined;
    default:
      return action.kind;
  }
}

function matcher({ outcome, action, q }: RecordFilter): (row: OutcomeRow) => boolean {
  const speaks = textMatcher(q);
  return (row) =>
    (outcome === undefined || row.outcome === outcome) &&
    (action === undefined || actionsOf(row).includes(action)) &&
    speaks(row.label, row.key, row.reason);
}

export type CallView = Omit<CallRecord, 'at'> & { at: string };

export interface CallPage extends PageOf<CallView> {
  /** Of the run, beside those that are kept: all that failed, and the last of the others. */
  dropped: number;
}

export interface CallFilter extends PageRequest {
  failed?: boolean;
}

/** The outside calls of a run, in their order; of a running one as far as it is. */
export async function listCalls(engine: Engine, id: string, filter: CallFilter): Promise<CallPage> {
  const log = engine.run(id)?.calls.log;
  const kept = log ? { calls: log.all(), dropped: log.dropped } : await readCalls(engine.store, id);
  const speaks = textMatcher(filter.q);
  const wanted = kept.calls.filter(
    (call) =>
      (filter.failed === undefined || (call.code !== undefined) === filter.failed) &&
      speaks(call.path, call.operation, call.system, call.host, call.method, call.code, call.error),
  );
  const { total, items } = pageOf(wanted, filter);
  return { total, dropped: kept.dropped, items: items.map((call) => ({ ...call, at: iso(call.at) })) };
}

/** Ends a waiting or running run, on a person's word. */
export async function stopRun(engine: Engine, id: string, user: string): Promise<void> {
  const waiting = engine.waitingRuns().find((one) => one.runId === id)?.integration;
  const { integration = waiting?.id ?? '', space = waiting?.space ?? '' } = engine.run(id)?.setup ?? {};
  if (!(await engine.stop(id, user))) throw notFound('run under way with this id');
  await tellDecision(engine, `${id}.stopped`, {
    who: user,
    entity: 'run',
    entityId: id,
    decision: 'stop',
    runId: id,
    integration,
    space,
  });
  engine.emit('changed', ['runs', 'integrations', 'audit']);
}
