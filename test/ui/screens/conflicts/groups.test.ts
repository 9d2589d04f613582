import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { ConflictView } from '../../../../lib/sync/operations/conflicts';
import { groupsOf, kindKey, kindOf } from '../../../../ui/screens/conflicts/groups';

describe('conflicts on the page', () => {
  it('stand by record, in the order of the list', () => {
    const conflict = (pairId: string, field: 'name' | 'city'): ConflictView => ({
      id: `${pairId}.${field}`,
      pairId,
      space: 'cms',
      field,
      account: 'a',
      customer: 'b',
      reason: 'first-link',
      since: '2026-01-01T00:00:00.000Z',
    });
    const groups = groupsOf([conflict('x', 'name'), conflict('x', 'city'), conflict('y', 'name')]);
    assert.deepEqual(
      groups.map(({ pairId, conflicts }) => [pairId, conflicts.map(({ field }) => field)]),
      [
        ['x', ['name', 'city']],
        ['y', ['name']],
      ],
    );
  });

  it('have a kind that is a value of a choice, and back', () => {
    const kind = { field: 'line1', reason: 'both-changed', space: 'rapid-response' };
    assert.deepEqual(kindOf(kindKey(kind)), kind);
    assert.deepEqual(kindOf(''), {});
  });
});
