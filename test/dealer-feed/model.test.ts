import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { closeNotBefore, type FeedPlan, type FeedRow, isOpen, type ServiceRequest } from '../../lib/dealer-feed';
import { lives } from '../lives';
import { HOUR, row, Site } from './kit';
import { ModelDealer, type ModelRequest, type ModelSettings } from './reference-model';

const VEHICLES = 12;
const DEALERS = ['D1', 'D2'] as const;
type Dealer = (typeof DEALERS)[number];

/** What happens in one step. */
type Step =
  | { kind: 'feed'; lists: Partial<Record<Dealer, Listed>>; shuffle: boolean; double: boolean; hoursOld: number }
  | { kind: 'again' }
  | { kind: 'person-closes'; vehicle: number }
  | { kind: 'person-edits'; vehicle: number };

/** Vehicles that are missing from the full list (sold, cut, swapped), and those with another stock number (retagged). */
interface Listed {
  missing: number[];
  retagged: number[];
}

const vehicle = fc.integer({ min: 1, max: VEHICLES });
const listed = fc.record({
  missing: fc.oneof(
    { weight: 4, arbitrary: fc.uniqueArray(vehicle, { maxLength: 4 }) },
    { weight: 1, arbitrary: fc.uniqueArray(vehicle, { minLength: 5, maxLength: VEHICLES }) },
  ),
  retagged: fc.uniqueArray(vehicle, { maxLength: 3 }),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constant('feed' as const),
      lists: fc.record({ D1: listed, D2: listed }, { requiredKeys: [] }),
      shuffle: fc.boolean(),
      double: fc.boolean(),
      hoursOld: fc.oneof(
        { weight: 4, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ max: 60, min: 1 }) },
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('again' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('person-closes' as const), vehicle }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('person-edits' as const), vehicle }) },
);
/** Whole hours, so that steps often meet an edge of N days. */
const life = fc.array(fc.record({ hours: fc.constantFrom(0, 1, 12, 24, 48), step }), { minLength: 4, maxLength: 30 });
const modelSettings: fc.Arbitrary<ModelSettings> = fc.record({
  trackDays: fc.constantFrom(1, 3, 'never' as const),
  close: fc.constantFrom(1, 3, 'never' as const, 'immediately' as const),
  ignoreDays: fc.constantFrom(0, 2, 5, 'off' as const),
  reopen: fc.boolean(),
});

function siteFor({ trackDays, close, ignoreDays, reopen }: ModelSettings): Site {
  const ignore = ignoreDays === 'off' ? { ignoreIfExists: false } : { ignoreIfExists: true, ignoreDays };
  return new Site({
    track: { days: trackDays, stock: true, client: true },
    autoClose: typeof close === 'number' ? { mode: 'after', days: close } : { mode: close },
    clients: [
      { dealerId: 'D1', client: 'North', srType: 'recon', ...ignore },
      { dealerId: 'D2', client: 'South', srType: 'recon', ...ignore },
    ],
    reopen,
  });
}

/** Each dealer has vehicles of its own. */
function numberOf(dealer: Dealer, vehicle: number): number {
  return vehicle + (dealer === 'D2' ? 500 : 0);
}

function stocks(dealer: Dealer, { missing, retagged }: Listed): Map<number, string> {
  const map = new Map<number, string>();
  for (let n = 1; n <= VEHICLES; n += 1) {
    if (!missing.includes(n)) map.set(numberOf(dealer, n), retagged.includes(n) ? `R${n}` : `S${n}`);
  }
  return map;
}

describe('random lives of a feed', function () {
  this.timeout(lives(60_000));
  after(() => console.log(`      ${2 * lives(1500)} lives of feeds`));

  it('F4 F5 F6 F9 F10 F13 F15: the engine does what the plain model does, step by step', () => {
    const property = fc.property(modelSettings, life, (chosen, steps) => {
      const site = siteFor(chosen);
      const model = { D1: new ModelDealer(chosen), D2: new ModelDealer(chosen) };
      let last: (() => void) | undefined;
      for (const { hours, step } of steps) {
        site.now += hours * HOUR;
        if (step.kind === 'feed') {
          last = sender(step, site, model);
          last();
        } else if (step.kind === 'again') last?.();
        else for (const dealer of DEALERS) act(step, dealer, site, model[dealer]);
        assert.deepEqual(asSeen(site), asModelled(model));
      }
    });
    fc.assert(property, { numRuns: lives(1500) });
  });

  it('F7 F9 F11: also when vehicles move between dealers, none is doubled, and none is closed that is listed', () => {
    const where = fc.constantFrom('D1', 'D2', 'both', 'D9', 'nowhere');
    const file = fc.record({
      hours: fc.constantFrom(0, 1, 24, 72),
      places: fc.array(where, { minLength: 4, maxLength: 4 }),
      /** Of the file; without it both dealers are in one. */
      only: fc.option(fc.constantFrom(...DEALERS), { nil: undefined }),
      status: fc.option(fc.nat({ max: 3 }), { nil: undefined }),
    });
    const property = fc.property(modelSettings, fc.array(file, { maxLength: 20 }), (chosen, files) => {
      const site = siteFor(chosen);
      for (const { hours, places, only, status } of files) {
        site.now += hours * HOUR;
        const rows = places.flatMap((place, n): FeedRow[] => {
          const dealers = place === 'both' ? [...DEALERS] : place === 'nowhere' ? [] : [place];
          const more = n === status ? { status: 'gone' as const } : {};
          return dealers.filter((id) => !only || id === only).map((dealerId) => row(n, { dealerId, ...more }));
        });
        const before = new Map(site.requests);
        const plan = site.feed(rows);
        checkPlan(plan, rows, site, before);
      }
    });
    fc.assert(property, { numRuns: lives(1500) });
  });
});

