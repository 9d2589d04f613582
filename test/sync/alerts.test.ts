import assert from 'node:assert/strict';
import { alertsOf } from '../../lib/sync/alerts';
import { newPair, type PairDoc } from '../../lib/sync/pair';
import type { RunDoc } from '../../lib/sync/run-history';

const counts = {
  seen: 9,
  created: 0,
  linked: 0,
  updated: 0,
  unchanged: 9,
  skipped: 0,
  pending: 0,
  conflict: 0,
  held: 0,
  failed: 0,
};
const run = (change: Partial<RunDoc>): RunDoc => ({
  _id: 'r1',
  rev: 1,
  integration: 'cms',
  title: 'CMS <-> Rev.io',
  system: 'CMS',
  space: 'cms',
  direction: 'both',
  cause: 'timer',
  who: 'timer',
  preview: false,
  state: 'done',
  startedAt: 0,
  counts,
  writes: { revio: 0, monitoring: 0, keyLinks: 0 },
  calls: {},
  ...change,
});
const NOTHING = { conflicts: 0, pending: 0 };
const topics = (doc: RunDoc, pairs: PairDoc[] = [], told = NOTHING) =>
  alertsOf(doc, pairs, told).alerts.map(({ topic }) => topic);

describe('alertsOf', () => {
  it('is silent on a quiet run and on a preview', () => {
    assert.deepEqual(topics(run({})), []);
    assert.deepEqual(topics(run({ preview: true, state: 'failed', error: { code: 'X', message: 'y' } })), []);
  });

  it('tells once of a failed and of a held run, with the reason', () => {
    const failed = alertsOf(
      run({ state: 'failed', error: { code: 'UNAUTHORIZED', message: 'Wrong key.' } }),
      [],
      NOTHING,
    );
    assert.deepEqual(
      failed.alerts.map(({ topic, payload }) => [topic, payload.text]),
      [['failed', 'CMS <-> Rev.io failed: Wrong key.']],
    );
    const held = alertsOf(run({ state: 'held', reasons: ['60 records would be created.'] }), [], NOTHING);
    assert.equal(held.alerts.length, 1);
    assert.match(held.alerts[0]?.payload.text ?? '', /60 records would be created/);
  });

  it('names the records that this run parked, not those of earlier runs', () => {
    const parked = (id: string, runId: string): PairDoc => ({
      ...newPair(id, 'cms', { accountId: id }, 0),
      state: 'parked',
      runId,
    });
    const { alerts } = alertsOf(run({}), [parked('1', 'r1'), parked('2', 'r0')], NOTHING);
    assert.deepEqual(
      alerts.map(({ payload }) => payload.count),
      [1],
    );
  });

  it('tells of what waits when the number changes, not each hour', () => {
    const waits = run({ counts: { ...counts, pending: 4, conflict: 2 } });
    const first = alertsOf(waits, [], NOTHING);
    assert.deepEqual(
      first.alerts.map(({ topic }) => topic),
      ['conflicts', 'pending'],
    );
    assert.deepEqual(topics(waits, [], first.told), []);
    const fewer = run({ counts: { ...counts, pending: 3, conflict: 2 } });
    assert.deepEqual(topics(fewer, [], first.told), ['pending']);
    const none = alertsOf(run({}), [], first.told);
    assert.deepEqual(topics(waits, [], none.told), ['conflicts', 'pending']);
  });
});
