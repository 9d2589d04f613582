import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  type ClientRow,
  closeNotBefore,
  compileClients,
  compileVehicleTypes,
  mapClient,
  mapVehicleType,
  requestKey,
  type ServiceRequest,
  trackChanges,
} from '../../lib/dealer-feed';
import { counted, DAY, HOUR, kinds, row, rows, Site, T0, vin } from './kit';

/** Enough other vehicles for the guards to keep quiet about one. */
const OTHERS = rows(100, 109);

describe('R1: each row creates or updates one service request', () => {
  it('creates one with a deterministic key, in the first phase of its type', () => {
    const site = new Site();
    assert.deepEqual(kinds(site.feed([row(1)])), ['create']);
    const made = site.last(1);
    assert.equal(made.id, `f|d1|${vin(1)}|1`);
    assert.deepEqual([made.status, made.client, made.stock, made.createdAt], ['proposed', 'North', 'S1', T0]);
  });

  it('makes keys that no dealer id or VIN can forge', () => {
    assert.notEqual(requestKey('f', 'a|b', 'c', 1), requestKey('f', 'a', 'b|c', 1));
  });

  it('keeps the description up to date, and blanks nothing', () => {
    const site = new Site();
    site.feed([row(1)]);
    const plan = site.feed([row(1, { vehicle: { year: '2021', price: '9000' } })]);
    assert.deepEqual(counted(plan), { CHANGED: 1 });
    assert.deepEqual(site.last(1).vehicle, { year: '2021', make: 'Honda', model: 'Accord', price: '9000' });
  });

  it('keeps to the open one of the dealer when tables give another client or type', () => {
    const site = new Site({ track: { days: 'never', stock: true, client: true } });
    site.feed([row(1)]);
    site.settings = { ...site.settings, clients: [{ dealerId: 'D1', client: 'West', srType: 'wash' }] };
    assert.deepEqual(counted(site.feed([row(1)])), { NOT_TRACKED: 1 });
    assert.equal(site.of(1).length, 1);
  });

  it('closes at once what has a type without a phase, and does not make it again', () => {
    const clients: ClientRow[] = [{ dealerId: 'D1', client: 'North', srType: 'note' }];
    const site = new Site({ clients });
    site.feed([row(1)]);
    assert.deepEqual([site.last(1).status, site.last(1).closedBy], ['closed', 'type']);
    site.now += HOUR;
    assert.deepEqual(counted(site.feed([row(1)])), { CLOSED_BY_TYPE: 1 });
  });
});

