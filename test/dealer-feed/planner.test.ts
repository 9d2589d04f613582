import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  FeedPlanner,
  type FeedRow,
  type FeedState,
  lateness,
  type QuarantinedRow,
  vinProblem,
} from '../../lib/dealer-feed';
import { counted, DAY, HOUR, kinds, row, rows, Site, settings, T0, vin } from './kit';

describe('the guards of a feed', () => {
  it('F2: a snapshot with fewer than 50 % of the last accepted rows closes nothing, and the baseline stays', () => {
    const site = new Site();
    site.feed(rows(1, 10));
    const before = site.baselines.get('d1');
    site.now += HOUR;
    const plan = site.feed(rows(1, 4));
    const [dealer] = plan.dealers;
    assert.deepEqual([dealer?.verdict, kinds(plan)], ['held', []]);
    assert.deepEqual(
      dealer?.hold?.reasons.map(({ code }) => code),
      ['FEW_ROWS', 'MANY_CLOSES'],
    );
    assert.equal(site.baselines.get('d1'), before);
    assert.equal(site.last(9).missingSince, undefined);
  });

  it('F2: 50 % is enough, and five closes are', () => {
    const site = new Site();
    site.feed(rows(1, 10));
    site.now += HOUR;
    const plan = site.feed(rows(1, 5));
    assert.deepEqual(kinds(plan), ['close', 'close', 'close', 'close', 'close']);
  });

  it('F2: closes are held over 20 % of the open ones and over 5, not at 20 %', () => {
    for (const [left, verdict] of [
      [24, 'accepted'],
      [23, 'held'],
    ] as const) {
      const site = new Site();
      site.feed(rows(1, 30));
      site.now += HOUR;
      assert.equal(site.feed(rows(1, left)).dealers[0]?.verdict, verdict);
    }
  });

  it('F2: held closes do not hold back what is new or changed', () => {
    const site = new Site();
    site.feed(rows(1, 30));
    site.now += HOUR;
    const plan = site.feed([row(1, { stock: 'R7' }), ...rows(2, 20), row(31)]);
    assert.deepEqual(kinds(plan), ['update', 'create']);
    assert.equal(plan.dealers[0]?.hold?.actions.length, 10);
  });

  it("F2: a snapshot without one known vehicle may be another dealer's, and is held as a whole", () => {
    const site = new Site();
    site.feed(rows(1, 10));
    site.now += HOUR;
    const plan = site.feed(rows(51, 60));
    assert.deepEqual([kinds(plan), counted(plan)], [[], { HELD: 10 }]);
    const hash = plan.dealers[0]?.hold?.hash ?? '';
    assert.equal(kinds(site.feed(rows(51, 60), { approved: [hash] })).length, 20);
  });

  it('F2: an approval lets through exactly what was asked, whatever harmless happened since', () => {
    const site = new Site();
    site.feed(rows(1, 30));
    site.now += HOUR;
    const held = site.feed(rows(1, 20)).dealers[0]?.hold?.hash ?? '';
    site.now += HOUR;
    const otherCloses = site.plan(rows(1, 19), { approved: [held] });
    assert.equal(otherCloses.dealers[0]?.verdict, 'held');
    const asked = site.feed([row(1, { stock: 'R7' }), ...rows(2, 20)], { approved: [held] });
    assert.equal(asked.dealers[0]?.verdict, 'accepted');
    assert.equal(kinds(asked).filter((kind) => kind === 'close').length, 10);
    assert.equal(site.baselines.get('d1')?.rows, 20);
  });

  it('F3: a cut file for one dealer changes nothing of another', () => {
    const site = new Site();
    const other = rows(51, 60, { dealerId: 'D2' });
    site.feed([...rows(1, 10), ...other]);
    site.now += HOUR;
    const plan = site.feed([...rows(1, 2), ...other.slice(1)]);
    assert.deepEqual(
      plan.dealers.map(({ dealerId, verdict }) => [dealerId, verdict]),
      [
        ['d1', 'held'],
        ['d2', 'accepted'],
      ],
    );
    assert.deepEqual(kinds(plan), ['close']);
  });

  it('F3: a dealer missing from a file of many is no data, never no cars', () => {
    const site = new Site();
    site.feed([...rows(1, 3), ...rows(51, 53, { dealerId: 'D2' })]);
    site.now += 9 * DAY;
    const plan = site.feed(rows(1, 3));
    assert.deepEqual([plan.dealers.length, kinds(plan)], [1, []]);
  });

  it('F1: rows that can all not be used prove no absence', () => {
    const site = new Site();
    site.feed(rows(1, 3));
    const quarantined: QuarantinedRow[] = [{ line: 1, reason: 'NO_VIN', message: '', dealerId: 'D1' }];
    const plan = site.feed([], { quarantined });
    assert.deepEqual([kinds(plan), plan.dealers[0]?.verdict, counted(plan)], [[], 'held', { NO_VIN: 1 }]);
  });

  it('F9: a vehicle whose row cannot be used is in the feed all the same', () => {
    const site = new Site();
    site.feed(rows(1, 5));
    const quarantined: QuarantinedRow[] = [{ line: 5, reason: 'BAD_VIN', message: '', dealerId: 'D1', vin: vin(5) }];
    assert.deepEqual(kinds(site.feed(rows(1, 4), { quarantined })), []);
  });

  it('F14: a feed that is silent for more than twice the usual interval is late once, until a file is accepted', () => {
    const site = new Site({ usualInterval: 60 });
    site.feed(rows(1, 3));
    const late = (now: number) => lateness(site.baselines.get('d1'), site.settings, now);
    assert.equal(late(T0 + 2 * HOUR), undefined);
    assert.equal(late(T0 + 2 * HOUR + 1)?.key, late(T0 + 9 * DAY)?.key);
    assert.equal(late(T0 + 2 * HOUR + 1)?.since, T0);
    assert.equal(lateness(undefined, site.settings, T0), undefined);
  });

  it('F14: the file of the last time, lying there still, closes nothing however late it gets', () => {
    const site = new Site({ autoClose: { mode: 'after', days: 3 } });
    site.feed(rows(1, 3));
    site.now = T0 + DAY;
    site.feed(rows(1, 2));
    site.now = T0 + 9 * DAY;
    const plan = site.feed(rows(1, 2), { time: T0 + DAY });
    assert.deepEqual([kinds(plan), counted(plan), plan.dealers[0]?.verdict], [[], { SAME_FILE: 2 }, 'same']);
  });
});

