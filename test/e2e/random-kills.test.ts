import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Random } from '../../simulators/kit/random';
import { postgresServer } from '../store/postgres/server';
import { Site, until } from './site';

/** Pairs that match. */
const MATCHING = 6;
/** Sites that are nobody's yet; no name is like another's: what is not made yet must not look like who is made already. */
const NEW = [
  ...['Amber Bakery', 'Bramble Dental', 'Cinder Florists', 'Dovetail Garage', 'Juniper Hardware', 'Fathom Law Office'],
  ...['Gossamer Optics', 'Quillwort Cafe'],
];
const KILLS = { first: 4, later: 3 };
/** Ten minutes must pass before a cut-off create that cannot be found is tried again. */
const LATER = { NODE_OPTIONS: `--require ${join(__dirname, 'later.cjs')}`, CLOCK_AHEAD_MS: '660000' };
/** A process that is killed leaves its lease in the database, and nobody waits a minute for its end here. */
const LEASE = { DEALER_SYNC_LEASE_SECONDS: '3' };
/** Another seed, other moments: `KILL_SEED=7`. */
const SEED = Number(process.env.KILL_SEED ?? 1);

const STORES: { name: string; env(): Promise<Record<string, string>> }[] = [
  { name: 'NeDB', env: async () => ({}) },
  {
    name: 'PostgreSQL',
    env: async () => ({ ...LEASE, DEALER_SYNC_POSTGRES_URL: await (await postgresServer()).createDatabase() }),
  },
];

describe('kill -9 of a real Node-RED at random moments', function () {
  this.timeout(240_000);
  /** What two cycles end with that nobody interrupts, and how many calls each makes. */
  let unbroken: { first: string[]; later: string[]; calls: { first: number; later: number } };

  before(async () => {
    const site = await startSite();
    try {
      const { called: first } = await synced(site);
      const afterFirst = told(site);
      edit(site);
      const { called: later } = await synced(site);
      unbroken = { first: afterFirst, later: told(site), calls: { first, later } };
    } finally {
      await site.end();
    }
  });

  for (const [index, { name, env }] of STORES.entries()) {
    describe(name, () => {
      const random = new Random(SEED * 10 + index);
      let site: Site;
      before(async () => {
        site = await startSite(await env());
      });
      after(() => site?.end());

      it(`S6, S8: ${KILLS.first} times within the first sync: it ends as if nothing had happened`, async () => {
        const moments = await killed(KILLS.first, unbroken.calls.first);
        await settled();
        assert.deepEqual(told(site), unbroken.first, `killed at call ${moments}`);
      });

      it(`S6: ${KILLS.later} times within a cycle of edits: it ends as if nothing had happened`, async () => {
        edit(site);
        const moments = await killed(KILLS.later, unbroken.calls.later);
        await settled();
        assert.deepEqual(told(site), unbroken.later, `killed at call ${moments}`);
      });

      it('S2: and the next cycle writes nothing', async () => {
        const before = wrote(site);
        const run = await site.press('cms-sync-now');
        assert.deepEqual([run.state, run.counts.failed, wrote(site) - before], ['done', 0, 0]);
      });

      /** @returns at which call, counted from the start of each process's run */
      async function killed(times: number, calls: number): Promise<number[]> {
        const moments: number[] = [];
        for (let kill = 0; kill < times; kill += 1) {
          const moment = random.between(1, calls);
          moments.push(moment);
          const start = called(site);
          await site.nodeRed.inject('cms-sync-now');
          // A run that has less left to do than a whole one ends before that.
          await until(
            async () =>
              called(site) >= start + moment || (called(site) > start && (await isIdle(site))) ? true : undefined,
            `call ${moment} of ${calls}`,
            5,
          );
          await site.kill();
          await site.startAgain();
        }
        return moments;
      }

      async function settled(): Promise<void> {
        await site.nodeRed.stop();
        await site.startAgain(LATER);
        await synced(site);
        await site.nodeRed.stop();
        await site.startAgain();
      }
    });
  }
});

