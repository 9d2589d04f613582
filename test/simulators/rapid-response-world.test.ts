import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RAPID_RESPONSE_LOGIN, startSimulator } from '../../scripts/demo/simulators';
import { DEALER_GROUP, REGION_GROUP, startRapidResponseSimulator, type Truth } from '../../simulators/rapid-response';
import { startRevioSimulator } from '../../simulators/revio';
import { createWorld, type WorldCustomer } from '../../simulators/world';
import { createRapidResponseWorld, type RapidResponseSite } from '../../simulators/world/rapid-response';
import { openSession } from './rapid-response-call';

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]+/g, '');
const streetOf = (line1: string) => plain(line1.split(' ').at(-2) ?? '');

/** Surnames, words of businesses, streets and towns; given names are anybody's. */
function wordsOf(customers: readonly Pick<WorldCustomer, 'name' | 'address'>[]): Set<string> {
  return new Set(
    customers.flatMap(({ name, address }) => [
      ...('last' in name ? name.last : name.company).split(' ').map(plain),
      streetOf(address.line1),
      plain(address.city),
    ]),
  );
}

describe('the world of Rapid Response', () => {
  const world = createRapidResponseWorld();
  const customers = new Map(world.customers.map((customer) => [customer.accountNumber, customer]));
  const count = (wanted: (site: RapidResponseSite) => boolean) => world.sites.filter(wanted).length;

  it('is the same for the same seed, and another for another', () => {
    assert.deepEqual(createRapidResponseWorld(), world);
    assert.notDeepEqual(createRapidResponseWorld(8), world);
  });

  it('has 300 sites of the contract’s mix', () => {
    assert.equal(world.sites.length, 300);
    assert.equal(
      count(({ regional }) => regional),
      10,
    );
    assert.equal(
      count(({ type }) => type === 'E' || type === 'M'),
      6,
    );
    assert.deepEqual(
      (['cancelled', 'pending', 'incomplete'] as const).map((wanted) => count(({ state }) => state === wanted)),
      [8, 3, 2],
    );
    assert.equal(
      count(({ code }) => code === ''),
      2,
    );
  });

  it('tells the truth about each: 60 % are sure, 8 % are for a person', () => {
    assert.deepEqual(
      (['link', 'review', 'create', 'skip'] as const).map((wanted) => count(({ expect }) => expect === wanted)),
      [170, 24, 90, 16],
    );
    assert.equal(
      count(({ expect, code, customer }) => expect === 'link' && code === customer),
      86,
    );
  });

  it('has 40 customers without any site, 25 of them open', () => {
    const linked = new Set(world.sites.filter(({ expect }) => expect === 'link').map(({ customer }) => customer));
    assert.equal(linked.size, 170);
    for (const number of linked) assert.equal(customers.get(number ?? '')?.status, 'OPEN');
    assert.equal(world.customers.filter(({ status }) => status !== 'OPEN').length, 15);
    assert.equal(world.withoutSite.length, 25);
    for (const number of world.withoutSite) assert.ok(!linked.has(number) && customers.get(number)?.status === 'OPEN');
  });

  it('gives nobody’s number or code to anybody else, but where the trap is that', () => {
    const codes = world.sites.map(({ code }) => code).filter(Boolean);
    assert.equal(new Set(codes).size, codes.length);
    assert.equal(customers.size, world.customers.length);
    for (const { code, customer, trap } of world.sites.filter((site) => customers.has(site.code))) {
      if (trap === 'number of a stranger') assert.equal(customer, null);
      else assert.equal(customer, code);
    }
    for (const { code } of world.sites) assert.match(code, /^\S{0,12}$/);
  });

  it('leaves strangers alone: no customer shares their name or street', () => {
    const words = wordsOf(world.customers);
    for (const { name, address } of world.sites.filter(({ expect }) => expect === 'create')) {
      for (const word of name.split(/[ ,]+/)) assert.ok(!words.has(plain(word)), word);
      assert.ok(!words.has(streetOf(address.line1)), address.line1);
    }
  });

  it('shares no name, street, town or number with the world of CMS, so that neither moves the other’s first sync', () => {
    const other = createWorld();
    const words = wordsOf(other.customers);
    for (const word of wordsOf(world.customers)) assert.ok(!words.has(word), word);
    const numbers = new Set([
      ...other.sites.flatMap((site) => site.numbers),
      ...other.customers.map((c) => c.accountNumber),
    ]);
    for (const number of [...customers.keys(), ...world.sites.map(({ code }) => code)]) assert.ok(!numbers.has(number));
  });

  it('is shown by both simulators, in Rev.io behind the customers of CMS', async () => {
    const [station, revio, demo] = await Promise.all([
      startRapidResponseSimulator({ seed: 'match', switches: { callsPerSecond: 0 } }),
      startRevioSimulator({ seed: 'rapid-response' }),
      startRevioSimulator({ seed: 'demo' }),
    ]);
    try {
      const truth = station.truth() as Truth;
      const { call } = await openSession(station);
      const { rows } = await call('DataExport/SiteDetailList', { TargetSiteGroup: DEALER_GROUP });
      assert.deepEqual(
        rows.map(({ SiteNum }) => SiteNum),
        truth.map(({ siteNum }) => siteNum),
      );
      const regional = await call('DataExport/SiteDetailList', { TargetSiteGroup: REGION_GROUP });
      assert.equal(regional.rows.length, 10);
      assert.deepEqual(truth[7] && [truth[7].expect, truth[7].trap, truth[7].customer], [
        world.sites[7]?.expect,
        world.sites[7]?.trap,
        world.sites[7]?.customer,
      ]);
      assert.equal(revio.state.customers.size, world.customers.length);
      const { customers: ofCms } = createWorld();
      const numbers = demo.state.customers.all().map(({ account_number }) => account_number);
      assert.deepEqual(
        numbers.slice(0, ofCms.length),
        ofCms.map(({ accountNumber }) => accountNumber),
      );
      assert.deepEqual(numbers.slice(ofCms.length), [...customers.keys()]);
    } finally {
      await Promise.all([station.close(), revio.close(), demo.close()]);
    }
  });

  it('has a large one in which both sides are linked already', async () => {
    const [station, revio] = await Promise.all([
      startRapidResponseSimulator({ seed: { large: 50 } }),
      startRevioSimulator({ seed: { large: 50, rapidResponse: true } }),
    ]);
    try {
      const links = revio.state.keyLinks.all();
      assert.equal(links.length, 50);
      for (const { external_id, internal_id } of links) {
        const site = station.state.sites.get(Number(external_id));
        const customer = revio.state.customers.get(Number(internal_id));
        assert.ok(site && customer);
        assert.equal(revio.state.address(customer, 'service_address').line_1, site.Address);
      }
    } finally {
      await Promise.all([station.close(), revio.close()]);
    }
  });

  it('runs as a process that says where it is, for the demo’s login', async () => {
    const stateDir = mkdtempSync(join(tmpdir(), 'rapid-response-'));
    const child = await startSimulator('rapid-response', { stateDir });
    try {
      assert.match(child.url, /^http:\/\/127\.0\.0\.1:\d+\/RestAPI\/api$/);
      const { RR_USERNAME: Username, RR_PASSWORD: Password, RR_DEALER_NUMBER } = RAPID_RESPONSE_LOGIN;
      const response = await fetch(`${child.url}/Login/UserLogin`, {
        method: 'POST',
        body: JSON.stringify({ Username, Password }),
      });
      assert.equal(((await response.json()) as { Success: boolean }).Success, true);
      assert.equal(RR_DEALER_NUMBER, String(DEALER_GROUP));
      const truth = (await (await fetch(`${child.control}truth`)).json()) as Truth;
      assert.equal(truth.length, 300);
    } finally {
      await child.stop();
      rmSync(stateDir, { recursive: true });
    }
  });
});
