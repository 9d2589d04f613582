import { csvLine } from '../../csv';
import type { Query } from '../../store/store';
import type { Engine } from '../engine';
import type { AuditEntry } from '../executor/audit';
import { iso } from './overview';
import type { PageOf, PageRequest } from './pages';
import { restorableOf } from './restore';

export type AuditView = Omit<AuditEntry, '_id' | 'rev' | 'at'> & {
  id: string;
  at: string;
  /** Its old values can be put back, as far as our own records tell. */
  restorable: boolean;
};

/** Exact, but for `q`; instants are ISO texts, `from` included and `to` not. */
export interface AuditFilter {
  q?: string;
  who?: string;
  system?: string;
  operation?: string;
  entity?: string;
  key?: string;
  runId?: string;
  pairId?: string;
  from?: number;
  to?: number;
}

/** Newest first. */
export async function listAudit(engine: Engine, request: AuditFilter & PageRequest): Promise<PageOf<AuditView>> {
  const { offset, limit } = request;
  const { total, items } = await engine.store
    .collection<AuditEntry>('audit')
    .find({ ...auditQuery(request), sort: [{ field: 'at', descending: true }], offset, limit });
  return { total, items: await auditViews(engine, items) };
}

export async function auditViews(engine: Engine, entries: AuditEntry[]): Promise<AuditView[]> {
  const restorable = await restorableOf(engine, entries);
  return entries.map(({ _id, rev: _rev, at, ...entry }) => ({
    id: _id,
    ...entry,
    at: iso(at),
    restorable: restorable.has(_id),
  }));
}

const SEARCHED = ['key', 'entityId', 'entity', 'operation', 'who', 'reason', 'system'];
const EXACT = ['who', 'system', 'operation', 'entity', 'key', 'runId', 'pairId'] as const;

function auditQuery(filter: AuditFilter): Pick<Query, 'where' | 'text'> {
  const { q, from, to } = filter;
  const exact = EXACT.flatMap((name) => (filter[name] === undefined ? [] : [[name, filter[name]]]));
  const at = { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) };
  return {
    where: { ...Object.fromEntries(exact), ...(Object.keys(at).length ? { at } : {}) },
    ...(q ? { text: { query: q, fields: SEARCHED } } : {}),
  };
}

const COLUMNS = [
  ...['At', 'Who', 'As', 'System', 'Operation', 'Entity', 'Id', 'Old', 'New', 'Reason', 'Recovered'],
  ...['Integration', 'Run', 'Record'],
];

/** The whole of it as a file, newest first; a spreadsheet executes nothing of it (N4). */
export async function auditCsv(engine: Engine, filter: AuditFilter): Promise<Iterable<string>> {
  const { items } = await engine.store
    .collection<AuditEntry>('audit')
    .find({ ...auditQuery(filter), sort: [{ field: 'at', descending: true }] });
  return csvOf(items);
}

function* csvOf(entries: AuditEntry[]): Iterable<string> {
  yield csvLine(COLUMNS);
  for (const one of entries) {
    yield csvLine([
      ...[iso(one.at), one.who, one.as, one.system, one.operation, one.entity, one.entityId],
      ...[valuesText(one.old), valuesText(one.new), one.reason, one.recovered ? 'yes' : ''],
      ...[one.integration, one.runId, one.key],
    ]);
  }
}

function valuesText(values: Record<string, string>): string {
  return Object.entries(values)
    .map(([field, value]) => `${field}: ${value}`)
    .join('\n');
}
