import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { OUTCOMES } from '../../lib/model/item';
import { heardNode, Rig } from './rig';

const ADDRESS = { line1: '12 Test St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };
const party = (id: string, name: string) => ({ id, name, kind: 'business', status: 'open', address: ADDRESS });
const linked = {
  key: 'cms:1',
  account: party('1', 'Ash & Birch Dental'),
  customer: { ...party('1015', 'Ash & Birch Dental'), address: { ...ADDRESS, line2: '' } },
};

describe('nodes of a sync flow without a run', () => {
  const rig = new Rig();
  before(() =>
    rig.load([
      heardNode('merge', 'merge-changes', 1, { firstLink: 'monitoring' }),
      heardNode('review', 'review-queue', 3),
      heardNode('gate', 'sync-plan', 2),
      heardNode('apply', 'apply-changes', 2),
      heardNode('end', 'sync-end', 1),
      heardNode('storeless', 'sync-start', 2, { store: '', integration: 'cms', title: 'CMS', space: 'cms' }),
    ]),
  );
  after(() => rig.unload());

  for (const id of ['review', 'gate', 'apply']) {
    it(`N1: ${id} says in one error what it lacks`, async () => {
      const { errors, completed, outputs } = await rig.send(id, { payload: linked });
      assert.deepEqual(
        errors.map(({ code }) => code),
        ['NO_RUN'],
      );
      assert.match(errors[0]?.message ?? '', /put a sync-start at the head of this flow/);
      assert.equal(completed, 0);
      assert.deepEqual(outputs.flat(), []);
    });
  }

  it('N1: sync-start without a store says so, at every trigger', async () => {
    const { errors, completed } = await rig.send('storeless', { payload: {} });
    assert.deepEqual([errors.length, errors[0]?.code, completed], [1, 'NO_CONFIG', 0]);
  });

  it('merge-changes plans hand-made items: what differs on first sight, and nothing where nothing differs', async () => {
    const same = await rig.send('merge', { payload: linked });
    assert.equal(same.outputs[0]?.[0].payload.key, 'cms:1');
    assert.ok(!same.outputs[0]?.[0].payload.actions.some(({ kind }: { kind: string }) => kind === 'update'));

    const other = { ...linked, customer: { ...linked.customer, address: { ...ADDRESS, line1: '99 Other Ave' } } };
    const { outputs } = await rig.send('merge', { payload: [linked, other] });
    assert.equal(outputs[0]?.length, 1);
    const planned = outputs[0]?.[0].payload[1];
    const update = planned.actions.find(({ kind }: { kind: string }) => kind === 'update');
    assert.equal(update.side, 'customer');
    assert.deepEqual(
      update.writes.map(({ field }: { field: string }) => field),
      ['line1'],
    );
  });

  it('sync-end counts the outcomes of hand-made items', async () => {
    const payload = [linked, { ...linked, key: 'cms:2' }].map((item, index) => ({
      ...item,
      outcome: { name: index ? 'created' : 'linked' },
    }));
    const { outputs } = await rig.send('end', { payload });
    const { counts } = outputs[0]?.[0].payload ?? {};
    assert.equal(counts.seen, 2);
    assert.equal(counts.created, 1);
    assert.equal(
      OUTCOMES.reduce((sum, name) => sum + counts[name], 0),
      2,
    );
  });

  for (const id of ['merge', 'end', 'review']) {
    it(`N1: ${id} tells once that a payload is no item`, async () => {
      for (const payload of [undefined, null, 'text', 7, {}, [{}], [linked, 3]]) {
        const { errors, completed } = await rig.send(id, { payload });
        assert.deepEqual([errors.length, errors[0]?.code, completed], [1, 'NO_ITEM', 0], JSON.stringify(payload));
      }
    });
  }

  it('N1: merge-changes survives items that are half there', async () => {
    const halves = [
      { key: 'cms:1' },
      { key: 'cms:1', account: {}, customer: {} },
      { key: 'cms:1', account: 'x', customer: 7 },
      { key: 'cms:1', account: party('1', 'A'), create: { side: 'customer' } },
      { key: 'cms:1', account: { id: '1' }, create: { side: 'customer' } },
    ];
    for (const payload of halves) {
      const { errors, completed } = await rig.send('merge', { payload });
      assert.equal(errors.length + completed, 1, JSON.stringify(payload));
    }
  });

  it('takes a message whose run is not ours for one without a run', async () => {
    const { outputs, errors } = await rig.send('end', { payload: [linked], run: 'of somebody else' });
    assert.deepEqual(errors, []);
    assert.equal(outputs[0]?.[0].payload.counts.seen, 1);
  });
});
