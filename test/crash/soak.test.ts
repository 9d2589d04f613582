import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createNedbStore, type NedbStore } from '../../lib/store/nedb/nedb-store';
import { type CollectionName, UNIQUE } from '../../lib/store/store';
import { prune, type Retention } from '../../lib/sync/retention';
import { Random } from '../../simulators/kit/random';
import { Runner } from '../sync/headless/runner';
import { World } from '../sync/headless/world';

const HOUR = 3_600_000;
/** `npm run test:soak` runs a thousand. */
const CYCLES = Number(process.env.SOAK_CYCLES ?? 100);
/** Of a thousand hourly cycles history keeps 5 days of runs and 10 of the audit, so that the last half must stand still. */
const KEEP: Retention = { runsDays: CYCLES / 200, auditDays: CYCLES / 100 };
/** As the sync-store node does. */
const PRUNED_EVERY = 6;
/** Runs that are there at the most: those kept, and those that wait for the next pruning. */
const MOST_RUNS = KEEP.runsDays * 24 + PRUNED_EVERY + 1;
/** Samples after the first half, in two parts that are compared. */
const SAMPLES = 10;
const CUSTOMERS = ['Ash Dental', 'Birch Bakery', 'Cedar Cafe', 'Dogwood Diner', 'Elm Electric'];
const WORDS = ['North', 'South', 'East', 'West'];

interface Sample {
  heap: number;
  /** Timers, sockets, files under way. */
  handles: number;
  documents: Partial<Record<CollectionName, number>>;
  bytes: number;
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

describe(`Soak: ${CYCLES} hourly cycles with edits, on NeDB`, function () {
  this.timeout(CYCLES * 3_000);
  const dir = mkdtempSync(join(tmpdir(), 'dealer-sync-soak-'));
  const random = new Random(8);
  const warnings: Error[] = [];
  const heard = (warning: Error) => warnings.push(warning);
  let world: World;
  let store: NedbStore;
  let runner: Runner;
  let ids = 0;

  before(async () => {
    process.on('warning', heard);
    world = await World.start();
    store = createNedbStore({ dir, clock: world.clock });
    await store.open();
    const newId = () => {
      ids += 1;
      return `id-${ids}`;
    };
    runner = new Runner({ store, clock: world.clock, sides: world.connect(), newId });
  });
  after(async () => {
    process.off('warning', heard);
    await runner.close();
    await world.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('S2, S6: nothing grows but history, and that no further than it is kept', async () => {
    const pairs = CUSTOMERS.map((name, n) => {
      const place = { name, line1: `${n + 1} Test St`, number: `A10${n}` };
      return { site: world.site(place), customer: world.customer(place) };
    });
    const contacts: string[] = [];
    const samples: Sample[] = [];
    let edits = 0;
    for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
      edits += edit(pairs, contacts);
      await world.clock.advance(HOUR);
      const { doc } = await runner.sync();
      assert.deepEqual([doc.state, doc.counts.failed], ['done', 0], `cycle ${cycle}: ${doc.error?.message}`);
      if (cycle % PRUNED_EVERY === 0) await prune(store, KEEP, world.clock.now());
      // The simulators remember each call, as no real system does.
      world.cms.log.clear();
      world.revio.log.clear();
      if (cycle > CYCLES / 2 && (cycle * 2 * SAMPLES) % CYCLES === 0) samples.push(await sample());
    }
    assert.equal(samples.length, SAMPLES);
    assert.ok(edits > CYCLES / 2, `${edits} edits`);
    assert.deepEqual(warnings, [], 'no listener is left behind');

    const [earlier, later] = [samples.slice(0, SAMPLES / 2), samples.slice(SAMPLES / 2)];
    const most = (of: Sample[], figure: (one: Sample) => number) => Math.max(...of.map(figure));
    const last = samples.at(-1) ?? assert.fail();
    console.log(
      `      ${edits} edits; at the end ${(last.heap / 2 ** 20).toFixed(1)} MB of heap, ${last.handles} handles, ` +
        `${JSON.stringify(last.documents)}, ${(last.bytes / 1024).toFixed(0)} KB`,
    );
    const heap = (one: Sample) => one.heap;
    // A leak of one run a cycle (50 KB and more) would show.
    const leaked = Math.min(...later.map(heap)) - most(earlier, heap);
    assert.ok(leaked < CYCLES * 5_000, `the heap grew by ${leaked} bytes`);
    const handles = (one: Sample) => one.handles;
    assert.ok(most(later, handles) <= most(earlier, handles) + 3, `handles: ${samples.map(handles)}`);
    for (const { documents } of samples) {
      assert.ok((documents.runs ?? 0) <= MOST_RUNS, `${documents.runs} runs of ${MOST_RUNS} at the most`);
      assert.ok((documents.calls ?? 0) <= 10, 'calls of the ten newest runs');
      assert.equal(documents.pairs, CUSTOMERS.length);
    }
    for (const name of Object.keys(UNIQUE) as CollectionName[]) {
      const count = (one: Sample) => one.documents[name] ?? 0;
      assert.ok(most(later, count) <= most(earlier, count) * 1.3 + 5, `${name}: ${samples.map(count)}`);
    }
    const bytes = (one: Sample) => one.bytes;
    assert.ok(most(later, bytes) <= most(earlier, bytes) * 1.3, `bytes: ${samples.map(bytes)}`);
  });

  /** Somebody changes something nearly every hour. @returns how much */
  function edit(pairs: { site: string; customer: string }[], contacts: string[]): number {
    const { site, customer } = random.pick(pairs);
    const street = `${1 + random.between(0, 98)} ${random.pick(WORDS)} St`;
    switch (random.between(0, 5)) {
      case 0:
        return 0;
      case 1:
        world.setCustomer(customer, { service_address: { line_1: street } });
        return 1;
      case 2: {
        const old = contacts.pop();
        if (old) world.cms.edit({ entity: 'contacts', action: 'remove', id: old });
        else contacts.push(world.contact(site, `${random.pick(WORDS)} Keyholder`));
        return 1;
      }
      default:
        world.setSite(site, { site_addr1: street });
        return 1;
    }
  }

  async function sample(): Promise<Sample> {
    // What NeDB does by itself once there is enough to gain.
    await store.compact();
    const documents: Sample['documents'] = {};
    for (const name of Object.keys(UNIQUE) as CollectionName[]) {
      const count = await store.collection(name).count();
      if (count) documents[name] = count;
    }
    collectGarbage();
    return {
      heap: process.memoryUsage().heapUsed,
      handles: process.getActiveResourcesInfo().length,
      documents,
      bytes: readdirSync(dir).reduce((sum, file) => sum + statSync(join(dir, file)).size, 0),
    };
  }
});
