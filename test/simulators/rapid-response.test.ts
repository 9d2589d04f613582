import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  DEALER_GROUP,
  lostReply,
  NO_ROWS,
  OTHER_DEALER_GROUP,
  RAPID_RESPONSE_CREDENTIALS,
  type RapidResponseSimulator,
  type RapidResponseSimulatorOptions,
  REGION_GROUP,
  rateLimitFault,
  SERVER_ERROR,
  SESSION_LOST,
  SMALL_RR_SITES,
  SQL_LOST,
  startRapidResponseSimulator,
} from '../../simulators/rapid-response';
import { login, openSession, post, type Row } from './rapid-response-call';

const MINUTE_MS = 60_000;

const NEW_SITE = {
  SiteName: 'New Shop',
  SiteType: 'C',
  SiteAddress: ' 1 New Street ',
  SiteAddr2: '',
  City: 'Testville',
  State: 'NY',
  ZipCode: '00001',
  TimeZoneNum: 13,
  SiteID1: '1015',
};

describe('the simulated Rapid Response', () => {
  let simulator: RapidResponseSimulator;
  let call: Awaited<ReturnType<typeof openSession>>['call'];
  let pair: Row;
  const start = async (options: RapidResponseSimulatorOptions = {}) => {
    await simulator?.close();
    simulator = await startRapidResponseSimulator({ switches: { callsPerSecond: 0 }, ...options });
    ({ call, pair } = await openSession(simulator));
  };
  const rules = () => simulator.breaches.list().map(({ rule }) => rule);
  const sites = async (fields: Row = { TargetSiteGroup: DEALER_GROUP }) =>
    (await call('DataExport/SiteDetailList', fields)).rows;
  const one = async (SiteNum: unknown) => (await sites({ SiteNum }))[0] ?? {};
  const refusal = async (path: string, fields: Row) => {
    const { status, envelope } = await call(path, fields);
    assert.deepEqual([status, envelope.Success], [200, false]);
    return envelope.UserErrorMessage as string;
  };

  beforeEach(() => start());
  after(() => simulator.close());

  describe('sessions', () => {
    it('opens one for the right password only, and ends it at the logout', async () => {
      const wrong = await login(simulator, { ...RAPID_RESPONSE_CREDENTIALS, password: 'NO' });
      assert.deepEqual([wrong.status, wrong.envelope.Success, wrong.envelope.ErrorTypeNum], [200, false, 0]);
      assert.equal((await sites()).length, 10);
      assert.equal((await call('Login/Logout')).envelope.Success, true);
      assert.equal((await call('Site/SiteTypeList')).envelope.ErrorTypeNum, 'InvalidSession');
      assert.equal(simulator.sessions.count, 0);
    });

    it('allows three at once', async () => {
      for (let n = 2; n <= 3; n += 1) assert.equal((await login(simulator)).envelope.Success, true);
      assert.match((await login(simulator)).envelope.UserErrorMessage as string, /Too many sessions/);
      assert.equal(simulator.sessions.opened, 3);
    });

    it('ends one after 20 idle minutes, and after 8 hours whatever it did', async () => {
      simulator.clock.advance(19 * MINUTE_MS);
      assert.equal((await call('Site/SiteTypeList')).envelope.Success, true);
      simulator.clock.advance(21 * MINUTE_MS);
      assert.equal((await call('Site/SiteTypeList')).envelope.Success, false);
      ({ call } = await openSession(simulator));
      for (let minutes = 0; minutes < 8 * 60; minutes += 15) {
        const lives = (await call('Site/SiteTypeList')).envelope.Success;
        assert.equal(lives, true, `${minutes} minutes`);
        simulator.clock.advance(15 * MINUTE_MS);
      }
      assert.equal((await call('Site/SiteTypeList')).envelope.Success, false);
    });

    it('answers a session that is over with no rows, where switched, and does no write for it', async () => {
      simulator.switches.silentSessionEnd = true;
      simulator.edit({ entity: 'sessions', action: 'remove' });
      for (const path of ['DataExport/SiteDetailList', 'Site/SiteInsert', 'Site/SiteTypeList']) {
        const { envelope } = await call(path, path === 'Site/SiteInsert' ? NEW_SITE : {});
        assert.deepEqual([envelope.Success, envelope.ResultSet, envelope.OutputParameter], [true, [], null]);
      }
      assert.deepEqual(simulator.log.writes(), []);
    });

    it('keeps password and session out of its log', async () => {
      await call('Site/SiteInsert', NEW_SITE);
      assert.doesNotMatch(JSON.stringify(simulator.log.calls()), /PLANTED/);
    });
  });

  describe('reads', () => {
    it('lists the sites of a group, one, or all that there are', async () => {
      const ids = (rows: Row[]) => rows.map(({ SiteNum }) => SiteNum);
      const { foreign, halfMade, ...ours } = SMALL_RR_SITES;
      assert.deepEqual(ids(await sites()), Object.values(ours));
      assert.deepEqual(ids(await sites({ TargetSiteGroup: OTHER_DEALER_GROUP })), [foreign]);
      assert.deepEqual(ids(await sites({ SiteNum: halfMade })), [halfMade]);
      assert.deepEqual(ids(await sites({})), Object.values(SMALL_RR_SITES));
      assert.equal((await one(halfMade)).SiteGroupNum, null);
    });

    it('writes addresses in either spelling', async () => {
      assert.deepEqual(
        [(await one(SMALL_RR_SITES.business)).Address, 'SiteAddress' in (await one(SMALL_RR_SITES.business))],
        ['12 Test St', false],
      );
      simulator.switches.importSpelling = true;
      const { SiteAddress, SiteAddr2, ...rest } = await one(SMALL_RR_SITES.business);
      assert.deepEqual([SiteAddress, SiteAddr2, 'Address' in rest], ['12 Test St', '', false]);
    });

    it('shows the group that was asked for, another one, or a row for each', async () => {
      const groups = async () =>
        (await sites())
          .filter(({ SiteNum }) => SiteNum === SMALL_RR_SITES.otherGroupToo)
          .map(({ SiteGroupNum }) => SiteGroupNum);
      assert.deepEqual(await groups(), [DEALER_GROUP]);
      simulator.switches.siteGroups = 'first';
      assert.deepEqual(await groups(), [REGION_GROUP]);
      simulator.switches.siteGroups = 'each';
      assert.deepEqual(await groups(), [REGION_GROUP, DEALER_GROUP]);
      const { rows } = await call('Site/SiteGroupLinkList', { SiteNum: SMALL_RR_SITES.otherGroupToo });
      assert.deepEqual(rows[1], { SiteGroupNum: DEALER_GROUP, SiteGroupName: 'Simulated Alarm Dealer' });
    });

    it('lists devices with why they are out of service', async () => {
      const { rows } = await call('DataExport/DeviceList', { TargetSiteGroup: DEALER_GROUP });
      const of = (site: number) =>
        rows.filter(({ SiteNum }) => SiteNum === site).map(({ DevNum, OOSCat }) => [DevNum, OOSCat]);
      assert.deepEqual(of(SMALL_RR_SITES.cancelled), [[1, 'CANC']]);
      assert.deepEqual(of(SMALL_RR_SITES.seasonal), [[1, 'SEAS']]);
      assert.deepEqual(of(SMALL_RR_SITES.noDevice), []);
      const twoDevices = [
        [1, ''],
        [2, 'CANC'],
      ];
      assert.deepEqual(of(SMALL_RR_SITES.twoDevices), twoDevices);
    });

    it('finds a transmitter by its code, with a wildcard, and one out of service only when told to', async () => {
      const codes = async (fields: Row) =>
        (await call('Search/XtAdvancedSearch', fields)).rows.map(({ TransmitterCode }) => TransmitterCode);
      assert.deepEqual(await codes({ TransmitterCode: 'a-100' }), ['A-100']);
      assert.deepEqual(await codes({ TransmitterCode: 'T-%' }), ['T-1']);
      assert.deepEqual(await codes({ TransmitterCode: 'T-%', IncludeOOSFlag: true }), ['T-1', 'T-2']);
      assert.deepEqual(await codes({ TransmitterCode: '%', MaxRows: 2 }), ['A-100', 'A-101']);
      assert.deepEqual(await codes({ TransmitterCode: '.*' }), []);
    });

    it('serves the lists of codes', async () => {
      const types = (await call('Site/SiteTypeList')).rows.map(({ SiteType }) => SiteType);
      assert.deepEqual(types, ['R', 'C', 'CF', 'E', 'M']);
      const zones = (await call('Site/TimeZoneList')).rows;
      assert.deepEqual([zones.length, zones[3]], [7, { Code: '13', Description: 'Eastern', ActiveFlag: true }]);
      const devices = (await call('Device/DeviceTypeList')).rows.filter(({ ActiveFlag }) => ActiveFlag);
      assert.equal(devices.map(({ Code }) => Code).join(' '), '2GIGCP21 2GIGGC3 QOLIQ4 DMPXR150 HWLYNX7 MISC');
      assert.ok((await call('Device/OOSCategoryList')).rows.some(({ Code }) => Code === 'CANC'));
    });
  });

  describe('writes', () => {
    it('makes a site in three writes, each of which stands alone', async () => {
      const made = await call('Site/SiteInsert', NEW_SITE);
      // Its number is a note: only `Success` counts.
      assert.deepEqual([made.envelope.Success, made.envelope.ErrorTypeNum], [true, 17]);
      const { SiteNum } = made.output;
      const listed = async () => (await sites()).some((row) => row.SiteNum === SiteNum);
      assert.equal(await listed(), false);
      assert.deepEqual([(await one(SiteNum)).Address, (await one(SiteNum)).SiteID1], ['1 New Street', '1015']);
      await call('Site/SiteGroupLinkInsert', { SiteNum, SiteGroupNum: DEALER_GROUP });
      assert.equal(await listed(), true);
      const device = { SiteNum, TransmitterCode: 'N-1', DeviceType: '2GIGCP21' };
      assert.deepEqual((await call('Device/DeviceInsert', device)).output, { DevNum: 1 });
      const { rows } = await call('DataExport/DeviceList', { SiteNum });
      assert.deepEqual([rows[0]?.InServiceFlag, rows[0]?.OOSCat], [false, 'PEND']);
      const written = simulator.log.writes().map(({ kind, entity }) => `${kind} ${entity}`);
      assert.deepEqual(written, ['create sites', 'create site-groups', 'create devices']);
      assert.deepEqual(rules(), []);
    });

    it('changes only the fields that came', async () => {
      const SiteNum = SMALL_RR_SITES.business;
      assert.deepEqual((await call('Site/SiteUpdate', { SiteNum, City: 'Newtown' })).output, { SiteNum });
      const { City, Address } = await one(SiteNum);
      assert.deepEqual([City, Address], ['Newtown', '12 Test St']);
      assert.equal(await refusal('Site/SiteUpdate', { SiteNum, City: ' ' }), 'City is required.');
    });

    it('gives back another text than it was sent: trimmed, cut at the column’s width, in capitals', async () => {
      const { SiteNum } = (await call('Site/SiteInsert', { ...NEW_SITE, SiteName: `  ${'x'.repeat(70)}` })).output;
      assert.equal((await one(SiteNum)).SiteName, 'x'.repeat(60));
      simulator.switches.upperCase = true;
      await call('Site/SiteUpdate', { SiteNum, City: 'Newtown' });
      assert.equal((await one(SiteNum)).City, 'NEWTOWN');
    });

    it('puts a device out of service for its own code only', async () => {
      const device = { SiteNum: SMALL_RR_SITES.business, DevNum: 1 };
      const path = 'Device/DeviceInOutService';
      assert.match(await refusal(path, { ...device, OOSCat: 'CANC', ConfirmXmit: 'A-101' }), /ConfirmXmit/);
      const done = { ...device, OOSCat: 'CANC', StartDate: '2026-01-05', ConfirmXmit: 'A-100' };
      assert.equal((await call(path, done)).envelope.Success, true);
      const { rows } = await call('DataExport/DeviceList', { SiteNum: SMALL_RR_SITES.business });
      const [row] = rows;
      assert.deepEqual([row?.InServiceFlag, row?.OOSCat, row?.OOSStartDate], [false, 'CANC', '2026-01-05']);
    });

    const device = { SiteNum: SMALL_RR_SITES.noDevice, TransmitterCode: 'N-1', DeviceType: 'MISC' };
    const link = { SiteNum: SMALL_RR_SITES.halfMade, SiteGroupNum: DEALER_GROUP };
    const refusals: [string, string, Row, RegExp][] = [
      ['a missing name', 'Site/SiteInsert', { ...NEW_SITE, SiteName: ' ' }, /SiteName is required/],
      ['an unknown site type', 'Site/SiteInsert', { ...NEW_SITE, SiteType: 'Z' }, /SiteType/],
      ['an unknown time zone', 'Site/SiteInsert', { ...NEW_SITE, TimeZoneNum: 99 }, /TimeZoneNum/],
      ['a state that is not two letters', 'Site/SiteInsert', { ...NEW_SITE, State: 'New York' }, /State/],
      ['a site that is none', 'Site/SiteUpdate', { SiteNum: 1, City: 'x' }, /SiteNum/],
      ['a group of somebody else', 'Site/SiteGroupLinkInsert', { ...link, SiteGroupNum: OTHER_DEALER_GROUP }, /Group/],
      ['a second link', 'Site/SiteGroupLinkInsert', { ...link, SiteNum: SMALL_RR_SITES.business }, /already linked/],
      ['an unknown device type', 'Device/DeviceInsert', { ...device, DeviceType: 'TOASTER' }, /DeviceType/],
      [
        'a code that is too long',
        'Device/DeviceInsert',
        { ...device, TransmitterCode: '1234567890123' },
        /Transmitter/,
      ],
      ['a code with a blank', 'Device/DeviceInsert', { ...device, TransmitterCode: 'N 1' }, /Transmitter/],
      [
        'a code in use, of whatever group',
        'Device/DeviceInsert',
        { ...device, TransmitterCode: 'X-1000' },
        /Duplicate/,
      ],
    ];
    for (const [what, path, fields, message] of refusals) {
      it(`refuses ${what}, naming the field`, async () => {
        assert.match(await refusal(path, fields), message);
        assert.deepEqual(simulator.log.writes(), []);
      });
    }
  });

  describe('what is no call', () => {
    it('answers 404 to an unknown path, 400 to bad JSON, 405 to another verb', async () => {
      assert.equal((await call('Site/Nothing')).status, 404);
      assert.equal((await fetch(`http://127.0.0.1:${simulator.port}/elsewhere`, { method: 'POST' })).status, 404);
      for (const body of ['{', '[]', 'null', ''])
        assert.equal((await post(simulator, 'Site/SiteInsert', body)).status, 400);
      assert.equal((await fetch(`${simulator.url}/Site/SiteTypeList`)).status, 405);
      assert.deepEqual([...new Set(rules())], ['the body is no JSON object', 'every call is a POST']);
    });

    it('writes down what a client sends beside the contract', async () => {
      await call('Site/SiteTypeList', { Page: 2 });
      await post(simulator, 'Site/SiteTypeList', {});
      assert.deepEqual(rules(), ['SiteTypeList knows no field Page', 'no session in the body']);
    });

    it('answers 429 to more than its calls a second', async () => {
      simulator.switches.callsPerSecond = 1;
      const answers = await Promise.all(Array.from({ length: 20 }, () => call('Site/SiteTypeList')));
      const refused = answers.filter(({ status }) => status === 429);
      assert.ok(refused.length > 0);
      assert.equal(refused[0]?.headers.get('retry-after'), '1');
      assert.equal(rules().length, refused.length);
    });
  });

  describe('faults', () => {
    it('commits a write and drops its reply', async () => {
      simulator.faults.add(lostReply({ operation: 'SiteInsert' }));
      await assert.rejects(call('Site/SiteInsert', NEW_SITE));
      assert.deepEqual([simulator.log.calls().at(-1)?.status, simulator.log.writes().length], [0, 1]);
    });

    it('applies a write late', async () => {
      simulator.faults.add({ ...SERVER_ERROR, match: { operation: 'SiteInsert' }, lateMs: 20 });
      assert.equal((await call('Site/SiteInsert', NEW_SITE)).status, 500);
      const deadline = Date.now() + 5000;
      while (simulator.state.sites.size === 12 && Date.now() < deadline)
        await new Promise((resolve) => setTimeout(resolve, 5));
      assert.equal(simulator.state.sites.size, 13);
    });

    it('ends the session in the middle of a run', async () => {
      simulator.faults.add({ ...SESSION_LOST, nth: 2 });
      assert.equal((await call('Site/SiteTypeList')).envelope.Success, true);
      assert.equal((await call('Site/SiteTypeList')).envelope.ErrorTypeNum, 'InvalidSession');
    });

    it('has the replies of the contract ready', async () => {
      const struck = async (...[fault]: Parameters<typeof simulator.faults.add>) => {
        simulator.faults.clear();
        simulator.faults.add(fault ?? {});
        return call('DataExport/SiteDetailList');
      };
      assert.equal((await struck(SQL_LOST)).envelope.SqlConnectionLost, true);
      const { envelope } = await struck(NO_ROWS);
      assert.deepEqual([envelope.Success, envelope.ResultSet], [true, []]);
      assert.match((await struck(SERVER_ERROR)).text, /<html>/);
      assert.equal((await struck(rateLimitFault(3))).headers.get('retry-after'), '3');
    });

    it('distorts a list: under its own name, without any, half of it, of other groups', async () => {
      const distorted = async (distort: string) => {
        simulator.faults.clear();
        simulator.faults.add({ distort });
        return (await call('DataExport/SiteDetailList', { TargetSiteGroup: DEALER_GROUP })).envelope;
      };
      const renamed = await distorted('rows-by-name');
      assert.deepEqual([(renamed.SiteDetailList as Row[]).length, 'ResultSet' in renamed], [10, false]);
      assert.ok(!('ResultSet' in (await distorted('no-rows'))));
      assert.equal(((await distorted('half')).ResultSet as Row[]).length, 5);
      assert.equal(((await distorted('other-groups')).ResultSet as Row[]).length, 12);
    });
  });

  it('lets the station’s people change anything', async () => {
    const id = String(SMALL_RR_SITES.business);
    simulator.edit({ entity: 'sites', id, action: 'set', fields: { SiteStatus: 'CANCELLED' } });
    simulator.edit({ entity: 'devices', id, action: 'set', fields: { OOSCat: 'CANC', InServiceFlag: false } });
    const [device] = (await call('DataExport/DeviceList', { SiteNum: SMALL_RR_SITES.business })).rows;
    assert.deepEqual([(await one(id)).SiteStatus, device?.OOSCat], ['CANCELLED', 'CANC']);
    const link = simulator.state.groupLinks.all().find(({ SiteNum }) => String(SiteNum) === id);
    simulator.edit({ entity: 'site-groups', id: String(link?.row), action: 'remove' });
    assert.ok(!(await sites()).some(({ SiteNum }) => String(SiteNum) === id));
    simulator.edit({ entity: 'sites', id, action: 'remove' });
    assert.deepEqual(await sites({ SiteNum: Number(id) }), []);
    const fields = { SiteName: 'By Hand', devices: [{ TransmitterCode: 'H-1' }] };
    simulator.edit({ entity: 'sites', action: 'add', fields });
    assert.equal((await sites()).at(-1)?.SiteName, 'By Hand');
    assert.deepEqual(simulator.log.writes(), []);
  });

  it('goes on with its state after a restart, and with no session', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'rapid-response-'));
    try {
      await start({ stateDir });
      const { SiteNum } = (await call('Site/SiteInsert', NEW_SITE)).output;
      const before = pair;
      await start({ stateDir });
      assert.equal((await one(SiteNum)).SiteName, 'New Shop');
      const old = await post(simulator, 'Site/SiteTypeList', before);
      assert.equal(old.envelope.ErrorTypeNum, 'InvalidSession');
    } finally {
      // The last save is made at the close.
      await start();
      rmSync(stateDir, { recursive: true });
    }
  });
});
