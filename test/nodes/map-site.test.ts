import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { heardNode, Rig } from './rig';

const ADDRESS = { line1: '12 Test St', line2: '', city: 'Testville', state: 'Ohio', postalCode: '00001' };
const party = (given: object = {}) => ({
  id: '1',
  accountNumber: 'A100',
  name: 'Ash Dental',
  kind: 'business',
  status: 'open',
  address: ADDRESS,
  ...given,
});

describe('map-site', () => {
  const rig = new Rig();
  before(() =>
    rig.load([
      heardNode('map', 'map-site', 2),
      heardNode('own', 'map-site', 2, { toCustomer: '{"companyName":"{{name}} ({{city}})","of-a-later-version":"x"}' }),
      heardNode('broken', 'map-site', 2, { toAccount: '["no", "object"]' }),
    ]),
  );
  after(() => rig.unload());

  it('says of a hand-made pair what each side should say', async () => {
    const payload = {
      key: 'rr:1',
      account: party({ kind: 'residential', name: 'BIRCH, ANNA' }),
      customer: party({ kind: 'residential', name: 'Ann Birch', firstName: 'Ann', lastName: 'Birch' }),
    };
    const { outputs, errors, completed, statuses } = await rig.send('map', { payload });
    assert.deepEqual([errors, completed, statuses.at(-1)], [[], 1, 'common.status.mapped']);
    const { mapped } = outputs[0]?.[0].payload ?? {};
    assert.deepEqual([mapped.customer.firstName, mapped.customer.lastName], ['ANNA', 'BIRCH']);
    assert.deepEqual([mapped.account.name, mapped.account.address.state], ['BIRCH, ANN', 'OH']);
  });

  it('takes the templates that were changed, and the defaults for the rest', async () => {
    const { outputs } = await rig.send('own', { payload: [{ key: 'rr:1', account: party() }] });
    const { customer } = outputs[0]?.[0].payload[0].mapped ?? {};
    assert.deepEqual([customer.companyName, customer.accountNumber], ['Ash Dental (Testville)', 'A100']);
  });

  it('S13: sends on what it can map, and the rest by the second output with the reason', async () => {
    const payload = [
      { key: 'rr:1', account: party({ kind: 'other' }) },
      { key: 'rr:2', account: party({ address: { ...ADDRESS, state: '' } }), create: { side: 'customer' } },
      { key: 'rr:3', account: party(), create: { side: 'customer' } },
    ];
    const { outputs, errors } = await rig.send('map', { payload });
    assert.deepEqual(errors, []);
    assert.deepEqual(
      outputs[0]?.[0].payload.map(({ key }: { key: string }) => key),
      ['rr:3'],
    );
    assert.deepEqual(
      outputs[1]?.[0].payload.map(({ outcome }: { outcome: { name: string; code?: string } }) => [
        outcome.name,
        outcome.code,
      ]),
      [
        ['skipped', undefined],
        ['failed', 'MISSING_STATE'],
      ],
    );
  });

  it('N1: tells once of templates that were garbled in the flow file, and of a payload that is no item', async () => {
    for (const [node, payload, code] of [
      ['broken', { key: 'rr:1', account: party() }, 'BAD_TEMPLATE'],
      ['map', { account: party() }, 'NO_ITEM'],
    ] as const) {
      const { errors, completed } = await rig.send(node, { payload });
      assert.deepEqual([errors.map((error) => error.code), completed], [[code], 0]);
    }
  });

  it('N1: survives records that are half there', async () => {
    for (const account of [{}, 'x', 7, { id: 5, name: null, address: 'x' }, { kind: 'residential', name: ['a'] }]) {
      const payload = { key: 'rr:1', account, customer: account, create: { side: 'customer' } };
      const { errors, completed, outputs } = await rig.send('map', { payload });
      assert.deepEqual([errors, completed], [[], 1], JSON.stringify(account));
      assert.equal(outputs.flat().length, 1);
    }
  });
});