describe('files again', () => {
  it('F4: the same bytes again, under any name and time, write nothing', () => {
    const site = new Site();
    site.feed(rows(1, 5));
    assert.deepEqual(counted(site.feed(rows(1, 5))), { SAME_FILE: 5 });
    site.now += HOUR;
    const renamed = site.feed(rows(1, 5));
    assert.deepEqual([kinds(renamed), counted(renamed)], [[], { EQUAL: 5 }]);
  });

  it('F4: the same bytes a later day are news all the same: what has fallen due is done', () => {
    const site = new Site({ autoClose: { mode: 'after', days: 3 } });
    site.feed(rows(1, 3));
    site.now = T0 + 2 * DAY;
    assert.deepEqual(kinds(site.feed(rows(1, 2))), ['missing']);
    site.now = T0 + 4 * DAY;
    assert.deepEqual(kinds(site.feed(rows(1, 2))), ['close']);
  });

  it('F4: changed settings are a reason to look at the same file again', () => {
    const site = new Site({ clients: [] });
    site.feed(rows(1, 2));
    site.settings = settings();
    assert.deepEqual(kinds(site.feed(rows(1, 2))), ['create', 'create']);
  });

  it('F4: shuffled rows make the same plan', () => {
    const site = new Site();
    site.feed(rows(1, 10));
    site.now += DAY;
    const feed = [...rows(3, 5), row(6, { stock: 'R7' }), ...rows(7, 12), ...rows(51, 55, { dealerId: 'D2' })];
    const one = site.plan(feed);
    const other = site.plan(feed.toReversed());
    assert.deepEqual(
      other.dealers.map(({ actions, counts }) => ({ actions, counts })),
      one.dealers.map(({ actions, counts }) => ({ actions, counts })),
    );
  });

  it('F4: a row that is repeated makes one service request, without a warning', () => {
    const plan = new Site().feed([row(1), row(1, { line: 2 }), row(1, { line: 3 })]);
    assert.deepEqual(counted(plan), { NEW_VEHICLE: 1, REPEATED_ROW: 2 });
    assert.deepEqual([plan.dealers[0]?.rows, plan.dealers[0]?.warnings], [1, []]);
  });

  it('F5: of two rows with one VIN the last counts, with a warning; one service request', () => {
    const site = new Site();
    const plan = site.feed([row(1), row(1, { line: 2, stock: 'R7' })]);
    assert.deepEqual(counted(plan), { NEW_VEHICLE: 1, SAME_VIN_LATER: 1 });
    assert.deepEqual(
      plan.dealers[0]?.warnings.map(({ code, line }) => [code, line]),
      [['SAME_VIN', 2]],
    );
    assert.deepEqual([site.of(1).length, site.last(1).stock], [1, 'R7']);
  });

  it("F5: also when they stand in two dealers' lists, and neither list is taken to lack the vehicle", () => {
    const site = new Site();
    site.feed([row(1), ...rows(2, 9)]);
    site.now += 5 * DAY;
    const plan = site.feed([...rows(1, 9), row(1, { line: 10, dealerId: 'D2' })]);
    assert.deepEqual(counted(plan), { EQUAL: 8, SAME_VIN_LATER: 1, REQUEST_EXISTS: 1 });
    assert.equal(site.of(1).length, 1);
  });

  it('F6: an older file after a newer one is not applied', () => {
    const site = new Site();
    site.feed(rows(1, 6));
    site.now += HOUR;
    const plan = site.feed(rows(2, 9), { time: T0 - 1 });
    assert.deepEqual([kinds(plan), counted(plan), plan.dealers[0]?.verdict], [[], { STALE_FILE: 8 }, 'stale']);
    assert.equal(site.baselines.get('d1')?.fileTime, T0);
  });

  it('F7: a plan that broke off half-way is done by the next one, with the same keys', () => {
    const whole = new Site();
    const broken = new Site();
    for (const site of [whole, broken]) site.feed(rows(1, 8));
    const feed = [...rows(1, 5), row(6, { stock: 'R7' }), ...rows(20, 23)];
    whole.now += HOUR;
    broken.now += HOUR;
    for (const action of broken.plan(feed).dealers[0]?.actions.slice(0, 4) ?? []) broken.act(action);
    whole.feed(feed);
    broken.feed(feed);
    assert.deepEqual([...broken.requests.values()].sort(byId), [...whole.requests.values()].sort(byId));
  });

  it('F7: an action done twice leaves what once has left', () => {
    const site = new Site();
    site.feed(rows(1, 5));
    site.now += DAY;
    const plan = site.feed([row(1, { stock: 'R7' }), ...rows(3, 5), row(9)]);
    const once = structuredClone([...site.requests]);
    site.apply(plan);
    assert.deepEqual([...site.requests], once);
  });

  it('F8: the next whole file reopens what a cut one closed within the limit', () => {
    const site = new Site();
    const whole = rows(1, 8);
    site.feed(whole);
    site.now += HOUR;
    assert.equal(kinds(site.feed(whole.slice(0, 4))).length, 4);
    site.now += HOUR;
    assert.deepEqual(counted(site.feed(whole)), { EQUAL: 4, REOPENED: 4 });
    assert.equal(site.requests.size, 8);
  });
});