describe('R2: Track Stock No and Client', () => {
  const entity = { id: 'a', stock: 'old', client: 'North', createdAt: T0, touchedByPerson: [] };
  const told = { stock: 'new', client: 'South' };
  const fieldsAt = (now: number, days: number | 'never', stock = true, client = true) =>
    trackChanges(entity, told, { days, stock, client }, now).changes.map(({ field }) => field);

  it('writes until N x 24 hours have passed, edge included, and not a millisecond longer (F10)', () => {
    assert.deepEqual(fieldsAt(T0 + 3 * DAY, 3), ['stock', 'client']);
    assert.deepEqual(fieldsAt(T0 + 3 * DAY + 1, 3), []);
  });

  it('moves no edge when daylight time begins or ends (F10)', () => {
    // New York, 2026: March 8, 07:00 UTC and November 1, 06:00 UTC.
    for (const change of [Date.UTC(2026, 2, 8, 7), Date.UTC(2026, 10, 1, 6)]) {
      for (const createdAt of [change - DAY, change - HOUR, change - 3 * DAY]) {
        const at = (now: number) =>
          trackChanges({ ...entity, createdAt }, told, { days: 3, stock: true, client: true }, now).changes.length;
        assert.deepEqual([at(createdAt + 72 * HOUR), at(createdAt + 72 * HOUR + 1)], [2, 0]);
      }
    }
  });

  it('has a switch for stock and one for client, and `never`', () => {
    assert.deepEqual(fieldsAt(T0, 3, true, false), ['stock']);
    assert.deepEqual(fieldsAt(T0, 3, false, true), ['client']);
    assert.deepEqual(fieldsAt(T0, 'never'), []);
  });

  it('writes no blank', () => {
    assert.deepEqual(trackChanges(entity, { stock: '' }, { days: 3, stock: true, client: true }, T0).changes, []);
  });

  it('goes to inspections and work orders by their own age', () => {
    const site = new Site();
    site.feed([row(1)]);
    const requestId = site.last(1).id;
    const made = { requestId, stock: 'S1', client: 'North', touchedByPerson: [] };
    site.madeFrom.set('i', { kind: 'inspection', id: 'i', createdAt: T0 + HOUR, ...made });
    site.madeFrom.set('w', { kind: 'work-order', id: 'w', createdAt: T0 + 2 * DAY, ...made });
    site.now = T0 + 4 * DAY;
    const plan = site.feed([row(1, { stock: 'R7' })]);
    assert.deepEqual(counted(plan), { CHANGED: 1 });
    assert.equal(site.last(1).stock, 'S1');
    assert.equal(site.madeFrom.get('i')?.stock, 'S1');
    assert.equal(site.madeFrom.get('w')?.stock, 'R7');
  });

  it('follows a vehicle to another dealer, as one and the same service request', () => {
    const site = new Site();
    site.feed([row(1), ...OTHERS]);
    site.now += DAY;
    const plan = site.feed([row(1, { dealerId: 'D2' }), ...OTHERS]);
    assert.deepEqual(kinds(plan), ['update']);
    const [only, ...more] = site.of(1);
    assert.deepEqual([only?.client, only?.dealerId, only?.status, more.length], ['South', 'd2', 'proposed', 0]);
  });

  it('does not follow after N days: there it is another service request, if Ignore Days let it', () => {
    const site = new Site();
    site.feed([row(1), ...OTHERS]);
    site.now += 4 * DAY;
    assert.deepEqual(counted(site.feed([row(1, { dealerId: 'D2' }), ...OTHERS])), { EQUAL: 10, REQUEST_EXISTS: 1 });
    site.now += 6 * DAY + 1;
    assert.deepEqual(counted(site.feed([row(1, { dealerId: 'D2' }), ...OTHERS])), { EQUAL: 10, NEW_VEHICLE: 1 });
    assert.deepEqual(
      site.of(1).map(({ client }) => client),
      ['North', 'South'],
    );
  });

  it('gives a vehicle that two dealers list to neither anew: no change of hands every hour', () => {
    const site = new Site();
    for (let hour = 0; hour < 6; hour += 1) {
      site.now += HOUR;
      site.feed([row(1), ...OTHERS]);
      const plan = site.feed([row(1, { dealerId: 'D2' }), ...rows(200, 205, { dealerId: 'D2' })]);
      assert.equal(counted(plan).AT_OTHER_DEALER, 1);
    }
    assert.deepEqual([site.of(1).length, site.last(1).client, site.last(1).history.length], [1, 'North', 1]);
  });
});

