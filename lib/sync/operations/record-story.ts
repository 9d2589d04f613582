import { detailOf, type RequestDetail } from '../../dealer-feed/operations/views';
import type { RequestDoc } from '../../dealer-feed/store/documents';
import type { MatchReason } from '../../model/item';
import type { Filter } from '../../store/store';
import type { Engine } from '../engine';
import type { AuditEntry } from '../executor/audit';
import type { PairContact, PairDoc, PairError, PartySummary } from '../pair';
import { type OutcomeChunk, type OutcomeRow, type RunDoc, rowsOf } from '../run-history';
import { type AuditView, auditViews } from './audit';
import { type ConflictView, viewer as conflictViewer } from './conflicts';
import { keyOfPair } from './decision-trace';
import { iso } from './overview';
import { notFound } from './pages';
import { type PendingView, viewer as pendingViewer } from './pending';
import { customerHit, pairHit, type RecordHit, requestHit } from './records';
import { type RestoreView, wishView } from './restore';
import { placeOf } from './spaces';

/** A step in the life of a record. `text.key` names a sentence of the page, with its values. */
export interface StoryEntry {
  at: string;
  /** `state`: how it stands; `outcome`: what a run made of it; `feed`: what a dealer feed said of a vehicle. */
  kind: 'state' | 'decision' | 'write' | 'outcome' | 'feed';
  who?: string;
  text: { key: string; values: Record<string, string> };
  audit?: AuditView;
  runId?: string;
}

export interface ContactView extends Omit<PairContact, 'base' | 'unlinked'> {
  name: string;
  phone?: string;
  email?: string;
}

/** The whole story of one record. */
export interface RecordStory extends Pick<RestoreView, 'restore'> {
  record: RecordHit;
  /** As runs and the audit name it. */
  key: string;
  state: string;
  account?: PartySummary;
  customer?: PartySummary;
  link?: { keyLinkId?: string; additional: boolean; decidedBy?: string; score?: number; reasons?: MatchReason[] };
  decision?: { kind: string; customerId?: string; by: string; at: string };
  /** Of a pending one. */
  pending?: PendingView;
  conflicts: ConflictView[];
  contacts: ContactView[];
  error?: Omit<PairError, 'at'> & { at: string; attempts: number };
  /** Of a service request. */
  request?: RequestDetail;
  /** Newest first. */
  timeline: StoryEntry[];
}

/** Steps of a story that are shown at once; who wants more looks into the audit. */
const LONGEST = 500;

/**
 * @param id a pair's, a service request's, `revio:<customer>`, or the key of a run's record (`cms:100000002`)
 * @throws DealerSyncError NOT_FOUND
 */
export async function readRecord(engine: Engine, id: string): Promise<RecordStory> {
  const pair = await pairNamed(engine, id);
  if (pair) return storyOfPair(engine, pair);
  const request = await engine.store.collection<RequestDoc>('serviceRequests').get(requestIdOf(id));
  if (request) return storyOfRequest(engine, request);
  const customer = id.startsWith('revio:') ? customerNamed(engine, id.slice('revio:'.length)) : undefined;
  if (!customer) throw notFound('such record');
  const record = customerHit(customer);
  const timeline = [...(await audited(engine, { key: id })), ...(await outcomesOf(engine, id))];
  return {
    record,
    key: id,
    state: record.state,
    customer,
    conflicts: [],
    contacts: [],
    timeline: newestFirst(timeline),
  };
}

async function pairNamed(engine: Engine, id: string): Promise<PairDoc | undefined> {
  const pairs = engine.store.collection<PairDoc>('pairs');
  const known = await pairs.get(id);
  if (known) return known;
  const colon = id.indexOf(':');
  const [space, recordId] = [id.slice(0, colon), id.slice(colon + 1)];
  if (colon < 1) return undefined;
  const where: Filter = space === 'revio' ? { customerId: recordId } : { space, accountId: recordId };
  return (await pairs.find({ where, limit: 1 })).items[0];
}

/** A feed's item is named `vehicle:<dealer>:<service request>`. */
function requestIdOf(id: string): string {
  return id.startsWith('vehicle:') ? id.split(':').slice(2).join(':') : id;
}

function customerNamed(engine: Engine, id: string): PartySummary | undefined {
  for (const { space } of engine.list()) {
    const found = engine.directories.search(space)?.find(id);
    if (found) return found;
  }
  return undefined;
}

async function storyOfPair(engine: Engine, pair: PairDoc): Promise<RecordStory> {
  const key = keyOfPair(pair);
  const { account, customer, state, decision, error, attempts, contacts } = pair;
  const conflictView = conflictViewer(engine);
  const timeline = [
    ...statesOf(pair),
    ...(await audited(engine, { pairId: pair._id })),
    ...(await outcomesOf(engine, key)),
  ];
  return {
    record: pairHit(pair, placeOf(engine)),
    key,
    state,
    ...(account ? { account } : {}),
    ...(customer ? { customer } : {}),
    ...(pair.customerId ? { link: linkOf(pair) } : {}),
    ...(decision ? { decision: { ...decision, at: iso(decision.at) } } : {}),
    ...(state === 'pending' ? { pending: pendingViewer(engine)(pair) } : {}),
    ...wishView(pair.restore),
    conflicts: pair.conflicts.map((conflict) => conflictView({ pair, conflict })),
    contacts: contacts.map(contactView),
    ...(error ? { error: { ...error, at: iso(error.at), attempts } } : {}),
    timeline: newestFirst(timeline),
  };
}

