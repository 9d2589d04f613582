import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEFAULT_TEMPLATES } from '../../lib/mapping/fields';
import { Mapping } from '../../lib/mapping/templates';
import type { Item } from '../../lib/model/item';
import type { PairDoc } from '../../lib/sync/pair';
import { Run } from '../../lib/sync/run';
import type { RunSetup } from '../../lib/sync/run-setup';
import { mapStep } from '../../lib/sync/steps/map-step';
import { HandClock } from '../http/hand-clock';
import { account, customer, linkedPair } from './records';

const SETTINGS = { templates: new Mapping(DEFAULT_TEMPLATES) };
const EXAMPLE: RunSetup = {
  id: 'r',
  integration: 'rapid-response',
  direction: 'both',
  preview: false,
  cause: 'timer',
  title: 'Rapid Response',
  system: 'Rapid Response',
  space: 'rapid-response',
  who: 'timer',
  nodeIds: new Set(),
  listingNodes: [],
  hasGate: true,
  stallMs: 60_000,
};

function startRun(direction: RunSetup['direction'], items: Item[], pairs: PairDoc[] = []): Run {
  const run = new Run({ ...EXAMPLE, direction }, { counts: {}, underWay: 0 }, new HandClock(), () => undefined);
  for (const pair of pairs) run.pairs.set(pair);
  run.arrive(items, 'review');
  return run;
}

type Given = Parameters<typeof account>[0];
const newCustomer = (given: Given = {}): Item => {
  const site = account(given);
  return { key: `rr:${site.id}`, account: site, create: { side: 'customer' } };
};
const newAccount = (given: Parameters<typeof customer>[0]): Item => {
  const payer = customer(given);
  return { key: `revio:${payer.id}`, customer: payer, create: { side: 'account' } };
};
const linked = (given: Given = {}): Item => ({ key: 'rr:1', account: account(given), customer: customer() });

describe('mapStep', () => {
  it('says what both sides of a pair should say, and the one side of a create', () => {
    const items = [
      linked({ name: 'Ash Dental Works' }),
      newCustomer({ id: '2' }),
      newAccount({ id: '7', address: { state: 'ohio' } }),
    ];
    const run = startRun('both', items);
    const { mapped, skipped } = mapStep(run, items, SETTINGS);
    assert.deepEqual(skipped, []);
    const [pair, inbound, outbound] = mapped.map((item) => item.mapped);
    assert.deepEqual([pair?.customer?.companyName, pair?.account?.name], ['Ash Dental Works', 'Ash Dental']);
    assert.deepEqual([inbound?.customer?.name, inbound?.account], ['Ash Dental', undefined]);
    assert.deepEqual([outbound?.account?.address.state, outbound?.customer], ['OH', undefined]);
    assert.equal(run.counts().failed + run.counts().skipped, 0);
  });

  it('S11 skips inbound what is neither residential nor commercial, counted with its reason', () => {
    const items = [
      newCustomer({ id: '2', kind: 'other' }),
      newCustomer({ id: '3', kind: 'other', setAside: 'an elevator' }),
    ];
    const run = startRun('in', items);
    const { mapped, skipped } = mapStep(run, items, SETTINGS);
    assert.deepEqual(mapped, []);
    const reasons = skipped.map(({ outcome }) => `${outcome?.name}: ${outcome?.reason}`);
    assert.deepEqual(reasons, ['skipped: neither residential nor commercial', 'skipped: an elevator']);
    assert.equal(run.counts().skipped, 2);
  });

  it('leaves such a site to a run that goes out, and to whoever has decided on it', () => {
    const items = [linked({ kind: 'other' })];
    assert.equal(mapStep(startRun('out', items), items, SETTINGS).mapped.length, 1);
    const decided = linkedPair(account(), customer(), { decision: { kind: 'unlink', by: 'ann', at: 0 } });
    assert.equal(mapStep(startRun('in', items, [decided]), items, SETTINGS).mapped.length, 1);
  });

  it('S13 a create that lacks something fails by itself, before anything is written; the others go on', () => {
    const items = [
      newAccount({ id: '7', address: { state: '' } }),
      newAccount({ id: '8', address: { state: 'Atlantis' } }),
      newAccount({ id: '9', accountNumber: '' }),
      newAccount({ id: '10' }),
    ];
    const run = startRun('out', items);
    const { mapped, skipped } = mapStep(run, items, SETTINGS);
    assert.deepEqual(
      mapped.map(({ key }) => key),
      ['revio:10'],
    );
    assert.deepEqual(
      skipped.map(({ outcome }) => outcome?.code),
      ['MISSING_STATE', 'UNKNOWN_STATE', 'REQUIRED_BLANK'],
    );
    assert.match(skipped[0]?.outcome?.reason ?? '', /^Customer 7 .*in Rev\.io/);
    assert.equal(run.counts().failed, 3);
  });

  it('takes the text of a pair that exists as it is: the planner has the word on it', () => {
    const items = [linked({ address: { state: 'Atlantis', city: '' } })];
    const [item] = mapStep(startRun('both', items), items, SETTINGS).mapped;
    assert.deepEqual([item?.mapped?.customer?.address.state, item?.mapped?.customer?.address.city], ['Atlantis', '']);
  });

  it('S2 works nothing out for a pair at rest, and all for one that is edited or decided on', () => {
    const ours = account();
    const theirs = customer();
    const item = (given: Given = {}): Item => ({ key: 'rr:1', account: account(given), customer: theirs });
    const isMapped = (given: Given, changes: Parameters<typeof linkedPair>[2] = {}) => {
      const items = [item(given)];
      const run = startRun('both', items, [linkedPair(ours, theirs, changes)]);
      return mapStep(run, items, SETTINGS).mapped[0]?.mapped !== undefined;
    };
    assert.equal(isMapped({}), false);
    assert.equal(isMapped({ name: 'Ash Dental Works' }), true);
    assert.equal(isMapped({ address: { city: 'Elsewhere' } }), true);
    assert.equal(isMapped({}, { decision: { kind: 'unlink', by: 'ann', at: 0 } }), true);
    assert.equal(isMapped({}, { customerId: 'another' }), true);
    const { base } = linkedPair(ours, theirs);
    assert.ok(base);
    const found = { account: { ...base.account, name: { name: ours.name } }, customer: base.customer };
    assert.equal(isMapped({}, { base: found }), false, 'found again after a crash, its name is known as a whole');
    assert.equal(isMapped({ name: 'Ash Dental Works' }, { base: found }), true);
  });

  it('leaves to the planner what is not synced anyway', () => {
    const items = [
      newCustomer({ id: '2', status: 'closed', address: { city: '' } }),
      newCustomer({ id: '3', incomplete: true, name: '' }),
    ];
    const { mapped } = mapStep(startRun('in', items), items, SETTINGS);
    assert.deepEqual(mapped, items);
  });

  it('S13 a wrong template fails the records that need it, in words', () => {
    const toAccount = { ...DEFAULT_TEMPLATES.toAccount, city: '{{town}}' };
    const templates = new Mapping({ ...DEFAULT_TEMPLATES, toAccount });
    const items = [newAccount({ id: '7' }), newCustomer({ id: '2' })];
    const { mapped, skipped } = mapStep(undefined, items, { templates });
    assert.deepEqual(
      mapped.map(({ key }) => key),
      ['rr:2'],
    );
    assert.equal(skipped[0]?.outcome?.code, 'BAD_TEMPLATE');
    assert.match(skipped[0]?.outcome?.reason ?? '', /city \(to the station\).*\{\{town\}\}/);
  });
});