describe('R3 and R4: Auto Close', () => {
  it('`never` closes nothing, and notes since when the vehicle has been missing', () => {
    const site = new Site({ autoClose: { mode: 'never' } });
    site.feed([row(1), ...OTHERS]);
    site.now += 90 * DAY;
    assert.deepEqual(kinds(site.feed(OTHERS)), ['missing']);
    assert.equal(site.last(1).missingSince, site.now);
    assert.deepEqual(kinds(site.feed(OTHERS)), []);
  });

  it('`immediately` closes with the first accepted feed that lacks the vehicle', () => {
    const site = new Site();
    site.feed([row(1), ...OTHERS]);
    site.now += HOUR;
    assert.deepEqual(kinds(site.feed(OTHERS)), ['close']);
    assert.deepEqual([site.last(1).status, site.last(1).closedBy], ['closed', 'feed']);
  });

  it('`after N days` closes only what is older than N x 24 hours: not at the edge, a millisecond later (F9)', () => {
    const site = new Site({ autoClose: { mode: 'after', days: 3 } });
    site.feed([row(1), ...OTHERS]);
    site.now = T0 + 3 * DAY;
    assert.deepEqual(kinds(site.feed(OTHERS)), ['missing']);
    site.now += 1;
    assert.deepEqual(kinds(site.feed(OTHERS)), ['close']);
  });

  it('R4: starts the days anew when the vehicle reappears, without a new service request', () => {
    const site = new Site({ autoClose: { mode: 'after', days: 3 } });
    site.feed([row(1), ...OTHERS]);
    site.now = T0 + DAY;
    site.feed(OTHERS);
    site.now = T0 + 2 * DAY;
    assert.deepEqual(counted(site.feed([row(1), ...OTHERS])), { EQUAL: 10, REAPPEARED: 1 });
    assert.equal(closeNotBefore(site.last(1), site.settings.autoClose), T0 + 5 * DAY);
    site.now = T0 + 5 * DAY;
    assert.deepEqual(kinds(site.feed(OTHERS)), ['missing']);
    site.now += 1;
    assert.deepEqual(kinds(site.feed(OTHERS)), ['close']);
    assert.equal(site.of(1).length, 1);
  });

  it('leaves alone what a person made', () => {
    const site = new Site();
    site.feed([row(1), ...OTHERS]);
    const { feed: _feed, dealerId: _dealer, ...own } = site.last(1);
    site.requests.set(own.id, own);
    assert.deepEqual(kinds(site.feed(OTHERS)), []);
  });

  it('takes a row that says "sold" for an absence, also in a delta', () => {
    for (const kind of ['snapshot', 'delta'] as const) {
      const site = new Site({ kind });
      site.feed([row(1), ...OTHERS]);
      const plan = site.feed([row(1, { status: 'gone' }), ...OTHERS]);
      assert.deepEqual(counted(plan), { EQUAL: 10, GONE: 1 });
      assert.equal(site.last(1).status, 'closed');
    }
  });

  it('closes nothing for absence in a delta', () => {
    const site = new Site({ kind: 'delta' });
    site.feed([row(1), ...OTHERS]);
    assert.deepEqual(kinds(site.feed([row(101)])), []);
  });
});

describe('R5 and R6: Vehicle Type Mapping', () => {
  const map = compileVehicleTypes([
    { systemCode: ' used ', vehicleType: 'Car', srType: 'recon' },
    { systemCode: 'USED', vehicleType: 'Truck', dealerId: 'D2' },
    { systemCode: 'New', vehicleType: 'Fresh', dealerId: 'd3', includeOnly: true },
    { systemCode: 'used', vehicleType: 'Never reached' },
  ]);
  const typeOf = (dealerId: string, systemCode: string) => {
    const mapping = mapVehicleType({ dealerId, systemCode }, map);
    return mapping.outcome === 'mapped' ? mapping.vehicleType : mapping.outcome;
  };

  it('compares without case and outer blanks, and the first row counts', () => {
    assert.equal(typeOf('D1', 'Used'), 'Car');
    assert.equal(typeOf('D1', ' uSED'), 'Car');
  });

  it("lets a dealer's own row beat the general one", () => {
    assert.equal(typeOf('D2', 'Used'), 'Truck');
    assert.equal(typeOf(' d2 ', 'Used'), 'Truck');
  });

  it('R6: ignores what has no mapping only where a row with Include Only applies', () => {
    assert.equal(typeOf('D3', 'Wholesale'), 'ignored');
    assert.equal(typeOf('D3', 'Used'), 'Car');
    assert.equal(typeOf('D1', 'Wholesale'), 'unmapped');
    const forAll = compileVehicleTypes([{ systemCode: 'Used', vehicleType: 'Car', includeOnly: true }]);
    assert.equal(mapVehicleType({ dealerId: 'D1', systemCode: 'New' }, forAll).outcome, 'ignored');
  });

  it('does not close what is listed, though it is ignored by now (F9)', () => {
    const site = new Site();
    site.feed([row(1), ...OTHERS]);
    site.settings = {
      ...site.settings,
      vehicleTypes: [{ systemCode: 'New', vehicleType: 'Car', includeOnly: true }],
    };
    const plan = site.feed([row(1), ...OTHERS]);
    assert.deepEqual(counted(plan), { NOT_INCLUDED: 11 });
    assert.deepEqual(kinds(plan), []);
  });
});

