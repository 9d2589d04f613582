import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEFAULT_FEED_GUARDS } from '../../../lib/dealer-feed/types';
import {
  joinParts,
  readAutoClose,
  readClients,
  readGuards,
  readRequestTypes,
  readTracking,
  readVehicleTypes,
} from '../../../nodes/runtime/feed-tables';

const clients = readClients([{ dealerId: 1, client: 'Norvik', srType: 'recon' }]);

describe('the tables that nodes lend to a dealer feed', () => {
  it('follow each other in the order of the wires; what nobody lends does nothing', () => {
    const [first, second] = ['A', 'B'].map((systemCode) => readVehicleTypes([{ systemCode, vehicleType: systemCode }]));
    assert.ok(first && second);
    const joined = joinParts([{ vehicleTypes: first }, { clients }, { vehicleTypes: second }]);
    assert.deepEqual(
      joined.vehicleTypes.map(({ systemCode }) => systemCode),
      ['A', 'B'],
    );
    const { track, autoClose, guards, reopen } = joined;
    assert.deepEqual([track.days, autoClose, guards, reopen], ['never', { mode: 'never' }, DEFAULT_FEED_GUARDS, true]);
  });

  it('need a client-map, and no two that may say different things', () => {
    assert.throws(() => joinParts([]), { code: 'NO_CLIENT_MAP' });
    const track = readTracking({ track: 'never' });
    assert.throws(() => joinParts([{ clients }, { track }, { track }]), { code: 'TWO_OF_A_KIND' });
    assert.throws(
      () => joinParts([{ clients }, { autoClose: { mode: 'never' } }, { autoClose: { mode: 'immediately' } }]),
      {
        code: 'TWO_OF_A_KIND',
      },
    );
  });

  it('may hold numbers, and ticks as texts where an environment variable stands for them', () => {
    const [row] = readClients([{ dealerId: 101, client: 'A', srType: 'a', ignoreIfExists: 'true', ignoreDays: 7 }]);
    assert.deepEqual(row, { dealerId: '101', client: 'A', srType: 'a', ignoreIfExists: true, ignoreDays: 7 });
    assert.deepEqual(readRequestTypes([{ id: 'a', work: true }]), [{ id: 'a', name: 'a', phases: ['work'] }]);
    assert.deepEqual(readGuards({ rowShare: '60', closeCount: '' }), { ...DEFAULT_FEED_GUARDS, rowShare: 60 });
  });

  it('stop the feed with a sentence when they cannot be read', () => {
    for (const rows of [{}, 'x', [null], [['a']], [7]])
      assert.throws(() => readVehicleTypes(rows), { code: 'BAD_TABLE' });
    for (const days of ['', 'x', -1, null]) {
      assert.throws(() => readAutoClose({ mode: 'after', days }), { code: 'BAD_DAYS' });
      assert.throws(() => readTracking({ track: 'days', days }), { code: 'BAD_DAYS' });
    }
    assert.throws(() => readClients([{ dealerId: '1', ignoreDays: '-3' }]), { code: 'BAD_DAYS' });
  });
});
