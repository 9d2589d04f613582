import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import type { RunView } from '../../lib/sync/operations/overview';
import {
  DEALER_GROUP,
  HTML_PAGE,
  OTHER_DEALER_GROUP,
  RAPID_RESPONSE_CREDENTIALS,
  SESSION_LOST,
  SMALL_RR_SITES,
} from '../../simulators/rapid-response';
import { assertFails, ownNodes } from './own-nodes';
import { customerKeyLinks, RR_SYSTEM } from './quiet';
import { edited, Site } from './site';

const IN = 'rapid-response-inbound';
const OUT = 'rapid-response-outbound';
const CONFIG = 'ds-rapid-response';
const SITES = { in: 'rapid-response-in-sites', out: 'rapid-response-out-sites' };
const APPLY = { in: 'rapid-response-in-apply', out: 'rapid-response-out-apply' };
const BLANK = {
  RR_PASSWORD: '',
  RR_DEALER_NUMBER: '',
  RR_DEVICE_TYPE: '',
  RR_TIMEZONE: '',
  RR_BILL_PROFILE: '',
  REVIO_BILL_PROFILE: '',
};
/** Sites of the seed that become customers, and those that do not. */
const [COMING, SKIPPED] = [6, 4];

/** Records that are written at the same time. */
const AT_ONCE = 4;
/** Customers that become sites before any site comes in. */
const MADE = 9;

/** Nobody's name is like another's. */
const WORDS = ['Amber', 'Bramble', 'Cinder', 'Dovetail', 'Ember', 'Fathom', 'Gossamer', 'Harrow', 'Isthmus'];

