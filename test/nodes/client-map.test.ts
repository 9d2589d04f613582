import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { heardNode, type Message, Rig } from './rig';

const vehicle = (dealerId: string, rest: object = {}) => ({ vin: '1M8GDM9AXKP042788', dealerId, ...rest });

describe('client-map', () => {
  const rig = new Rig();
  const row = { dealerId: 'MP101', client: 'Norvik', srType: 'recon', ignoreIfExists: true, ignoreDays: '30' };
  before(() =>
    rig.load([
      heardNode('map', 'client-map', 2, { rows: [row, { dealerId: ' mp101', client: 'Never', srType: 'x' }] }),
      heardNode('broken', 'client-map', 2, { rows: [{ ...row, ignoreDays: 'a week' }] }),
    ]),
  );
  after(() => rig.unload());

  it('R7: maps a dealer to its client; a service request type that is chosen already stays', async () => {
    const { outputs, errors } = await rig.send('map', {
      payload: [vehicle(' mp101 '), vehicle('MP101', { srType: 'pdi' })],
    });
    assert.deepEqual(errors, []);
    const told = outputs[0]?.[0].payload.map((one: Message) => [one.client, one.srType, one.clientRow.ignoreDays]);
    assert.deepEqual(told, [
      ['Norvik', 'recon', 30],
      ['Norvik', 'pdi', 30],
    ]);
  });

  it('R7: quarantines a dealer that nobody knows, and never guesses', async () => {
    const { outputs, statuses } = await rig.send('map', { payload: vehicle('MP999') });
    assert.deepEqual(outputs[0], []);
    const { outcome, client } = outputs[1]?.[0].payload ?? {};
    assert.deepEqual([outcome.name, outcome.code, client], ['failed', 'UNKNOWN_DEALER', undefined]);
    assert.equal(statuses.at(-1), 'common.status.noClient');
  });

  it('N1: ends days that are none, and a payload that is no vehicle, in one error', async () => {
    for (const [node, payload, code] of [
      ['broken', vehicle('MP101'), 'BAD_DAYS'],
      ['map', 7, 'NO_VEHICLE'],
      ['map', {}, 'NO_VEHICLE'],
    ] as const) {
      const { errors, completed } = await rig.send(node, { payload });
      assert.deepEqual([errors.map((error) => error.code), completed], [[code], 0]);
    }
  });
});