async function startSite(env: Record<string, string> = {}): Promise<Site> {
  const seed = { large: MATCHING, contacts: true, linked: false };
  const site = await Site.start({ cms: { seed }, revio: { seed }, env });
  for (const [n, name] of NEW.entries()) {
    const fields = {
      site_name: name,
      site_addr1: `${n * 7 + 1} ${NEW[(n + 3) % NEW.length]?.split(' ')[0]} St`,
      city_name: `${NEW[(n + 5) % NEW.length]?.split(' ')[0]}ton`,
      state_id: 'NY',
      zip_code: `0${1000 + n * 37}`,
      phone1: `555040000${n}`,
    };
    const { site_no } = site.cms.edit({ entity: 'sites', action: 'add', fields }) as { site_no: number };
    const contact = { site_no, name: `Keyholder of ${name}`, phones: [{ type: 'HM', number: '5550499999' }] };
    site.cms.edit({ entity: 'contacts', action: 'add', fields: contact });
  }
  return site;
}

/** People change something on each side: a name, a street, a contact. */
function edit(site: Site): void {
  const [, second, third, fourth] = site.cms.state.sites.all().filter(({ site_name }) => NEW.includes(site_name));
  assert.ok(second && third && fourth);
  const set = (id: number, fields: Record<string, string>) =>
    site.cms.edit({ entity: 'sites', action: 'set', id: String(id), fields });
  set(second.site_no, { site_name: `${second.site_name} of Testville` });
  set(third.site_no, { site_addr1: '99 Moved Rd' });
  const contact = { site_no: fourth.site_no, name: 'Second Keyholder', phones: [{ type: 'HM', number: '5550488888' }] };
  site.cms.edit({ entity: 'contacts', action: 'add', fields: contact });
  const customers = site.revio.state.customers.all().filter(({ source }) => source !== 'dealer-sync');
  for (const [n, { customer_id }] of customers.slice(0, 3).entries()) {
    const fields = { service_address: { line_1: `${n + 1} Customer Ct` } };
    site.revio.edit({ entity: 'customers', action: 'set', id: String(customer_id), fields });
  }
}

/** One run to its end, with nothing failed. */
async function synced(site: Site): Promise<{ called: number }> {
  const start = called(site);
  const run = await site.press('cms-sync-now');
  const failed = JSON.stringify(await site.records(run.id, 'failed'));
  assert.deepEqual([run.state, run.counts.failed], ['done', 0], run.error?.message ?? failed);
  return { called: called(site) - start };
}

async function isIdle(site: Site): Promise<boolean> {
  const [run] = await site.runs();
  return run !== undefined && run.state !== 'running' && run.state !== 'busy';
}

const called = (site: Site): number => site.cms.log.last + site.revio.log.last;
const wrote = (site: Site): number => site.cms.log.writes().length + site.revio.log.writes().length;

/** Everything on both sides, told without the ids that Rev.io gives. */
function told(site: Site): string[] {
  const { customers, addresses, contacts, keyLinks } = site.revio.state;
  const lines: string[] = [];
  const numbers = new Map<string, string>();
  for (const customer of customers.all()) {
    const { customer_id, account_number, status, service_address_id } = customer;
    const { company_name, first_name, last_name, line_1, line_2, city, postal_code } =
      addresses.get(service_address_id) ?? assert.fail(`customer ${customer_id} has no address`);
    numbers.set(String(customer_id), account_number);
    const said = [account_number, status, company_name, first_name, last_name, line_1, line_2, city, postal_code];
    lines.push(`customer ${JSON.stringify(said)}`);
  }
  const people = new Map<string, string>();
  for (const { contact_id, customer_id, name, phone, mobile } of contacts.all()) {
    people.set(String(contact_id), name);
    lines.push(`contact ${JSON.stringify([numbers.get(String(customer_id)), name, phone, mobile])}`);
  }
  for (const { integration_entity_type_id: type, external_id, internal_id } of keyLinks.all()) {
    lines.push(`key link ${external_id} = ${type === 2 ? numbers.get(internal_id) : people.get(internal_id)}`);
  }
  for (const { site_no, site_name, site_addr1, site_addr2, sitestat_id } of site.cms.state.sites.all()) {
    lines.push(`site ${JSON.stringify([site_no, site_name, site_addr1, site_addr2, sitestat_id])}`);
  }
  return lines.sort();
}