describe('R7: Client - Dealer ID', () => {
  const map = compileClients([
    { dealerId: 'D1', client: 'North', srType: 'recon' },
    { dealerId: ' d1 ', client: 'Never reached', srType: 'wash' },
  ]);

  it("gives client and type, and R5's type wins", () => {
    const typeFor = (dealerId: string, srType?: string) => {
      const mapping = mapClient({ dealerId, ...(srType === undefined ? {} : { srType }) }, map);
      return mapping.outcome === 'mapped' ? `${mapping.client} ${mapping.srType}` : mapping.reason;
    };
    assert.equal(typeFor(' d1'), 'North recon');
    assert.equal(typeFor('D1', 'wash'), 'North wash');
    assert.equal(typeFor('D1', ''), 'North recon');
  });

  it('quarantines an unknown dealer, never guesses', () => {
    const plan = new Site().feed([row(1, { dealerId: 'D9' }), row(2, { dealerId: 'D9' })]);
    assert.deepEqual(counted(plan), { UNKNOWN_DEALER: 2 });
    assert.deepEqual(plan.unknownDealers, [{ dealerId: 'D9', rows: 2, firstLine: 1 }]);
    assert.deepEqual(plan.dealers, []);
  });
});

describe('R8, R9 and R10: the service requests that a vehicle already has', () => {
  it('R8: makes none when one for the VIN was created within the Ignore Days, edge included, in any state', () => {
    const site = new Site({ reopen: false });
    site.feed([row(1), ...OTHERS]);
    site.feed(OTHERS);
    site.now = T0 + 10 * DAY;
    assert.equal(counted(site.feed([row(1), ...OTHERS])).REQUEST_EXISTS, 1);
    site.now += 1;
    assert.equal(counted(site.feed([row(1), ...OTHERS])).BACK_LATER, 1);
    assert.deepEqual(
      site.of(1).map(({ id }) => id),
      [`f|d1|${vin(1)}|1`, `f|d1|${vin(1)}|2`],
    );
  });

  it('R8: blank Ignore Days are for ever', () => {
    const clients: ClientRow[] = [{ dealerId: 'D1', client: 'North', srType: 'recon', ignoreIfExists: true }];
    const site = new Site({ clients, reopen: false });
    site.feed([row(1), ...OTHERS]);
    site.feed(OTHERS);
    site.now += 4000 * DAY;
    assert.equal(counted(site.feed([row(1), ...OTHERS])).REQUEST_EXISTS, 1);
  });

  it("R9: a person's close is final within the Ignore Days: neither reopened nor doubled (F15)", () => {
    const site = new Site();
    site.feed([row(1)]);
    site.now = T0 + 30 * DAY;
    site.closeByPerson(site.last(1));
    for (const later of [HOUR, DAY, 10 * DAY]) {
      site.now = T0 + 30 * DAY + later;
      assert.deepEqual(counted(site.feed([row(1)])), { CLOSED_BY_PERSON: 1 });
    }
    site.now += 1;
    assert.deepEqual(counted(site.feed([row(1)])), { NEW_VEHICLE: 1 });
  });

  it('R9: it is final for 3 days also where Ignore if SR with VIN exists is off (F15)', () => {
    const site = new Site({ clients: [{ dealerId: 'D1', client: 'North', srType: 'recon' }] });
    site.feed([row(1)]);
    site.closeByPerson(site.last(1));
    site.now += 3 * DAY;
    assert.deepEqual(counted(site.feed([row(1)])), { CLOSED_BY_PERSON: 1 });
    site.now += 1;
    assert.deepEqual(counted(site.feed([row(1)])), { NEW_VEHICLE: 1 });
  });

  it('R9: updates an open one of the same type and client, whoever made it', () => {
    const site = new Site();
    site.feed([row(1)]);
    const { feed: _feed, dealerId: _dealer, ...own } = site.last(1);
    site.requests.clear();
    site.requests.set('by-hand', { ...own, id: 'by-hand' });
    assert.deepEqual(counted(site.feed([row(1, { stock: 'R7' })])), { CHANGED: 1 });
    assert.deepEqual([site.of(1).length, site.last(1).stock], [1, 'R7']);
  });

  it('R10, S20: of two that were closed at one moment the nearer one reopens, in whatever order they are kept', () => {
    const reopened = [false, true].map((reversed) => {
      const site = new Site();
      site.feed([row(1), ...OTHERS]);
      const made = site.last(1);
      const own: ServiceRequest = {
        ...made,
        ...{ status: 'closed', closedBy: 'feed', closedAt: site.now, closedFrom: 'proposed' },
      };
      const moved: ServiceRequest = { ...own, id: `${made.id}2`, epoch: 2, dealerId: 'd2', client: 'South' };
      site.requests.delete(own.id);
      for (const request of reversed ? [moved, own] : [own, moved]) site.requests.set(request.id, request);
      site.now += HOUR;
      const plan = site.plan([row(1), ...OTHERS]);
      return plan.dealers.flatMap(({ actions }) => actions.map(({ kind, id }) => [kind, id === own.id]));
    });
    assert.deepEqual(reopened, [[['reopen', true]], [['reopen', true]]]);
  });

  it('R10, S20: of two that are alike the first by its key reopens, in whatever order they are kept', () => {
    const reopened = [false, true].map((reversed) => {
      const site = new Site();
      site.feed([row(1), ...OTHERS]);
      const made = site.last(1);
      const first: ServiceRequest = { ...made, status: 'closed', closedBy: 'feed', closedAt: site.now };
      const second: ServiceRequest = { ...first, id: `${made.id}2`, epoch: 2 };
      site.requests.delete(first.id);
      for (const request of reversed ? [second, first] : [first, second]) site.requests.set(request.id, request);
      site.now += HOUR;
      const plan = site.plan([row(1), ...OTHERS]);
      return plan.dealers.flatMap(({ actions }) => actions.map(({ kind, id }) => [kind, id === first.id]));
    });
    assert.deepEqual(reopened, [[['reopen', true]], [['reopen', true]]]);
  });

  it('R10: reopens what the feed closed, in the status that it had, within the Ignore Days', () => {
    const site = new Site();
    site.feed([row(1), ...OTHERS]);
    site.edit(site.last(1), { status: 'on-hold' });
    site.now = T0 + 20 * DAY;
    site.feed(OTHERS);
    site.now = T0 + 30 * DAY;
    assert.deepEqual(counted(site.feed([row(1), ...OTHERS])), { EQUAL: 10, REOPENED: 1 });
    const back = site.last(1);
    assert.deepEqual([back.status, back.closedAt, back.lastReappearedAt], ['on-hold', undefined, site.now]);
  });

  it('R10: makes a new one later', () => {
    const site = new Site();
    site.feed([row(1), ...OTHERS]);
    site.feed(OTHERS);
    site.now = T0 + 10 * DAY + 1;
    assert.deepEqual(counted(site.feed([row(1), ...OTHERS])), { EQUAL: 10, BACK_LATER: 1 });
    assert.equal(site.of(1).length, 2);
  });

  it('R10: reopens for 3 days at least', () => {
    const clients: ClientRow[] = [
      { dealerId: 'D1', client: 'North', srType: 'recon', ignoreDays: 1, ignoreIfExists: true },
    ];
    for (const [later, reason] of [
      [3 * DAY, 'REOPENED'],
      [3 * DAY + 1, 'BACK_LATER'],
    ] as const) {
      const site = new Site({ clients });
      site.feed([row(1), ...OTHERS]);
      site.feed(OTHERS);
      site.now += later;
      assert.equal(counted(site.feed([row(1), ...OTHERS]))[reason], 1);
    }
  });
});
