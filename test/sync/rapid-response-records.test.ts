import assert from 'node:assert/strict';
import type { AuditEntry } from '../../lib/sync/executor/audit';
import { readOutcomes } from '../../lib/sync/run-history';
import type { Half } from './headless/integrations';
import { RapidResponseInstallation } from './headless/rapid-response-installation';
import type { RapidResponseWorld } from './headless/rapid-response-world';
import { readLedger, replay, sorted } from './headless/replay';

describe('What the two halves of Rapid Response plan, tell and repeat', () => {
  const open: RapidResponseInstallation[] = [];
  afterEach(async () => {
    for (const here of open.splice(0)) await here.close();
  });

  async function start(): Promise<RapidResponseInstallation> {
    const here = await RapidResponseInstallation.start({ merge: { cancelAtStation: true } });
    open.push(here);
    return here;
  }

  /** Something of everything: links with fills, creates on both sides, a match that waits, a site that is left out. */
  function furnish(world: RapidResponseWorld): { site: string; customer: string } {
    const site = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
    const customer = world.customer({ name: 'Ash & Birch Dental', line1: '12 Test St', line2: 'Rear', number: 'A100' });
    world.site({ name: 'Zanzibar Imports', line1: '900 Quay Rd', city: 'Farport', number: 'Z1', type: 'CF' });
    world.site({ name: 'Lift of Zanzibar', line1: '900 Quay Rd', number: 'L1', type: 'E' });
    world.customer({ name: ['Theo', 'Theta'], line1: '6 Push Ln', number: 'P600' });
    world.customer({ name: 'No State', line1: '4 Bad St', city: 'Elsewhere', number: 'B4', state: '' });
    world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
    for (const number of ['X1', 'X2']) world.customer({ name: 'Delta Diner', line1: '3 River Rd', number });
    return { site, customer };
  }

  function edit(world: RapidResponseWorld, { site, customer }: ReturnType<typeof furnish>): void {
    world.setSite(site, { SiteName: 'Ash & Birch Family Dental' });
    world.setCustomer(customer, { service_address: { postal_code: '00042' } });
  }

  const STEPS: ((world: RapidResponseWorld, records: ReturnType<typeof furnish>) => void)[] = [
    () => undefined,
    edit,
    (world, { customer }) => world.setCustomer(customer, { status: 'CLOSED' }),
  ];

  for (const order of [
    ['inbound', 'outbound'],
    ['outbound', 'inbound'],
  ] as Half[][]) {
    it(`S19 a preview writes nothing outside, and is what the run carries out: ${order.join(', ')}`, async () => {
      const here = await start();
      const records = furnish(here.world);
      for (const meanwhile of STEPS) {
        meanwhile(here.world, records);
        for (const half of order) {
          const mark = here.world.mark();
          const preview = await here.half(half, { preview: true });
          assert.deepEqual(here.world.writesSince(mark), []);
          const foreseen = await rowsOf(here, preview.doc._id);
          const run = await here.half(half);
          assert.deepEqual(await rowsOf(here, run.doc._id), foreseen);
          assert.deepEqual(run.doc.counts, preview.doc.counts);
        }
      }
    });

    it(`S22 the audit, replayed over the start, gives the end: ${order.join(', ')}`, async () => {
      const here = await start();
      const records = furnish(here.world);
      for (const meanwhile of STEPS) {
        meanwhile(here.world, records);
        for (const half of order) {
          await here.wait(30);
          const before = new Set((await here.all<AuditEntry>('audit')).map(({ _id }) => _id));
          const ledger = await readLedger(here.connection, 'RAPID_RESPONSE');
          const { doc } = await here.half(half);
          const fresh = (await here.all<AuditEntry>('audit')).filter(({ _id }) => !before.has(_id));
          const after = await readLedger(here.connection, 'RAPID_RESPONSE');
          assert.deepEqual(sorted(replay(ledger, fresh)), sorted(after));
          for (const entry of fresh) {
            assert.deepEqual([entry.who, entry.runId, entry.integration], ['timer', doc._id, `rapid-response-${half}`]);
            assert.ok(entry.reason && entry.as && entry.system && entry.entityId, JSON.stringify(entry));
          }
        }
      }
    });
  }

  it('S20 the same state, clock and replies make the same calls', async () => {
    const calls = async () => {
      const here = await start();
      const { world } = here;
      const records = furnish(world);
      for (const meanwhile of STEPS) {
        meanwhile(world, records);
        await here.halves('inbound', 'outbound');
      }
      // Records are worked on side by side, so that only their order among each other is open.
      const told = (log: typeof world.revio.log) =>
        log
          .calls()
          .map(({ operation, path, query, body }) => `${operation} ${path} ${query} ${body}`)
          .map((call) => call.replace(/"SessionNum":\d+/, ''))
          .sort();
      return { station: told(world.rapidResponse.log), revio: told(world.revio.log) };
    };
    assert.deepEqual(await calls(), await calls());
  });
});

async function rowsOf(here: RapidResponseInstallation, runId: string): Promise<Record<string, unknown>> {
  const items = await readOutcomes(here.store, runId);
  return Object.fromEntries(items.map(({ key, outcome, actions = [] }) => [key, { outcome, actions }]));
}
