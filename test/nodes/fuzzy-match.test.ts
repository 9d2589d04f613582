import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { heardNode, Rig } from './rig';

const ADDRESS = { line1: '12 Test St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };
const party = (id: string, name: string, address = ADDRESS) => ({
  id,
  name,
  kind: 'business',
  status: 'open',
  address,
});
const account = (id: string, name: string, address = ADDRESS) => ({
  key: `cms:${id}`,
  account: party(id, name, address),
});
const customer = (id: string, name: string, address = ADDRESS) => ({
  key: `revio:${id}`,
  customer: party(id, name, address),
});

describe('fuzzy-match', () => {
  const rig = new Rig();
  before(() =>
    rig.load([heardNode('match', 'fuzzy-match', 3), heardNode('strict', 'fuzzy-match', 3, { threshold: '1' })]),
  );
  after(() => rig.unload());

  it('matches accounts and customers of one hand-made payload, with the reasons', async () => {
    const payload = [
      account('1', 'ASH AND BIRCH DENTAL'),
      account('2', 'Nobody Knows Us Inc', { ...ADDRESS, line1: '900 Far Rd', city: 'Elsewhere', postalCode: '99999' }),
      customer('1015', 'Ash & Birch Dental'),
      customer('1016', 'Copper Kettle Cafe', { ...ADDRESS, line1: '44 Kettle Ln', postalCode: '00002' }),
    ];
    const { outputs, errors, completed } = await rig.send('match', { payload });
    assert.deepEqual(errors, []);
    assert.equal(completed, 1);
    const [matched, , unmatched] = outputs.map((messages) => messages.map((message) => message.payload));
    assert.equal(matched?.length, 1, 'an array in, one array out');
    const [[item]] = matched ?? [];
    assert.equal(item.key, 'cms:1');
    assert.equal(item.customer.id, '1015');
    assert.ok(item.match.score > 0.9 && item.match.reasons.length > 0 && item.match.matcherVersion);
    assert.deepEqual(
      unmatched?.flat().map((one) => one.key),
      ['cms:2'],
    );
  });

  it('never guesses between two that fit alike (S17)', async () => {
    const payload = [account('1', 'Robert Fox'), customer('10', 'Robert Fox'), customer('11', 'Robert Fox')];
    const { outputs } = await rig.send('match', { payload });
    assert.equal(outputs[0]?.length, 0);
    assert.equal(outputs[1]?.[0].payload[0].match.candidates.length, 2);
  });

  it('gives a single item back as a single item', async () => {
    const { outputs } = await rig.send('match', { payload: account('1', 'Ash & Birch Dental'), topic: 'kept' });
    assert.equal(outputs[2]?.length, 1);
    assert.equal(outputs[2]?.[0].payload.key, 'cms:1');
    assert.equal(outputs[2]?.[0].topic, 'kept');
  });

  it('matches two hand-made lists of plain records', async () => {
    const payload = {
      accounts: [party('1', 'ASH AND BIRCH DENTAL')],
      customers: [party('1015', 'Ash & Birch Dental')],
    };
    const { outputs } = await rig.send('match', { payload });
    assert.equal(outputs[0]?.[0].payload.length ?? outputs[0]?.length, 1);
    const [item] = [outputs[0]?.[0].payload].flat();
    assert.equal(item.customer.id, '1015');
  });

  it('passes on an item that has nothing to match by', async () => {
    const { outputs } = await rig.send('match', { payload: { key: 'cms:1' } });
    assert.deepEqual(
      outputs.map((messages) => messages.map(({ payload }) => payload)),
      [[], [], [{ key: 'cms:1' }]],
    );
  });

  it('takes its threshold as a string', async () => {
    const payload = [account('1', 'Ash Birch Dentl'), customer('1015', 'Ash & Birch Dental')];
    assert.equal((await rig.send('match', { payload })).outputs[0]?.length, 1);
    assert.equal((await rig.send('strict', { payload })).outputs[0]?.length, 0);
  });

  for (const payload of [
    undefined,
    null,
    'text',
    42,
    {},
    { accounts: 7 },
    { key: 7 },
    [{ no: 'key' }],
    [account('1', 'A'), 'x'],
  ]) {
    it(`N1: tells once that ${JSON.stringify(payload)} is no item`, async () => {
      const { errors, completed, outputs } = await rig.send('match', { payload });
      assert.deepEqual(
        errors.map(({ code, source }) => ({ code, source })),
        [{ code: 'NO_ITEM', source: 'match' }],
      );
      assert.equal(completed, 0);
      assert.deepEqual(outputs.flat(), []);
    });
  }

  it('survives items whose fields are missing or of another type', async () => {
    for (const one of [
      { key: 'cms:1', account: {} },
      { key: 'cms:1', account: null },
      { key: 'cms:1', account: 'x' },
      { key: 'cms:1', account: { id: '1', name: 5, address: 'x' } },
    ]) {
      const { errors, completed } = await rig.send('match', { payload: [one, customer('1', 'A')] });
      assert.equal(errors.length + completed, 1, JSON.stringify(one));
      for (const error of errors) assert.notEqual(error.code, 'UNEXPECTED', error.message);
    }
  });
});
