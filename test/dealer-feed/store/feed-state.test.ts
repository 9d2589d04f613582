import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { type FeedPlan, type FeedState, planFeed } from '../../../lib/dealer-feed';
import { applyFeedItems } from '../../../lib/dealer-feed/run/apply-feed-items';
import { itemOf } from '../../../lib/dealer-feed/run/feed-records';
import { type BaselineDoc, baselineId, type RequestDoc, requestOf } from '../../../lib/dealer-feed/store/documents';
import { loadFeedState } from '../../../lib/dealer-feed/store/feed-state';
import { createMemoryStore } from '../../../lib/store/memory-store';
import type { Store } from '../../../lib/store/store';
import { Run } from '../../../lib/sync/run';
import type { RunSetup } from '../../../lib/sync/run-setup';
import { HandClock } from '../../http/hand-clock';
import { HOUR, row, Site, T0 } from '../kit';

const VEHICLES = 5;
const file = fc.record({
  hours: fc.constantFrom(1, 12, 24, 60),
  /** The dealers that list each vehicle, and whether it has another stock number. */
  vehicles: fc.array(fc.record({ at: fc.constantFrom('D1', 'D2', 'D9', ''), retagged: fc.boolean() }), {
    minLength: VEHICLES,
    maxLength: VEHICLES,
  }),
});

describe('the state of a feed in the store', function () {
  this.timeout(20_000);

  it('F4 F7 F9: says what the state in memory says, for random lives', async () => {
    const property = fc.asyncProperty(fc.array(file, { minLength: 2, maxLength: 10 }), async (files) => {
      const site = new Site();
      const kept = await StoredSite.open();
      for (const { hours, vehicles } of files) {
        site.now += hours * HOUR;
        kept.clock.turnTo(site.now);
        const rows = vehicles.flatMap(({ at, retagged }, n) =>
          at ? [row(n, { dealerId: at, stock: retagged ? `R${n}` : `S${n}` })] : [],
        );
        const input = {
          settings: site.settings,
          file: { time: site.now, hash: JSON.stringify(rows) },
          now: site.now,
          rows,
        };
        const state = await loadFeedState(kept.store, site.settings.feed);
        const plan = planFeed({ ...input, state });
        assert.deepEqual(asJson(plan), asJson(planFeed({ ...input, state: site.state() })));
        site.apply(plan);
        await kept.apply(plan, site);
        // As the next file of the same run sees it.
        for (const { actions } of plan.dealers) for (const action of actions) state.note(action, site.now);
        const fresh = await loadFeedState(kept.store, site.settings.feed);
        assert.deepEqual(told(state), told(fresh));
        const requests = (await kept.requests()).map(requestOf);
        const expected = [...site.requests.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
        assert.deepEqual(requests, JSON.parse(JSON.stringify(expected)));
      }
    });
    await fc.assert(property, { numRuns: 100 });
  });
});

/** What decides, of all vehicles and dealers. */
function told(state: FeedState): unknown {
  const vins = Array.from({ length: VEHICLES }, (_, n) => state.requestsFor(row(n).vin));
  const open = ['d1', 'd2'].map((dealer) => [...state.openRequests(dealer)].map(({ id }) => id).sort());
  return JSON.parse(JSON.stringify([vins, open]));
}

function asJson(plan: FeedPlan): unknown {
  return JSON.parse(JSON.stringify(plan));
}

class StoredSite {
  readonly clock = new HandClock(T0);
  readonly store: Store = createMemoryStore({ clock: this.clock });
  #runs = 0;

  static async open(): Promise<StoredSite> {
    const site = new StoredSite();
    await site.store.open();
    return site;
  }

  async apply(plan: FeedPlan, site: Site): Promise<void> {
    this.#runs += 1;
    const setup: RunSetup = {
      ...{
        id: `run-${this.#runs}`,
        integration: 'f',
        direction: 'in' as const,
        preview: false,
        cause: 'timer' as const,
      },
      ...{ title: 'F', system: 'DMS', space: 'f', who: 'timer', nodeIds: new Set<string>(), listingNodes: [] },
      ...{ hasGate: true, stallMs: HOUR },
    };
    const run = new Run(setup, { counts: {}, underWay: 0 }, this.clock, () => undefined);
    run.lease = await this.store.leases.acquire('f', 'test', HOUR);
    const items = plan.dealers.flatMap(({ dealerId, actions }) =>
      actions.map((action) => itemOf(plan.feed, dealerId, action, site.now)),
    );
    const deps = { store: this.store, clock: this.clock, types: site.settings.serviceRequestTypes };
    await applyFeedItems(run, items, deps);
    const baselines = this.store.collection<BaselineDoc>('feedBaselines');
    for (const { baseline } of plan.dealers) {
      if (!baseline) continue;
      const _id = baselineId(baseline.feed, baseline.dealerId);
      const known = await baselines.get(_id);
      await (known ? baselines.put({ ...baseline, _id, rev: known.rev }) : baselines.insert({ ...baseline, _id }));
    }
  }

  async requests(): Promise<RequestDoc[]> {
    return (await this.store.collection<RequestDoc>('serviceRequests').find()).items;
  }
}
