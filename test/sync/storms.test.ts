import assert from 'node:assert/strict';
import { DEFAULT_RETRY } from '../../lib/http/back-off';
import { hostStates } from '../../lib/http/hosts';
import { createMemoryStore } from '../../lib/store/memory-store';
import type { Store } from '../../lib/store/store';
import type { PairDoc } from '../../lib/sync/pair';
import type { FaultRule } from '../../simulators/kit/faults';
import { rateLimitFault, UNAVAILABLE } from '../../simulators/revio/fault-presets';
import { atTheDoors, type RemoteCall } from '../crash/lifeline';
import { HandClock } from '../http/hand-clock';
import { type Ended, Runner } from './headless/runner';
import { START, type Wiring } from './headless/two-systems';
import { World } from './headless/world';

const MINUTE = 60_000;
/** Fewer than the limit of creates of a second run. */
const SITES = 18;
/** In a row, from one host, until it is left alone; and those that are on their way by then. */
const UNTIL_OPEN = 10 + 8;

/**
 * Minutes of bad weather. The clients go by a clock on which every wait passes at once, so that a storm of five minutes
 * takes as long as its calls do.
 */
describe('Storms', function () {
  this.timeout(30_000);
  let world: World;
  let store: Store;
  let wires: HandClock;
  let runner: Runner;
  /** What strikes which call, while the storm lasts. */
  let storm: ((call: RemoteCall) => FaultRule | undefined) | undefined;
  let struck: RemoteCall[];
  let ids = 0;

  beforeEach(async () => {
    world = await World.start();
    store = createMemoryStore({ clock: world.clock });
    struck = [];
    storm = undefined;
    atTheDoors(world, (call) => {
      const rule = storm?.(call);
      if (rule) struck.push(call);
      return rule;
    });
    for (let n = 0; n < SITES; n += 1) {
      const [name, place] = [NAMES[n] ?? '', NAMES[(n + 7) % SITES] ?? ''];
      const site = world.site({ name: `${name} Works`, line1: `${n + 1} ${place} St`, number: `N${100 + n}` });
      world.contact(site, `Keyholder ${n}`, `55501000${n + 10}`);
    }
    boot();
  });
  afterEach(async () => {
    storm = undefined;
    await runner.close();
    await world.close();
  });

  function boot(wiring: Wiring = {}): void {
    wires = new HandClock(START, true);
    const newId = () => {
      ids += 1;
      return `id-${ids}`;
    };
    const sides = world.connect({}, { clock: wires, retry: DEFAULT_RETRY, ...wiring });
    runner = new Runner({ store, clock: world.clock, sides, newId });
  }

  /** Time passes for the engine and for the wires. */
  async function wait(minutes: number): Promise<void> {
    await world.clock.advance(minutes * MINUTE);
    wires.turnTo(wires.now() + minutes * MINUTE);
  }

  /** It ends by the clock of the wires. */
  function stormFor(minutes: number, strike: (call: RemoteCall) => FaultRule | undefined): void {
    const end = wires.now() + minutes * MINUTE;
    storm = (call) => (wires.now() < end ? strike(call) : undefined);
  }

  const atRevio = (rule: FaultRule) => (call: RemoteCall) => (call.side === 'revio' ? rule : undefined);
  const breaker = () => hostStates(wires).find(({ host }) => host === new URL(world.revio.url).host)?.breaker;
  const codes = async () => {
    const { items } = await store.collection<PairDoc>('pairs').find();
    return new Set(items.flatMap(({ error }) => error?.code ?? []));
  };

  /** Cycles an hour apart, until one has nothing left to do. */
  async function untilQuiet(most: number): Promise<Ended[]> {
    const runs: Ended[] = [];
    for (let n = 0; n < most; n += 1) {
      await wait(60);
      const mark = world.mark();
      const ended = await runner.sync();
      runs.push(ended);
      if (ended.doc.state === 'done' && !ended.doc.counts.failed && !world.writesSince(mark).length) return runs;
    }
    return assert.fail(`${most} cycles were not enough: ${[...(await codes())]}`);
  }

  async function assertEachOnce(): Promise<void> {
    const { customers, keyLinks } = world.picture();
    assert.equal(customers.length, SITES, 'a customer for each site');
    assert.equal(new Set(world.revio.state.customers.all().map((one) => one.account_number)).size, SITES);
    assert.equal(world.revio.state.contacts.size, SITES, 'a contact for each');
    assert.equal(keyLinks.length, 2 * SITES);
    assert.equal(new Set(keyLinks).size, 2 * SITES, 'and a key link for each of them');
    assert.equal(await store.collection<PairDoc>('pairs').count({ state: 'parked' }), 0, 'nobody is parked');
  }

  it('S14: 429 for a minute while it writes: waited out, and the same run makes all', async () => {
    let writes = 0;
    let end = 0;
    storm = (call) => {
      if (call.side !== 'revio') return undefined;
      if (call.writes) writes += 1;
      if (writes === 10 && !end) end = wires.now() + MINUTE;
      return wires.now() < end ? rateLimitFault(20) : undefined;
    };
    const { doc } = await runner.sync();
    assert.deepEqual([doc.state, doc.counts.created, doc.counts.failed], ['done', SITES, 0]);
    assert.ok(struck.length > 0);
    await untilQuiet(1);
    await assertEachOnce();
  });

  for (const [name, rule, code] of [
    ['429', rateLimitFault(60), 'RATE_LIMITED'],
    ['503', UNAVAILABLE, 'SERVER_ERROR'],
    ['broken connections', { end: 'reset' }, 'CONNECTION_LOST'],
  ] as const) {
    it(`S14: ${name} for ten minutes while it reads: each run ends after a bounded number of tries, and the next one completes`, async () => {
      stormFor(10, atRevio(rule));
      const mark = world.mark();
      const { doc } = await runner.sync();
      assert.deepEqual([doc.state, doc.error?.code], ['failed', code], doc.error?.message);
      assert.equal(struck.length, DEFAULT_RETRY.tries, 'each read has its tries, and none is behind it');
      assert.deepEqual(world.writesSince(mark), []);
      await untilQuiet(3);
      await assertEachOnce();
    });
  }

  it('S14: 503 while it reads, for hours: the breaker leaves the host alone, tries it once a run, and closes', async () => {
    stormFor(600, atRevio(UNAVAILABLE));
    for (let run = 1; run <= 3; run += 1) await runner.sync();
    assert.equal(breaker(), 'open');
    const before = struck.length;
    const { doc } = await runner.sync();
    assert.deepEqual([doc.state, doc.error?.code], ['failed', 'BREAKER_OPEN']);
    assert.equal(struck.length, before, 'not one call');
    await wait(60);
    assert.equal(breaker(), 'half-open');
    await runner.sync();
    assert.equal(struck.length, before + 1, 'one call tries');
    assert.equal(breaker(), 'open');
    storm = undefined;
    await untilQuiet(2);
    assert.equal(breaker(), 'closed');
    await assertEachOnce();
  });

  it('S13, S14: 503 for every write, while reads are answered: one try a record, told of each, and an hour later all are made once', async () => {
    storm = (call) => (call.side === 'revio' && call.writes ? UNAVAILABLE : undefined);
    const { doc, run } = await runner.sync();
    assert.deepEqual([doc.state, doc.counts.failed, doc.counts.created], ['done', SITES, 0]);
    assert.equal(struck.length, SITES);
    assert.deepEqual(outcomeCodes(run), ['SERVER_ERROR']);
    storm = undefined;
    await untilQuiet(4);
    await assertEachOnce();
  });

  it('S13, S14: 503 for all but the listing: the breaker spares most records the try, and they say so', async () => {
    let listed = false;
    storm = (call) => {
      if (call.side !== 'revio') return undefined;
      listed ||= call.writes;
      return listed ? UNAVAILABLE : undefined;
    };
    const { doc, run } = await runner.sync();
    assert.deepEqual([doc.state, doc.counts.failed], ['done', SITES]);
    assert.ok(struck.length <= UNTIL_OPEN, `${struck.length} calls were sent into the storm`);
    assert.equal(breaker(), 'open');
    assert.ok(outcomeCodes(run).includes('BREAKER_OPEN'), `${outcomeCodes(run)}`);
    storm = undefined;
    await untilQuiet(4);
    assert.equal(breaker(), 'closed');
    await assertEachOnce();
  });

  for (const when of ['before', 'after'] as const) {
    it(`S7, S14: writes that time out ${when} they have acted: one try a record, and all are made once`, async () => {
      await runner.close();
      boot({ timeoutMs: 500 });
      storm = (call) => (call.side === 'revio' && call.writes ? { when, end: 'hang' } : undefined);
      const { doc } = await runner.sync();
      assert.deepEqual([doc.state, doc.counts.failed], ['done', SITES]);
      assert.equal(struck.length, SITES, 'one try a record');
      assert.ok((await codes()).has('TIMEOUT'));
      storm = undefined;
      await runner.close();
      boot();
      await untilQuiet(4);
      await assertEachOnce();
    });
  }

  it('S13: a Rev.io that refuses each tenth write: the others go on, and each is made in its turn', async () => {
    let writes = 0;
    const refused: FaultRule = { status: 400, body: [{ ok: false, error: 'BadRequest', message: 'Not today.' }] };
    storm = (call) => {
      if (call.side !== 'revio' || !call.writes) return undefined;
      writes += 1;
      return writes % 10 === 0 ? refused : undefined;
    };
    const { doc } = await runner.sync();
    assert.equal(doc.state, 'done');
    assert.ok(doc.counts.failed > 0 && doc.counts.failed < SITES / 2, `${doc.counts.failed} failed`);
    await untilQuiet(5);
    const needed = 4 * SITES;
    assert.ok(writes - struck.length === needed, `${writes} writes, ${struck.length} refused, ${needed} needed`);
    await assertEachOnce();
  });

  for (const [where, operation, nth] of [
    ['the list of sites', 'GetSiteSystemList', 1],
    ['the contacts of the sites', 'GetContactList', SITES / 2],
  ] as const) {
    it(`S10, S14: a CMS that dies in the middle of ${where}: nothing is written, and the next run completes`, async () => {
      const calm = await runner.sync();
      assert.equal(calm.doc.state, 'done');
      world.setSite(String(world.cms.state.sites.all()[0]?.site_no), { site_name: 'Renamed Works' });
      await wait(60);
      let seen = 0;
      storm = (call) => {
        if (call.side !== 'cms') return undefined;
        if (seen >= nth) return { end: 'reset' };
        if (call.operation !== operation) return undefined;
        seen += 1;
        return seen === nth ? { end: 'cut' } : undefined;
      };
      const mark = world.mark();
      const { doc } = await runner.sync();
      assert.equal(doc.state, 'failed');
      assert.match(doc.error?.code ?? '', /^(CONNECTION_LOST|REPLY_CUT|UNREACHABLE)$/);
      assert.ok(struck.length <= UNTIL_OPEN + DEFAULT_RETRY.tries, `${struck.length} calls`);
      assert.deepEqual(world.writesSince(mark), []);
      storm = undefined;
      await untilQuiet(2);
      await assertEachOnce();
    });
  }
});

function outcomeCodes(run: Ended['run']): string[] {
  return [...new Set([...run.records.values()].flatMap(({ outcome }) => outcome?.code ?? []))].sort();
}

/** Nobody's name is like another's. */
const NAMES = [
  ...['Amber', 'Bramble', 'Cinder', 'Dovetail', 'Ember', 'Fathom', 'Gossamer', 'Harrow', 'Isthmus', 'Juniper'],
  ...['Kestrel', 'Lodestar', 'Mulberry', 'Nimbus', 'Obsidian', 'Pumice', 'Quillwort', 'Rampart', 'Saffron', 'Thimble'],
];