describe('rows', () => {
  it('F11: every row ends in exactly one outcome, and the counts add up', () => {
    const site = new Site({
      vehicleTypes: [{ systemCode: 'New', vehicleType: 'Car', includeOnly: true, dealerId: 'D2' }],
    });
    site.feed(rows(1, 10));
    site.closeByPerson(site.last(2));
    site.now += DAY;
    const feed: FeedRow[] = [
      ...rows(1, 9),
      row(3, { line: 20 }),
      row(4, { line: 21, stock: 'R7' }),
      row(5, { line: 22, status: 'gone' }),
      row(30),
      row(31, { dealerId: 'D2' }),
      row(32, { dealerId: 'D2', systemCode: 'new' }),
      row(33, { dealerId: 'D9' }),
    ];
    const quarantined: QuarantinedRow[] = [
      { line: 90, reason: 'WRONG_COLUMN_COUNT', message: '' },
      { line: 91, reason: 'NO_VIN', message: '', dealerId: 'D1' },
    ];
    const plan = site.feed(feed, { quarantined });
    assert.deepEqual(counted(plan), {
      CHANGED: 1,
      CLOSED_BY_PERSON: 1,
      EQUAL: 6,
      GONE: 1,
      NEW_VEHICLE: 2,
      NOT_INCLUDED: 1,
      NO_VIN: 1,
      REPEATED_ROW: 1,
      SAME_VIN_LATER: 2,
      UNKNOWN_DEALER: 1,
      WRONG_COLUMN_COUNT: 1,
    });
    assert.equal(
      plan.counts.reduce((sum, { count }) => sum + count, 0),
      feed.length + quarantined.length,
    );
  });

  it('F11: a row that is ignored says so at once', () => {
    const { settings, now } = new Site();
    const state = new Site().state();
    const planner = new FeedPlanner({ settings, state, now, file: { time: now, hash: '' } });
    assert.deepEqual(planner.take(row(1)), { kept: true });
    assert.deepEqual(planner.take(row(2, { dealerId: 'D9' })), {
      kept: false,
      outcome: 'quarantined',
      reason: 'UNKNOWN_DEALER',
    });
  });

  it('F12: keeps nothing of rows that are not mapped, but the first thousand names of unknown dealers', () => {
    const asked: string[] = [];
    const state: FeedState = {
      baseline: () => undefined,
      openRequests: () => [],
      requestsFor: (vin) => {
        asked.push(vin);
        return [];
      },
      madeFrom: () => [],
    };
    const planner = new FeedPlanner({ settings: settings(), state, now: T0, file: { time: T0, hash: '' } });
    for (let number = 0; number < 5000; number += 1) planner.take(row(number, { dealerId: `X${number}` }));
    const plan = planner.finish();
    assert.deepEqual([plan.unknownDealers.length, counted(plan), asked.length], [1000, { UNKNOWN_DEALER: 5000 }, 0]);
  });

  it('F12: gives way between the vehicles of a large plan, and it is the same plan', async () => {
    const feed = rows(1, 2000);
    const site = new Site();
    const planner = new FeedPlanner({
      settings: site.settings,
      state: site.state(),
      now: T0,
      file: { time: T0, hash: 'x' },
    });
    for (const one of feed) planner.take(one);
    let pauses = 0;
    const pause = () => {
      pauses += 1;
      return undefined;
    };
    const plan = await planner.finishInSlices({ pause });
    assert.ok(pauses >= 8, `${pauses} pauses`);
    assert.deepEqual(plan, site.plan(feed, { hash: 'x' }));
  });

  it('F13: a field that a person changed is never overwritten', () => {
    const site = new Site();
    site.feed(rows(1, 3));
    site.edit(site.last(1), { stock: 'MINE', client: 'East' });
    site.now += HOUR;
    const plan = site.feed([row(1, { stock: 'R7' }), ...rows(2, 3)]);
    assert.deepEqual(counted(plan), { EQUAL: 2, NOT_TRACKED: 1 });
    assert.deepEqual([site.last(1).stock, site.last(1).client, site.of(1).length], ['MINE', 'East', 1]);
  });

  it('F13: nor is a word on the vehicle, in the plan already', () => {
    const site = new Site();
    site.feed(rows(1, 2));
    site.edit(site.last(1), { vehicle: { color: 'Mine' } });
    site.now += HOUR;
    const told = { vehicle: { color: 'Red' } };
    const { dealers } = site.feed([row(1, told), row(2, told)]);
    assert.deepEqual([site.last(1).vehicle.color, site.last(2).vehicle.color], ['Mine', 'Red']);
    assert.deepEqual(
      dealers.flatMap(({ actions }) => actions.map((action) => action.vin)),
      [vin(2)],
    );
  });

  it('knows a right VIN from a much-copied wrong one', () => {
    for (const right of ['1M8GDM9AXKP042788', '11111111111111111', '1HGCM82633A004352']) {
      assert.equal(vinProblem(right), undefined);
    }
    assert.equal(vinProblem('1HGCM82633A123456')?.code, 'VIN_CHECK_DIGIT');
  });
});

function byId(a: { id: string }, b: { id: string }): number {
  return a.id < b.id ? -1 : 1;
}