/** Sends the step's file to both; called again, it is the very same file. */
function sender(step: Step & { kind: 'feed' }, site: Site, model: Record<Dealer, ModelDealer>): () => void {
  const lists = DEALERS.flatMap((dealer) => {
    const of = step.lists[dealer];
    return of ? [{ dealer, stock: stocks(dealer, of) }] : [];
  });
  let feed = lists.flatMap(({ dealer, stock }) =>
    [...stock].map(([number, stock]) => row(number, { dealerId: dealer, stock })),
  );
  // F5: an earlier row with another stock number for each third vehicle, which the later one overrules.
  if (step.double)
    feed = [...feed.filter(({ line }) => line % 3 === 0).map((one) => ({ ...one, stock: 'X' })), ...feed];
  else if (step.shuffle) feed.reverse();
  const time = site.now - step.hoursOld * HOUR;
  const hash = JSON.stringify(feed);
  return () => {
    const plan = site.feed(feed, { time, hash });
    assert.equal(total(plan), feed.length);
    for (const { dealer, stock } of lists) model[dealer].snapshot(stock, hash, time, site.now);
  };
}

/** A person changes or closes the open service request of the vehicle, if it has one. */
function act(
  { kind, vehicle }: { kind: 'person-closes' | 'person-edits'; vehicle: number },
  dealer: Dealer,
  site: Site,
  model: ModelDealer,
): void {
  const number = numberOf(dealer, vehicle);
  const request = site.of(number).find(isOpen);
  const modelled = model.vehicles.get(number)?.find(({ open }) => open);
  assert.equal(request === undefined, modelled === undefined);
  if (!request || !modelled) return;
  if (kind === 'person-edits') {
    site.edit(request, { stock: 'MINE' });
    Object.assign(modelled, { stock: 'MINE', stockIsPersons: true });
  } else {
    site.closeByPerson(request);
    Object.assign(modelled, { open: false, closedAt: site.now, closedBy: 'person' });
  }
}

type Seen = Record<string, unknown[]>;

function asSeen(site: Site): Seen {
  const seen: Seen = {};
  for (const request of [...site.requests.values()].sort((a, b) => a.epoch - b.epoch)) {
    const { vin, stock, createdAt, lastReappearedAt, missingSince, closedAt, closedBy } = request;
    seen[vin] ??= [];
    seen[vin].push([
      isOpen(request),
      stock,
      createdAt,
      lastReappearedAt,
      isOpen(request) && missingSince,
      closedAt,
      closedBy,
    ]);
  }
  return seen;
}

function asModelled(model: Record<Dealer, ModelDealer>): Seen {
  const tell = ({ open, stock, createdAt, reappearedAt, missingSince, closedAt, closedBy }: ModelRequest) => [
    ...[open, stock, createdAt, reappearedAt],
    ...[open && missingSince, closedAt, closedBy],
  ];
  const seen: Seen = {};
  for (const { vehicles } of Object.values(model)) {
    for (const [number, requests] of vehicles) if (requests.length) seen[row(number).vin] = requests.map(tell);
  }
  return seen;
}

function checkPlan(plan: FeedPlan, rows: FeedRow[], site: Site, before: ReadonlyMap<string, ServiceRequest>): void {
  assert.equal(total(plan), rows.length, 'F11');
  const openKeys = [...site.requests.values()]
    .filter(isOpen)
    .map(({ vin, type, client }) => `${vin} ${type} ${client}`);
  assert.equal(new Set(openKeys).size, openKeys.length, 'F7');
  const present = new Set(
    rows.filter(({ status, dealerId }) => status !== 'gone' && dealerId !== 'D9').map(({ vin }) => vin),
  );
  for (const { actions } of plan.dealers) {
    for (const action of actions) {
      if (action.kind !== 'close') continue;
      assert.ok(!present.has(action.vin), 'F9: it is listed');
      const request = before.get(action.id);
      const notBefore = request && closeNotBefore(request, site.settings.autoClose);
      assert.ok(notBefore !== undefined && site.now >= notBefore, 'F9: not before');
    }
  }
}

function total(plan: FeedPlan): number {
  return plan.counts.reduce((sum, { count }) => sum + count, 0);
}
