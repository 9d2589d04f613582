import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { heardNode, type Message, Rig } from './rig';

const DAY = 24 * 3_600_000;
const open = (vin: string, days = 10, rest: object = {}) => ({
  id: vin,
  vin,
  createdAt: Date.now() - days * DAY,
  ...rest,
});
const ids = (message: Message | undefined) => (message?.payload ?? []).map(({ id }: { id: string }) => id);

describe('auto-close', () => {
  const rig = new Rig();
  before(() =>
    rig.load([
      heardNode('now', 'auto-close', 3, { mode: 'immediately', rowShare: '', closeShare: '', closeCount: '' }),
      heardNode('after', 'auto-close', 3, { mode: 'after', days: '3' }),
      heardNode('never', 'auto-close', 3, { mode: 'never' }),
      heardNode('broken', 'auto-close', 3, { mode: 'after', days: 'soon' }),
    ]),
  );
  after(() => rig.unload());

  it('R3: closes what the newest list lacks, and keeps what it has, however the VIN is written', async () => {
    const { outputs, errors } = await rig.send('now', {
      payload: { open: [open('AAA'), open('bbb')], vins: ['B-B B'] },
    });
    assert.deepEqual(errors, []);
    assert.deepEqual([ids(outputs[0]?.[0]), ids(outputs[1]?.[0]), outputs[2]], [['AAA'], ['bbb'], []]);
    assert.equal(outputs[0]?.[0].payload[0].reason, 'ABSENT');
  });

  it('R3, R4: waits N days from the creation, or from the return', async () => {
    const payload = {
      open: [open('AAA', 4), open('BBB', 2), open('CCC', 9, { lastReappearedAt: Date.now() - DAY })],
      vins: ['X'],
    };
    const { outputs } = await rig.send('after', { payload });
    assert.deepEqual([ids(outputs[0]?.[0]), ids(outputs[1]?.[0])], [['AAA'], ['BBB', 'CCC']]);
    const never = await rig.send('never', { payload });
    assert.deepEqual(ids(never.outputs[1]?.[0]), ['AAA', 'BBB', 'CCC']);
  });

  it('R3: in a delta only a row that says so makes a vehicle gone', async () => {
    const payload = { open: [open('AAA'), open('BBB')], vins: [], gone: ['AAA'], kind: 'delta' };
    const { outputs } = await rig.send('now', { payload });
    assert.deepEqual([ids(outputs[0]?.[0]), ids(outputs[1]?.[0])], [['AAA'], ['BBB']]);
  });

  it('F2: holds an empty list and many closes, with the sentence', async () => {
    const many = Array.from({ length: 8 }, (_, index) => open(`V${index}`));
    const shown: string[] = [];
    for (const vins of [[], ['V0', 'X']]) {
      const { outputs, statuses } = await rig.send('now', { payload: { open: many, vins } });
      // A status that stays is not shown again.
      shown.push(...statuses);
      assert.deepEqual([outputs[0], shown.at(-1)], [[], 'common.status.held']);
      assert.match(outputs[2]?.[0].payload[0].held.join(' '), /\d+ .*\./);
    }
  });

  it('N1: ends anything else in one error', async () => {
    for (const [node, payload, code] of [
      ['now', null, 'BAD_PAYLOAD'],
      ['now', { open: 'x' }, 'BAD_PAYLOAD'],
      ['now', { open: [{}], vins: [] }, 'BAD_PAYLOAD'],
      ['now', { open: [], vins: 'AAA' }, 'BAD_PAYLOAD'],
      ['broken', { open: [], vins: [] }, 'BAD_DAYS'],
    ] as const) {
      const { errors, completed } = await rig.send(node, { payload });
      assert.deepEqual([errors.map((error) => error.code), completed], [[code], 0]);
    }
  });
});