function linkOf({ keyLinkId, additional, decidedBy, score, reasons }: PairDoc): NonNullable<RecordStory['link']> {
  return {
    ...(keyLinkId ? { keyLinkId } : {}),
    additional: additional === true,
    ...(decidedBy ? { decidedBy } : {}),
    ...(score === undefined ? {} : { score }),
    ...(reasons ? { reasons } : {}),
  };
}

function contactView({ base, unlinked: _, ...contact }: PairContact): ContactView {
  const { name = '', phone, email } = base ?? {};
  return { ...contact, name, ...(phone ? { phone } : {}), ...(email ? { email } : {}) };
}

/** How it stands, told by the document itself: what it says of a time has left no other trace. */
function statesOf({ state, updatedAt, queuedAt, error, conflicts, settling }: PairDoc): StoryEntry[] {
  const at = (instant: number, key: string, values: Record<string, string> = {}): StoryEntry => ({
    at: iso(instant),
    kind: 'state',
    text: { key, values },
  });
  return [
    at(updatedAt, 'state', { state }),
    ...(queuedAt === undefined ? [] : [at(queuedAt, 'queued')]),
    ...(error ? [at(error.at, 'failed', { code: error.code, reason: error.message })] : []),
    ...conflicts.map(({ since, field, reason }) => at(since, 'conflict', { field, reason })),
    ...(settling.length ? [at(updatedAt, 'settling', { field: settling.map(({ field }) => field).join(', ') })] : []),
  ];
}

async function storyOfRequest(engine: Engine, doc: RequestDoc): Promise<RecordStory> {
  const request = detailOf(doc);
  const history = request.history.map(
    ({ at, by, what, reason, changes }): StoryEntry => ({
      at,
      kind: 'feed',
      who: by,
      text: {
        key: what,
        values: {
          ...(reason ? { reason } : {}),
          ...(changes?.length ? { changes: changes.map(({ field, to }) => `${field}: ${to}`).join(', ') } : {}),
        },
      },
    }),
  );
  return {
    record: requestHit(doc),
    key: doc._id,
    state: doc.status,
    conflicts: [],
    contacts: [],
    request,
    timeline: newestFirst([...history, ...(await audited(engine, { pairId: doc._id }))]),
  };
}

/** Writes, and what people decided. */
async function audited(engine: Engine, where: { pairId: string } | { key: string }): Promise<StoryEntry[]> {
  const { items } = await engine.store
    .collection<AuditEntry>('audit')
    .find({ where: { ...where }, sort: [{ field: 'at', descending: true }], limit: LONGEST });
  return (await auditViews(engine, items)).map((audit) => {
    const { at, who, runId, operation, entity, entityId, system, reason } = audit;
    const decides = operation === 'decide';
    return {
      at,
      kind: decides ? 'decision' : 'write',
      who,
      text: {
        key: `${operation}.${decides ? (audit.new.decision ?? '') : entity}`,
        values: decides ? audit.new : { entityId, system, reason },
      },
      audit,
      ...(runId ? { runId } : {}),
    };
  });
}

/** What the runs that are kept made of it; a run that changed nothing says so only while it is the newest. */
async function outcomesOf(engine: Engine, key: string): Promise<StoryEntry[]> {
  const found: { runId: string; row: OutcomeRow }[] = [];
  for await (const chunks of engine.store.collection<OutcomeChunk>('outcomes').scan()) {
    for (const chunk of chunks) {
      // As it is kept a quiet row is text: what does not hold the key need not be read.
      if (typeof chunk.rows === 'string' && !chunk.rows.includes(JSON.stringify(key))) continue;
      for (const row of rowsOf(chunk)) if (row.key === key) found.push({ runId: chunk.runId, row });
    }
  }
  const runs = engine.store.collection<RunDoc>('runs');
  const entries: StoryEntry[] = [];
  for (const { runId, row } of found.slice(-LONGEST)) {
    const run = await runs.get(runId);
    if (run) entries.push(outcomeEntry(run, row));
  }
  return entries;
}

function outcomeEntry({ _id, startedAt, endedAt, who, title, preview }: RunDoc, row: OutcomeRow): StoryEntry {
  const { outcome, reason, code } = row;
  return {
    at: iso(endedAt ?? startedAt),
    kind: 'outcome',
    who,
    text: {
      key: preview ? `preview.${outcome}` : outcome,
      values: { run: title, ...(reason ? { reason } : {}), ...(code ? { code } : {}) },
    },
    runId: _id,
  };
}

function newestFirst(timeline: StoryEntry[]): StoryEntry[] {
  // ISO instants sort as texts; of one instant, what was added later happened later.
  return timeline.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0)).slice(0, LONGEST);
}
