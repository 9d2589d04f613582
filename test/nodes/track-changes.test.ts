import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { heardNode, Rig } from './rig';

const DAY = 24 * 3_600_000;
const aged = (days: number, rest: object = {}) => ({
  id: `${days}`,
  stock: 'U1',
  client: 'Norvik',
  createdAt: Date.now() - days * DAY,
  ...rest,
});

describe('track-changes', () => {
  const rig = new Rig();
  before(() =>
    rig.load([
      heardNode('days', 'track-changes', 1, { track: 'days', days: '3', stock: true, client: false }),
      heardNode('never', 'track-changes', 1, { track: 'never' }),
      heardNode('broken', 'track-changes', 1, { track: 'days', days: '' }),
    ]),
  );
  after(() => rig.unload());

  it('R2: follows each entity by its own age, and only what its switches say', async () => {
    const entities = [
      aged(2),
      aged(4),
      aged(1, { touchedByPerson: ['stock'] }),
      aged(0, { stock: 'U2', client: 'Castell' }),
    ];
    const { outputs, errors } = await rig.send('days', { payload: { stock: 'U2', client: 'Castell', entities } });
    assert.deepEqual(errors, []);
    const told = outputs[0]?.[0].payload as { id: string; changes: object[]; left: { field: string }[] }[];
    assert.deepEqual(
      told.map(({ id, changes, left }) => [id, changes, left.map(({ field }) => field)]),
      [
        ['2', [{ field: 'stock', from: 'U1', to: 'U2' }], ['client']],
        ['4', [], ['stock', 'client']],
        ['1', [], ['stock', 'client']],
      ],
    );
  });

  it('R2: never changes anything where it is off, and a blank tells nothing', async () => {
    const off = await rig.send('never', { payload: { stock: 'U2', entities: [aged(0)] } });
    assert.deepEqual(off.outputs[0]?.[0].payload[0].changes, []);
    const blank = await rig.send('days', { payload: { stock: '', entities: [aged(0)] } });
    assert.deepEqual(blank.outputs[0]?.[0].payload, []);
  });

  it('N1: ends anything else in one error', async () => {
    for (const [node, payload, code] of [
      ['days', 'x', 'BAD_PAYLOAD'],
      ['days', { entities: {} }, 'BAD_PAYLOAD'],
      ['days', { entities: [null] }, 'BAD_PAYLOAD'],
      ['days', { entities: [{ id: '1', createdAt: 'yesterday' }] }, 'BAD_PAYLOAD'],
      ['broken', { stock: 'U2', entities: [aged(0)] }, 'BAD_DAYS'],
    ] as const) {
      const { errors, completed } = await rig.send(node, { payload });
      assert.deepEqual([errors.map((error) => error.code), completed], [[code], 0]);
    }
  });
});
