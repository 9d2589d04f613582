import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { IntegrationView, RunView } from '../../../../lib/sync/operations/overview';
import { standingOf } from '../../../../ui/screens/overview/standing';

function integration(id: string, changes: Partial<IntegrationView> = {}): IntegrationView {
  return {
    id,
    name: id,
    system: 'CMS',
    space: 'cms',
    direction: 'both',
    productionMode: true,
    needsCustomers: false,
    state: 'idle',
    counts: { pending: 0, conflicts: 0, held: 0, parked: 0 },
    setup: { missing: 0 },
    ...changes,
  };
}

describe('standingOf', () => {
  it('counts the pairs of a shared space once, and the held runs of each integration', () => {
    const counts = { pending: 3, conflicts: 2, held: 1, parked: 0 };
    const { waiting, total } = standingOf([
      integration('in', { counts }),
      integration('out', { counts: { ...counts, held: 2 } }),
      integration('feed', { space: 'feed', counts: { pending: 0, conflicts: 0, held: 0, parked: 4 } }),
    ]);
    assert.deepEqual(
      waiting.map(({ kind, count }) => [kind, count]),
      [
        ['pending', 3],
        ['conflicts', 2],
        ['held', 3],
        ['parked', 4],
      ],
    );
    assert.equal(total, 12);
  });

  it('names those whose last run failed, and those that lack a setting', () => {
    const lastRun = { id: 'r1', state: 'failed' } as RunView;
    const { failed, incomplete } = standingOf([
      integration('a', { lastRun }),
      integration('b', { setup: { missing: 2 } }),
      integration('c', { lastRun: { ...lastRun, state: 'done' } }),
    ]);
    assert.deepEqual(failed, [{ id: 'a', name: 'a', runId: 'r1' }]);
    assert.deepEqual(incomplete, [{ id: 'b', name: 'b' }]);
  });

  it('counts what has not run yet, but not what only runs for named customers', () => {
    assert.equal(standingOf([integration('a'), integration('b', { needsCustomers: true })]).neverRun, 1);
  });
});
