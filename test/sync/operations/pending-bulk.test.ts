import assert from 'node:assert/strict';
import type { MatchCandidate } from '../../../lib/model/item';
import type { Customer } from '../../../lib/model/records';
import { createMemoryStore } from '../../../lib/store/memory-store';
import { Engine } from '../../../lib/sync/engine';
import type { Integration } from '../../../lib/sync/integration';
import { listPending } from '../../../lib/sync/operations/pending';
import { acceptMany, previewMany } from '../../../lib/sync/operations/pending-bulk';
import { newPair, type PairDoc } from '../../../lib/sync/pair';
import { HandClock } from '../../http/hand-clock';

const ADDRESS = { line1: '1 Oak St', line2: '', city: 'Testville', state: 'NY', postalCode: '00001' };
/** 8:20, of a timer at each full hour. */
const NOW = Date.UTC(2026, 0, 5, 8, 20);
const MINUTE = 60_000;

describe('The list of pending matches', () => {
  let engine: Engine;
  let clock: HandClock;
  let integration: Partial<Integration>;

  beforeEach(async () => {
    clock = new HandClock(NOW);
    const store = createMemoryStore({ clock });
    engine = new Engine({
      store,
      clock,
      newId: () => 'id',
      holder: 'test',
      newCallTally: () => ({ counts: {}, underWay: 0 }),
    });
    await engine.open();
    const review = { undecided: 'next-cycle' as const, minutes: 55, hours: 24 };
    integration = {
      flow: () => ({ nodeIds: new Set(), listingNodes: [], hasGate: true, syncsAccounts: true, review }),
    };
  });
  afterEach(() => engine.close());

  const register = (over: Partial<Integration> = {}) =>
    engine.register({
      id: 'cms',
      title: 'CMS',
      system: 'CMS',
      space: 'cms',
      direction: 'both',
      productionMode: true,
      schedule: '0 * * * *',
      leaveMonitoredElsewhere: true,
      needsCustomers: false,
      stallMs: 1,
      launch: () => undefined,
      ...(integration as Pick<Integration, 'flow'>),
      ...over,
    });

  const candidate = (customerId: string, score: number): MatchCandidate => ({
    customerId,
    score,
    reasons: [],
    customer: { id: customerId, kind: 'business', name: `Customer ${customerId}`, address: ADDRESS } as Customer,
  });
  const pending = (name: string, candidates: MatchCandidate[], over: Partial<PairDoc> = {}) =>
    engine.store.collection<PairDoc>('pairs').insert({
      ...newPair(name, 'cms', { accountId: name }, NOW),
      state: 'pending',
      account: { id: name, name, address: ADDRESS },
      candidates,
      score: candidates[0]?.score,
      queuedAt: NOW,
      ...over,
    });
  const names = async (filter: object) =>
    (await listPending(engine, { offset: 0, limit: 50, ...filter })).items.map(({ id }) => id);

  it('is filtered by space, score, decision and text, and sorted three ways', async () => {
    await pending('ash', [candidate('1', 0.7)], { queuedAt: NOW - 2 });
    await pending('birch', [candidate('2', 0.9)], { queuedAt: NOW - 1 });
    await pending('cedar', [candidate('3', 0.8)], {
      decision: { kind: 'accept', customerId: '3', by: 'pat', at: NOW },
    });
    await pending('other', [candidate('4', 0.6)], { space: 'rapid-response' });
    assert.deepEqual(await names({}), ['ash', 'birch', 'cedar', 'other']);
    assert.deepEqual(await names({ space: 'cms', sort: 'score' }), ['birch', 'cedar', 'ash']);
    assert.deepEqual(await names({ space: 'cms', sort: 'since' }), ['ash', 'birch', 'cedar']);
    assert.deepEqual(await names({ decided: true }), ['cedar']);
    assert.deepEqual(await names({ decided: false, minScore: 0.7 }), ['ash', 'birch']);
    assert.deepEqual(await names({ q: 'CUSTOMER 2' }), ['birch']);
    const { counts, total } = await listPending(engine, { offset: 1, limit: 1, space: 'cms' });
    assert.deepEqual([counts, total], [{ undecided: 2, decided: 1 }, 3]);
  });

  describe('tells when nobody has decided for too long', () => {
    const due = async () => {
      const [{ becomesCustomerAt, staysUndecided } = {}] = (await listPending(engine, { offset: 0, limit: 1 })).items;
      return staysUndecided ? 'never' : becomesCustomerAt;
    };

    it('S16: the first timed run after the wait, by the rule of the flow', async () => {
      register();
      await pending('ash', [candidate('1', 0.7)]);
      assert.equal(await due(), '2026-01-05T10:00:00.000Z', '8:20 and 55 minutes, and then the full hour');
    });

    it('at once when its time is over already', async () => {
      register();
      await pending('ash', [candidate('1', 0.7)], { queuedAt: NOW - 56 * MINUTE });
      assert.equal(await due(), '2026-01-05T09:00:00.000Z');
    });

    it('counted from the next real run when only previews have seen it', async () => {
      register();
      await pending('ash', [candidate('1', 0.7)], { queuedAt: undefined });
      assert.equal(await due(), '2026-01-05T10:00:00.000Z');
    });

    it('never by the setting, without production mode, and without a timer', async () => {
      await pending('ash', [candidate('1', 0.7)]);
      assert.equal(await due(), 'never', 'no flow at all');
      const off = register({ productionMode: false });
      assert.equal(await due(), 'never');
      off();
      const timeless = register({ schedule: '' });
      assert.equal(await due(), 'never');
      timeless();
      const review = { undecided: 'never' as const, minutes: 55, hours: 24 };
      const shape = { nodeIds: new Set<string>(), listingNodes: [], hasGate: true, syncsAccounts: true, review };
      register({ flow: () => shape });
      assert.equal(await due(), 'never');
    });

    it('the next timed run for one that was rejected; nothing for one that is linked by a decision', async () => {
      register();
      const word = { by: 'pat', at: NOW };
      await pending('ash', [candidate('1', 0.7)], { decision: { kind: 'reject', ...word } });
      assert.equal(await due(), '2026-01-05T09:00:00.000Z');
      await pending('aaa', [candidate('2', 0.7)], { decision: { kind: 'accept', customerId: '2', ...word } });
      assert.equal(await due(), undefined);
    });
  });

  describe('is accepted in bulk above a score', () => {
    beforeEach(async () => {
      await pending('ash', [candidate('1', 0.95), candidate('9', 0.5)]);
      await pending('birch', [candidate('2', 0.9)]);
      await pending('cedar', [candidate('3', 0.92)]);
      await pending('cedar2', [candidate('3', 0.91)]);
      await pending('even', [candidate('5', 0.9), candidate('6', 0.9)]);
      await pending('low', [candidate('7', 0.5)]);
      await pending('mine', [candidate('8', 0.99)], { decision: { kind: 'reject', by: 'kim', at: NOW } });
      await pending('taken', [candidate('10', 0.99)]);
      const pairs = engine.store.collection<PairDoc>('pairs');
      await pairs.insert({ ...newPair('x', 'cms', { accountId: 'x', customerId: '10' }, NOW), state: 'linked' });
    });

    it('with a preview of exactly that, and a count of what is left to people', async () => {
      const preview = await previewMany(engine, { minScore: 0.9 });
      assert.deepEqual(preview.skipped, { sameCustomer: 2, twoCandidates: 1, takenCustomer: 1 });
      assert.deepEqual([preview.count, preview.sample.map(({ id }) => id)], [2, ['birch', 'ash']]);
      assert.deepEqual(await names({ decided: true }), ['mine'], 'a preview decides nothing');

      const told: unknown[] = [];
      engine.on('changed', (topics) => told.push(topics));
      const done = await acceptMany(engine, { minScore: 0.9 }, 'pat');
      assert.deepEqual([done.accepted, [...done.ids].sort()], [2, ['ash', 'birch']]);
      assert.deepEqual(told, [['pending', 'integrations', 'audit']], 'one change, not one for each');
      assert.deepEqual(await names({ decided: true }), ['ash', 'birch', 'mine']);
      const { items } = await engine.store.collection('audit').find();
      assert.equal(items.length, 2);
      assert.deepEqual(await previewMany(engine, { minScore: 0.9, q: 'birch' }).then(({ count }) => count), 0);
    });

    it('in one space, by a search', async () => {
      assert.equal((await previewMany(engine, { minScore: 0.9, space: 'rapid-response' })).count, 0);
      assert.equal((await previewMany(engine, { minScore: 0, q: 'ash' })).count, 1);
    });
  });
});
