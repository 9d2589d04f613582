import type { Cause, Direction, OutcomeName } from '../model/item';
import type { Doc, Store } from '../store/store';
import type { Action } from './actions';
import type { Run } from './run';
import type { RunProgress } from './run-progress';
import type { RunCounts, RunRecord, Tally } from './run-records';
import type { Notice, RunWrites } from './run-setup';

export type RunState = 'running' | 'done' | 'held' | 'failed' | 'busy';

/** A run as it is kept and shown. */
export interface RunDoc extends Doc {
  integration: string;
  title: string;
  system: string;
  space: string;
  direction: Direction;
  cause: Cause;
  who: string;
  preview: boolean;
  state: RunState;
  startedAt: number;
  endedAt?: number;
  counts: RunCounts;
  writes: RunWrites;
  /** Requests by host and method, S14. */
  calls: Record<string, Record<string, number>>;
  /** What ended as it was read, by outcome and reason: in the counts, and not a record each. */
  tallies?: Tally[];
  notices?: Notice[];
  /** Why it is held, or what failed. */
  reasons?: string[];
  error?: { code: string; message: string };
  /** Only some customers. */
  partial?: boolean;
  /** Of a store that several processes share: which of them runs it, how far it is, and that a person wants it stopped. */
  holder?: string;
  phase?: string;
  progress?: RunProgress;
  stop?: { who: string };
}

/** One record's outcome in a run. */
export interface OutcomeRow {
  key: string;
  label: string;
  outcome: OutcomeName;
  reason?: string;
  code?: string;
  actions?: Action[];
}

/** Rows of a run, many to a document: ten thousand quiet records are not ten thousand writes. */
export interface OutcomeChunk extends Doc {
  runId: string;
  integration: string;
  /** Records that needed nothing: kept for the newest run of an integration only. */
  quiet: boolean;
  /** Quiet ones as JSON: nobody looks for one by its fields, and the store has one text to copy, not thousands of objects. */
  rows: OutcomeRow[] | string;
}

const ROWS = 500;

export function runDoc(run: Run, state: RunState, endedAt?: number): Omit<RunDoc, 'rev'> {
  const { id, integration, title, system, space, direction, cause, who, preview, holder } = run.setup;
  const end = run.end;
  return {
    _id: id,
    integration,
    title,
    system,
    space,
    direction,
    cause,
    who,
    preview,
    ...(run.partial ? { partial: true } : {}),
    ...(holder ? { holder } : {}),
    state,
    startedAt: run.startedAt,
    ...(endedAt === undefined ? {} : { endedAt }),
    counts: run.counts(),
    writes: { ...run.writes },
    calls: structuredClone(run.calls.counts) as RunDoc['calls'],
    ...(run.tallies.length ? { tallies: [...run.tallies] } : {}),
    ...(run.notices.length ? { notices: run.notices } : {}),
    ...(end?.state === 'held' ? { reasons: end.reasons } : {}),
    ...(end?.state === 'failed' ? { error: { code: end.error.code, message: end.error.message } } : {}),
  };
}

/** Keeps every record's outcome with its run, with the samples of what was tallied, and lets go of the quiet rows of earlier runs. */
export async function keepOutcomes(store: Store, run: Run): Promise<void> {
  const chunks = store.collection<OutcomeChunk>('outcomes');
  const { id: runId, integration } = run.setup;
  const all = [...run.records.values(), ...run.samples];
  for (const quiet of [true, false]) {
    const records = all.filter((record) => isQuiet(record) === quiet);
    for (let start = 0; start < records.length; start += ROWS) {
      const _id = `${runId}.${quiet ? 'quiet' : 'rows'}.${String(start).padStart(7, '0')}`;
      const rows = records.slice(start, start + ROWS).map(toRow);
      await chunks.insert({ _id, runId, integration, quiet, rows: quiet ? JSON.stringify(rows) : rows });
    }
  }
  await chunks.removeWhere({ integration, quiet: true, runId: { not: runId } });
}

function isQuiet(record: RunRecord): boolean {
  return record.outcome?.name === 'unchanged' || record.outcome?.name === 'skipped';
}

export function toRow({ key, label, outcome, actions }: RunRecord): OutcomeRow {
  return {
    key,
    label,
    outcome: outcome?.name ?? 'failed',
    ...(outcome?.reason ? { reason: outcome.reason } : {}),
    ...(outcome?.code ? { code: outcome.code } : {}),
    ...(actions?.length ? { actions } : {}),
  };
}

export function rowsOf({ rows }: OutcomeChunk): OutcomeRow[] {
  return typeof rows === 'string' ? (JSON.parse(rows) as OutcomeRow[]) : rows;
}

/** A run's rows as they are kept; what needed something first. */
export async function readOutcomes(store: Store, runId: string): Promise<OutcomeRow[]> {
  const rows: OutcomeRow[] = [];
  const chunks: OutcomeChunk[] = [];
  for await (const batch of store.collection<OutcomeChunk>('outcomes').scan({ runId })) chunks.push(...batch);
  for (const chunk of chunks.sort((a, b) => Number(a.quiet) - Number(b.quiet))) {
    for (const row of rowsOf(chunk)) rows.push(row);
  }
  return rows;
}

/** A plan that was shown (preview) or waits for approval (held). Its rows are the run's. */
export interface PlanDoc extends Doc {
  runId: string;
  integration: string;
  title: string;
  state: 'preview' | 'held' | 'approved' | 'discarded' | 'superseded';
  reasons: string[];
  /** Over the guarded actions; an approval lets exactly these through (S10). */
  hash: string;
  counts: { closes: number; removes: number; creates: number };
  at: number;
  decidedBy?: string;
  /** Where a run may hold some of its plan and carry out the rest: what this is the plan of. */
  scope?: string;
  /** The run that carried out what was approved here: an approval counts once. */
  spentBy?: string;
}

/** What the guards of a space compare with. */
export interface BaselineDoc extends Doc {
  /** Size of each listing of the last accepted run. */
  listings: Record<string, number>;
  /** When a run of the space was done for the first time. */
  firstDoneAt?: number;
}
