import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import type { MonitoringBillingPage } from '../../../lib/sync/operations/monitoring-billing';
import { type AuditFilter, listMonitoringBilling } from '../../../lib/sync/operations/monitoring-billing';
import { type DealerInstallation, Installation } from '../headless/installation';
import { RapidResponseInstallation } from '../headless/rapid-response-installation';
import type { TwoSystems } from '../headless/two-systems';

const ASH = { name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' };
const ELM = { name: 'Elm Street Garage', line1: '40 Elm St', number: 'A200' };
const GAMMA = { name: 'Gamma Glass Works', line1: '77 New Rd', number: 'A300' };
const BETA = { name: 'Beta Bakery', line1: '8 Mill Ln', number: 'A400' };
const DELTA = { name: 'Delta Diner', line1: '3 River Rd' };

function ask<W extends TwoSystems>(
  { runner }: DealerInstallation<W>,
  filter: AuditFilter & { offset?: number; limit?: number } = {},
): Promise<MonitoringBillingPage> {
  return listMonitoringBilling(runner.engine, { offset: 0, limit: 100, ...filter });
}

/** As a person reads it: `billed-not-monitored account-closed: Elm Street Garage`, `different: Ash (name case)`. */
function told({ items }: MonitoringBillingPage): string[] {
  return items.map(({ kind, reason, account, customer, fields = [] }) => {
    const name = kind === 'billed-not-monitored' ? customer?.name : account?.name;
    const differs = fields.map(({ field, how }) => `${field} ${how}`).join(', ');
    return `${[kind, reason].filter(Boolean).join(' ')}: ${name}${differs && ` (${differs})`}`;
  });
}

describe('The monitoring-billing audit over CMS and Rev.io', () => {
  let here: Installation;
  afterEach(() => here.close());

  it('is told by a preview, before a site lets anything be written', async () => {
    here = await Installation.start();
    const { world } = here;
    world.site(ASH);
    world.customer({ ...ASH, number: 'a-100' });
    world.site(ELM);
    world.site({ ...DELTA, number: 'D1' });
    for (const number of ['X1', 'X2']) world.customer({ ...DELTA, number });
    world.customer(GAMMA);
    assert.deepEqual((await ask(here)).waitingFor, ['CMS'], 'nobody has looked yet');
    const mark = world.mark();

    const { run } = await here.sync({ preview: true, cause: 'manual' });

    assert.deepEqual(world.writesSince(mark), []);
    const page = await ask(here);
    assert.deepEqual(told(page), [
      'monitored-not-billed in-review: Delta Diner',
      'monitored-not-billed no-customer: Elm Street Garage',
      'billed-not-monitored in-review: Delta Diner',
      'billed-not-monitored in-review: Delta Diner',
      'billed-not-monitored no-account: Gamma Glass Works',
      'different: Ash & Birch Dental (accountNumber format, line1 case, city case)',
    ]);
    assert.equal(page.items.at(-1)?.matched, true);
    const [asOf] = page.asOf;
    assert.deepEqual(
      [asOf?.integration, asOf?.runId, asOf?.preview, asOf?.accounts, asOf?.customers],
      ['cms', run.setup.id, true, 3, 4],
    );
    assert.deepEqual(page.waitingFor, []);
  });

  it('filters and pages, with totals that add up', async () => {
    here = await Installation.start();
    const { world } = here;
    world.site({ ...ASH, name: 'ASH & BIRCH DENTAL' });
    world.customer({ ...ASH, line1: '12 Test Street', number: 'a100' });
    // CMS keeps streets and towns in capitals: that alone is nothing to look at, unless one asks for it.
    world.site({ ...BETA, name: 'BETA BAKERY' });
    world.customer(BETA);
    world.site(ELM);
    world.customer(GAMMA);
    await here.sync({ preview: true });
    const { total, totals } = await ask(here);
    assert.deepEqual(totals.kinds, { 'monitored-not-billed': 1, 'billed-not-monitored': 1, different: 1 });
    assert.equal(
      Object.values(totals.kinds).reduce((sum, count) => sum + count),
      total,
    );
    assert.deepEqual(totals.fields.name, { value: 0, case: 2, format: 0 });
    assert.deepEqual(totals.fields.line1, { value: 0, case: 1, format: 1 });
    assert.equal(totals.formOnly, 1);
    assert.deepEqual(totals.reasons, { 'no-customer': 1, 'no-account': 1 });
    const ash = 'different: ASH & BIRCH DENTAL (accountNumber case, name case, line1 format, city case)';
    const beta = 'different: BETA BAKERY (name case, line1 case, city case)';
    const filters: [filter: Parameters<typeof ask>[1], rows: string[]][] = [
      [{ kind: 'monitored-not-billed' }, ['monitored-not-billed no-customer: Elm Street Garage']],
      [{ kind: 'different' }, [ash]],
      [{ field: 'line1' }, [ash]],
      [{ field: 'line1', how: 'case' }, [beta]],
      [{ how: 'case' }, [ash, beta]],
      [{ how: 'value' }, []],
      [{ q: 'gamma' }, ['billed-not-monitored no-account: Gamma Glass Works']],
      [{ q: 'a200' }, ['monitored-not-billed no-customer: Elm Street Garage']],
      [{ system: 'Rapid Response' }, ['billed-not-monitored no-account: Gamma Glass Works']],
      [{ offset: 1, limit: 1 }, ['billed-not-monitored no-account: Gamma Glass Works']],
    ];
    for (const [filter, rows] of filters) assert.deepEqual(told(await ask(here, filter)), rows, JSON.stringify(filter));
  });

  it('follows a pair through the runs: in step, closed in Rev.io, cancelled at the station', async () => {
    here = await Installation.start({}, { cancelled: true });
    const { world } = here;
    const [site, customer] = [world.site(ASH), world.customer(ASH)];
    await here.sync();
    assert.deepEqual(told(await ask(here)), []);
    await here.wait(60);
    await here.sync();
    const quiet = await ask(here);
    assert.deepEqual([quiet.total, quiet.asOf[0]?.at], [0, new Date(world.clock.now()).toISOString()]);

    world.setCustomer(customer, { status: 'CLOSED' });
    await here.sync();
    assert.deepEqual(told(await ask(here)), ['monitored-not-billed customer-closed: Ash & Birch Dental']);
    world.setCustomer(customer, { status: 'OPEN' });
    world.setSite(site, { sitestat_id: 'C' });
    await here.sync({ preview: true });
    assert.deepEqual(told(await ask(here)), ['billed-not-monitored account-closed: Ash & Birch Dental']);
  });

  it('shows who is billed and whose site CMS lists no longer', async () => {
    here = await Installation.start();
    const { world } = here;
    const site = world.site(ASH);
    world.customer(ASH);
    for (let n = 0; n < 9; n += 1) {
      const seed = { name: `Neighbour ${'ABCDEFGHI'[n]} Bakery`, line1: `${n + 1} Mill Ln`, number: `N${n}` };
      world.site(seed);
      world.customer(seed);
    }
    await here.sync();
    world.setSite(site, { sitestat_id: 'C' });
    await here.sync();
    const page = await ask(here);
    assert.deepEqual(told(page), ['billed-not-monitored account-not-listed: Ash & Birch Dental']);
    assert.deepEqual([page.items[0]?.account?.name, page.items[0]?.system], ['Ash & Birch Dental', 'CMS']);
  });

  it('S10 keeps the audit of the whole list when one comes back empty, and is left alone by a push', async () => {
    here = await Installation.start();
    const { world } = here;
    world.site(ASH);
    world.customer(ASH);
    const gamma = world.customer(GAMMA);
    await here.sync();
    const before = await ask(here);
    assert.deepEqual(told(before), ['billed-not-monitored no-account: Gamma Glass Works']);
    const [site] = world.cms.state.sites.all();
    world.setSite(String(site?.site_no), { sitestat_id: 'C' });
    const { doc } = await here.sync();
    assert.equal(doc.state, 'held');
    assert.deepEqual(await ask(here), before);
    await here.push(gamma);
    assert.deepEqual(await ask(here), before);
  });

  it('takes a person’s choice for the link that it will be', async () => {
    here = await Installation.start();
    const { world } = here;
    const site = world.site({ ...DELTA, number: 'D1' });
    const [chosen] = ['D1', 'X2'].map((number) => world.customer({ ...DELTA, number }));
    await here.sync({ cause: 'manual' });
    await here.decide(site, 'accept', chosen);
    await here.sync({ preview: true });
    assert.deepEqual(told(await ask(here)), ['billed-not-monitored no-account: Delta Diner']);
  });
});

describe('The monitoring-billing audit over Rapid Response and Rev.io', () => {
  let here: RapidResponseInstallation;
  afterEach(() => here.close());

  for (const half of ['inbound', 'outbound'] as const) {
    it(`is the same from either half: ${half}`, async () => {
      here = await RapidResponseInstallation.start();
      const { world } = here;
      world.site(ASH);
      world.customer({ ...ASH, line1: '14 Test St' });
      world.site({ ...ELM, type: 'E' });
      world.site({ name: 'Delta Diner', line1: '3 River Rd' });
      world.customer(GAMMA);
      const mark = world.mark();
      await here.half(half, { preview: true });
      assert.deepEqual(world.writesSince(mark), []);
      const page = await ask(here);
      assert.deepEqual(told(page), [
        'monitored-not-billed left-out: Elm Street Garage',
        'billed-not-monitored no-account: Gamma Glass Works',
        'different: Ash & Birch Dental (line1 value)',
      ]);
      assert.deepEqual([page.asOf.length, page.asOf[0]?.integration], [1, `rapid-response-${half}`]);
    });
  }

  it('shows who is cancelled at the station and billed', async () => {
    here = await RapidResponseInstallation.start();
    const { world } = here;
    const site = world.site(ASH);
    world.customer(ASH);
    await here.halves('inbound', 'outbound');
    assert.deepEqual(told(await ask(here)), []);
    world.setService(site, 'CANC');
    await here.inbound({ preview: true });
    assert.deepEqual(told(await ask(here)), ['billed-not-monitored account-closed: Ash & Birch Dental']);
  });
});
