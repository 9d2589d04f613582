import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createMemoryStore } from '../../../lib/store/memory-store';
import type { Doc, Store } from '../../../lib/store/store';
import type { Audit, AuditRow } from '../../../lib/sync/monitoring-billing/audit';
import {
  type AuditOrigin,
  type AuditSlice,
  keepAudit,
  readAudit,
} from '../../../lib/sync/monitoring-billing/kept-audit';
import { HandClock } from '../../http/hand-clock';
import { NOW } from '../records';

describe('the audit that the store keeps of a space', () => {
  let store: Store;
  const clock = new HandClock(NOW);
  const origin: AuditOrigin = {
    space: 'cms',
    integration: 'cms',
    title: 'CMS <-> Rev.io',
    system: 'CMS',
    runId: 'run-1',
    at: NOW,
    preview: false,
    accounts: 2000,
    customers: 2000,
  };
  const keep = (audit: Audit, given: Partial<AuditOrigin> = {}) =>
    keepAudit(store, { ...origin, ...given }, audit, undefined);
  const docs = () => store.collection<Doc & { part?: string }>('monitoringBilling');
  const slices = async () => (await docs().find({ where: { part: 'slice' } })).items.map(({ _id }) => _id);

  beforeEach(async () => {
    store = createMemoryStore({ clock });
    await store.open();
  });
  afterEach(() => store.close());

  it('is nothing before the first run', async () => {
    assert.equal(await readAudit(store, 'cms'), undefined);
  });

  it('comes back whole, and belongs to its space alone', async () => {
    const audit = auditOf(2000);
    await keep(audit);
    await keep(auditOf(1), { space: 'rapid-response' });
    const kept = await readAudit(store, 'cms');
    assert.deepEqual([kept?.head.runId, kept?.head.at, kept?.head.preview], ['run-1', NOW, false]);
    assert.deepEqual(kept && sorted(kept.audit), sorted(audit));
    assert.equal((await readAudit(store, 'rapid-response'))?.audit.rows.length, 1);
  });

  it('writes the head alone when a cycle has found the same', async () => {
    await keep(auditOf(2000));
    const before = (await docs().find({ where: { part: 'slice' } })).items;
    await keep(auditOf(2000), { runId: 'run-2' });
    assert.deepEqual((await docs().find({ where: { part: 'slice' } })).items, before);
    assert.equal((await readAudit(store, 'cms'))?.head.runId, 'run-2');
  });

  it('writes one slice when one row has changed, and lets go of the old one', async () => {
    await keep(auditOf(2000));
    const before = new Set(await slices());
    const changed = auditOf(2000);
    changed.rows[700] = { ...row(700), reason: 'in-review' };
    await keep(changed);
    const after = await slices();
    assert.equal(after.filter((id) => !before.has(id)).length, 1);
    assert.equal(after.length, before.size);
    const kept = await readAudit(store, 'cms');
    assert.deepEqual(kept && sorted(kept.audit), sorted(changed));
  });

  it('S6: uses what a crash before the head has left, and lets go of what is no use', async () => {
    await keep(auditOf(10));
    const left = async (slice: string) =>
      (
        await docs().insert({ _id: slice, part: 'slice', space: 'cms', rows: [], monitored: [] } as Omit<
          AuditSlice,
          'rev'
        >)
      )._id;
    await left('slice.cms.of-a-run-that-was-killed');
    await keep(auditOf(11));
    const [slice = ''] = await slices();
    assert.equal((await slices()).length, 1);
    const head = (await readAudit(store, 'cms'))?.head;
    assert.ok(head);
    await docs().put({ ...head, slices: [] } as Doc);
    await keep(auditOf(11));
    assert.deepEqual([await slices(), (await readAudit(store, 'cms'))?.audit.rows.length], [[slice], 11]);
  });

  it('S8: is not replaced by a runner whose lease was taken over', async () => {
    await keep(auditOf(3));
    const lease = await store.leases.acquire('cms', 'paused', 60_000);
    assert.ok(lease);
    await store.leases.release(lease);
    await store.leases.acquire('cms', 'other', 60_000);
    const late = keepAudit(store, { ...origin, runId: 'late' }, auditOf(5), lease);
    await assert.rejects(late, { code: 'LEASE_LOST' });
    assert.equal((await readAudit(store, 'cms'))?.audit.rows.length, 3);
  });
});

function row(n: number): AuditRow {
  return { id: `monitored-not-billed:cms:${n}`, kind: 'monitored-not-billed', reason: 'no-customer' };
}

function auditOf(count: number): Audit {
  const all = Array.from({ length: count }, (_, n) => n);
  return { rows: all.map(row), monitored: all.map((n) => String(10_000 + n)) };
}

function sorted({ rows, monitored }: Audit): Audit {
  return { rows: [...rows].sort((a, b) => (a.id < b.id ? -1 : 1)), monitored: [...monitored].sort() };
}