describe('bad input around Rapid Response, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  let server: Server;
  let added = 0;

  before(async () => {
    site = await Site.start({
      rapidResponse: { seed: 'small' },
      revio: { seed: 'empty' },
      env: BLANK,
      edit: (flows) => [...flows, ...ownNodes('rapid-response-in'), ...ownNodes('rapid-response-out')],
    });
  });
  after(async () => {
    server?.close();
    await site?.end();
  });

  const set = (id: string, changes: object) => site.deploy('nodes', (flows) => edited(flows, id, changes));
  const fails = (half: typeof IN | typeof OUT, code: string, source: string) => assertFails(site, half, code, source);
  const state = () => site.station.state;

  /** An open customer that nobody is linked to; its id. */
  function customer(name: string, account_number: string, address: object = {}): string {
    added += 1;
    const { customer_id } = site.revio.edit({
      entity: 'customers',
      action: 'add',
      fields: {
        account_number,
        status: 'OPEN',
        class: 'BUSINESS',
        service_address: {
          company_name: name,
          line_1: `${added * 11} ${name.split(' ')[0]} Way`,
          city: `${name.split(' ')[1]}burg`,
          state_or_province: 'NY',
          postal_code: `0${2000 + added * 53}`,
          ...address,
        },
      },
    }) as { customer_id: number };
    return String(customer_id);
  }

  async function done(half: string, body: object = {}): Promise<RunView> {
    const run = await site.run(half, body);
    assert.equal(run.state, 'done', run.error?.message ?? run.reasons?.join());
    return run;
  }

  it('blank settings, each named', async () => {
    assert.match((await fails(IN, 'MISSING_SETTING', SITES.in)).message, /Password is blank/);
    await fails(OUT, 'MISSING_SETTING', SITES.out);
    await set(CONFIG, { credentials: RAPID_RESPONSE_CREDENTIALS });
    assert.match((await fails(IN, 'MISSING_DEALER_NUMBER', SITES.in)).message, /Dealer Number.*RR_DEALER_NUMBER/);
    await set(CONFIG, { dealerNumber: 'MP390041' });
    await fails(IN, 'BAD_DEALER_NUMBER', SITES.in);
    await set(CONFIG, { dealerNumber: '390041' });
  });

  it('a bad login', async () => {
    await set(CONFIG, { credentials: { username: 'simuser', password: 'PLANTED-WRONG' } });
    assert.match((await fails(IN, 'BAD_LOGIN', SITES.in)).message, /Username or the Password/);
    await set(CONFIG, { credentials: RAPID_RESPONSE_CREDENTIALS });
  });

  it('more sessions than the station allows', async () => {
    for (let n = site.station.sessions.count; n < 3; n += 1) site.station.sessions.open();
    await fails(IN, 'TOO_MANY_SESSIONS', SITES.in);
    site.station.sessions.endAll();
  });

  it('a web page of a proxy instead of the station', async () => {
    server = createServer((_req, res) => res.setHeader('content-type', 'text/html').end(String(HTML_PAGE.body)));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    await set(CONFIG, { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/RestAPI/api` });
    await fails(IN, 'HTML_REPLY', SITES.in);
    await set(CONFIG, { baseUrl: 'rapid-response.example' });
    await fails(OUT, 'BAD_URL', SITES.out);
    await set(CONFIG, { baseUrl: '' });
    site.station.faults.add({ ...HTML_PAGE, match: { operation: 'DeviceList' } });
    await fails(OUT, 'HTML_REPLY', SITES.out);
    site.station.faults.clear();
  });

  it('a dealer group that nobody has', async () => {
    customer('Amber Bakery', 'AMB1');
    await set(CONFIG, { dealerNumber: '390099', deviceType: 'MISC', timezone: '13' });
    assert.match((await fails(OUT, 'UNKNOWN_DEALER_NUMBER', APPLY.out)).message, /390099.*sees sites of 390041/);
  });

  it('settings of new sites that are blank, unknown or retired: one error, and nothing is written', async () => {
    // The guard would hold a listing that is shorter than the one before (S10): the group with the most sites comes last.
    await set(CONFIG, { dealerNumber: String(OTHER_DEALER_GROUP), deviceType: '', timezone: '' });
    await fails(OUT, 'MISSING_DEVICE_TYPE', APPLY.out);
    await set(CONFIG, { deviceType: 'NO-SUCH' });
    await fails(OUT, 'MISSING_TIME_ZONE', APPLY.out);
    await set(CONFIG, { timezone: '13' });
    for (const deviceType of ['NO-SUCH', 'OLDPOTS']) {
      await set(CONFIG, { deviceType });
      await fails(OUT, 'UNKNOWN_DEVICE_TYPE', APPLY.out);
    }
    await set(CONFIG, { deviceType: 'MISC', timezone: '99' });
    await fails(OUT, 'UNKNOWN_TIME_ZONE', APPLY.out);
    await set(CONFIG, { timezone: '13' });
  });

  it('a dealer group that is another’s: what is half made is told, is finished later, and no more of it is begun', async () => {
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8]) customer(`${WORDS[n]} Works`, `WRK${n}`);
    const run = await done(OUT);
    const failed = await site.records(run.id, 'failed');
    assert.equal(failed.length, MADE);
    for (const { code, reason } of failed) {
      assert.equal(code, 'GROUP_NOT_ALLOWED');
      assert.match(reason ?? '', /^Customer \d+ \(.*Dealer Number/);
    }
    const begun = () =>
      state()
        .sites.all()
        .filter(({ SiteID1 }) => Number(SiteID1) < 1000 + MADE && SiteID1 !== '');
    assert.ok(begun().length <= AT_ONCE, `${begun().length} sites were begun`);
    await set(CONFIG, { dealerNumber: '390041' });
    const next = await done(OUT);
    assert.equal(next.counts.created, MADE);
    assert.equal(begun().length, MADE);
    for (const { SiteNum } of begun())
      assert.deepEqual([state().groupsOf(SiteNum), state().devicesOf(SiteNum).length], [[DEALER_GROUP], 1]);
  });

  it('a template that is none, and one that yields a required blank: of the records that need it, the rest goes on', async () => {
    const mapped = async (city: string) => {
      await set('rapid-response-in-map', { toCustomer: JSON.stringify({ city }) });
      const run = await done(IN, { preview: true });
      return site.records(run.id, 'failed');
    };
    const broken = await mapped('{{#city}}');
    assert.equal(broken.length, COMING, 'pairs at rest need no template');
    for (const { code, reason } of broken) {
      assert.equal(code, 'BAD_TEMPLATE');
      assert.match(reason ?? '', /template of city.*cannot be read.*map-site/);
    }
    const [blank, ...others] = await mapped('{{#companyName}}{{city}}{{/companyName}}');
    assert.deepEqual(
      [blank?.key, blank?.code, others],
      [`rapid-response:${SMALL_RR_SITES.residential}`, 'REQUIRED_BLANK', []],
    );
    assert.match(blank?.reason ?? '', /LOPEZ, MARY T.*city/);
    await set('rapid-response-in-map', { toCustomer: '' });
  });

  it('a blank bill profile, and one that Rev.io does not know', async () => {
    await fails(IN, 'MISSING_BILL_PROFILE', APPLY.in);
    await set(CONFIG, { billProfile: '99' });
    await fails(IN, 'UNKNOWN_BILL_PROFILE', APPLY.in);
    await set(CONFIG, { billProfile: '1' });
  });

  it('a session that ends in the middle, and answers as if nothing were there: read again with a new one', async () => {
    site.station.switches.silentSessionEnd = true;
    for (const operation of ['SiteDetailList', 'DeviceList']) {
      site.station.faults.add({ ...SESSION_LOST, match: { operation }, times: 1 });
      const run = await done(IN);
      assert.equal(run.counts.seen - run.counts.skipped, COMING + MADE, operation);
      assert.equal(run.counts.skipped, SKIPPED);
    }
    assert.equal(site.revio.state.customers.size, COMING + MADE);
    site.station.switches.silentSessionEnd = false;
  });

  it('records that cannot become sites, each with its reason; the rest goes on', async () => {
    const id = {
      long: customer('Bramble Dental', 'ABCDEFGHIJKLM'),
      blank: customer('Cinder Florists', 'AB 12'),
      none: customer('Dovetail Garage', ''),
      first: customer('Ember Hardware', 'DBL1'),
      second: customer('Fathom Optics', 'DBL1'),
      state: customer('Gossamer Motors', 'GOS1', { state_or_province: '' }),
      taken: customer('Harrow Printing', 'X-1000'),
      good: customer('Isthmus Realty', 'IST1'),
    };
    site.revio.edit({ entity: 'customers', id: id.none, action: 'set', fields: { account_number: '' } });
    const before = state().sites.size;
    const run = await done(OUT);
    const rows = new Map((await site.records(run.id)).map((row) => [row.key.replace('revio:', ''), row]));
    const said: Record<keyof typeof id, [outcome: string | undefined, reason: RegExp]> = {
      long: ['BAD_ACCOUNT_NUMBER', /Bramble Dental.*12 characters and no blank/],
      blank: ['BAD_ACCOUNT_NUMBER', /Cinder Florists.*12 characters and no blank/],
      none: ['REQUIRED_BLANK', /Dovetail Garage.*no account number/],
      first: ['DOUBLE_ACCOUNT_NUMBER', new RegExp(`DBL1.*${id.second}`)],
      second: ['DOUBLE_ACCOUNT_NUMBER', new RegExp(`DBL1.*${id.first}`)],
      state: ['MISSING_STATE', /Gossamer Motors.*no state/],
      taken: ['ACCOUNT_NUMBER_TAKEN', new RegExp(`X-1000 .*${SMALL_RR_SITES.foreign}.*Of Another Dealer`)],
      good: [undefined, /^$/],
    };
    for (const [name, [code, sentence]] of Object.entries(said)) {
      const row = rows.get(id[name as keyof typeof id]);
      assert.deepEqual([row?.outcome, row?.code], [code ? 'failed' : 'created', code], name);
      assert.match(row?.reason ?? '', sentence);
    }
    assert.equal(state().sites.size, before + 1, 'nothing was begun that cannot be finished');
  });

  it('a web page in the middle of a create: told on its record, finished by the next run', async () => {
    const id = customer('Juniper Storage', 'JUN1');
    site.station.faults.add({ ...HTML_PAGE, match: { operation: 'DeviceInsert' }, times: 1 });
    const made = () =>
      state()
        .sites.all()
        .find(({ SiteID1 }) => SiteID1 === id);
    const devices = () =>
      state()
        .devicesOf(made()?.SiteNum ?? 0)
        .map(({ TransmitterCode }) => TransmitterCode);
    const run = await done(OUT);
    const failed = (await site.records(run.id, 'failed')).find(({ key }) => key === `revio:${id}`);
    assert.deepEqual([failed?.code, devices()], ['HTML_REPLY', []]);
    const next = await done(OUT);
    assert.deepEqual([next.counts.created + next.counts.linked, devices()], [1, ['JUN1']]);
    assert.ok(
      customerKeyLinks(site, RR_SYSTEM).some(
        ([external, internal]) => external === String(made()?.SiteNum) && internal === id,
      ),
    );
  });
});
