import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { heardNode, type Message, Rig } from './rig';

const row = (systemCode: string, vehicleType: string, rest: object = {}) => ({ systemCode, vehicleType, ...rest });
const vehicle = (systemCode: string, dealerId = 'MP101') => ({ vin: '1M8GDM9AXKP042788', dealerId, systemCode });

describe('vehicle-type-map', () => {
  const rig = new Rig();
  before(() =>
    rig.load([
      heardNode('open', 'vehicle-type-map', 2, {
        rows: [
          row('Used', 'Used', { srType: 'recon' }),
          row('used', 'Never', { srType: 'never' }),
          row('Used', 'Fleet', { dealerId: 'mp102' }),
        ],
      }),
      heardNode('closed', 'vehicle-type-map', 2, { rows: [row('New', 'New', { includeOnly: true })] }),
      heardNode('broken', 'vehicle-type-map', 2, { rows: 'Used' }),
    ]),
  );
  after(() => rig.unload());

  it('R5: maps codes without case and blanks, the first row wins, and a dealer’s own row before the general one', async () => {
    const payload = [vehicle(' USED '), vehicle('used', 'MP102'), vehicle('Boat')];
    const { outputs, errors, statuses } = await rig.send('open', { payload });
    assert.deepEqual([errors, statuses.at(-1)], [[], 'common.status.leftOut']);
    assert.deepEqual(
      outputs[0]?.[0].payload.map((one: Message) => [one.vehicleType, one.srType]),
      [
        ['Used', 'recon'],
        ['Fleet', undefined],
        [undefined, undefined],
      ],
    );
    assert.deepEqual(outputs[1], []);
  });

  it('R6: Include Only leaves out what has no mapping, with the reason', async () => {
    const { outputs } = await rig.send('closed', { payload: [vehicle('New'), vehicle('Used')] });
    assert.equal(outputs[0]?.[0].payload.length, 1);
    const [ignored] = outputs[1]?.[0].payload ?? [];
    assert.deepEqual([ignored.systemCode, ignored.outcome.code], ['Used', 'NOT_INCLUDED']);
  });

  it('returns the shape that it was given, and all else that a vehicle holds', async () => {
    const { outputs } = await rig.send('open', { payload: { ...vehicle('Used'), lot: 7 }, topic: 'mine' });
    assert.deepEqual([outputs[0]?.[0].payload.lot, outputs[0]?.[0].topic], [7, 'mine']);
  });

  it('N1: ends a payload that is no vehicle, and a garbled table, in one error', async () => {
    for (const [node, payload, code] of [
      ['open', 'x', 'NO_VEHICLE'],
      ['open', [vehicle('Used'), null], 'NO_VEHICLE'],
      ['open', { systemCode: 'Used' }, 'NO_VEHICLE'],
      ['broken', vehicle('Used'), 'BAD_TABLE'],
    ] as const) {
      const { errors, completed, outputs } = await rig.send(node, { payload });
      assert.deepEqual([errors.map((error) => error.code), completed, outputs.flat()], [[code], 0, []]);
    }
  });
});
