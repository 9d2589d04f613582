import assert from 'node:assert/strict';
import type { AuditEntry } from '../../lib/sync/executor/audit';
import type { PairDoc } from '../../lib/sync/pair';
import { lostReply } from '../../simulators/rapid-response';
import { FLOW_SETTINGS } from './headless/flow';
import { Installation } from './headless/installation';
import { RapidResponseInstallation } from './headless/rapid-response-installation';
import { readLedger, replay, sorted } from './headless/replay';

describe('A lost create, and a person who has linked its customer before it was found again', () => {
  describe('of a customer', () => {
    let here: Installation;
    let ivy: string;

    beforeEach(async () => {
      here = await Installation.start();
      ivy = here.world.site({ name: 'Poison Ivy Nursery', line1: '1 Ivy St', number: 'N100' });
    });
    afterEach(() => here.close());

    const tellsOf = async (entityId: string) =>
      (await here.all<AuditEntry>('audit', { operation: 'create', entity: 'customer', entityId })).map(
        ({ pairId, recovered = false }) => ({ pairId, recovered }),
      );

    it('S22 the customer is told of once, and the account that it was made for asks', async () => {
      const { world } = here;
      const diner = world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
      for (const number of ['X1', 'X2']) world.customer({ name: 'Delta Diner', line1: '3 River Rd', number });
      const start = await readLedger(here.connection);
      world.revio.faults.add({
        match: { operation: 'POST Customers', body: 'Poison Ivy' },
        nth: 1,
        when: 'after',
        end: 'reset',
      });
      await here.sync();
      const made = world.revio.state.customers.all().find(({ source }) => source === 'dealer-sync');
      const madeId = String(made?.customer_id);
      await here.decide(diner, 'reassign', madeId);
      // The lost one waits for its next try.
      await here.sync();
      assert.deepEqual([(await here.pair(diner)).state, (await here.pair(diner)).customerId], ['linked', madeId]);
      assert.deepEqual(await tellsOf(madeId), []);

      await here.wait(60);
      await here.sync();
      const { _id, intent, candidates } = await here.pair(ivy);
      assert.deepEqual([intent, candidates.map(({ customerId }) => customerId)], [undefined, [madeId]]);
      assert.deepEqual(await tellsOf(madeId), [{ pairId: _id, recovered: true }]);
      assert.deepEqual(
        sorted(replay(start, await here.all<AuditEntry>('audit'))),
        sorted(await readLedger(here.connection)),
      );
    });

    it('S22 a customer that another account’s own create has made under the number is not told of twice', async () => {
      const { world } = here;
      await here.restart({ merge: { ...FLOW_SETTINGS.merge, accountNumber: 'SHARED' } });
      world.revio.faults.add({ match: { operation: 'POST Customers', body: 'Poison Ivy' }, nth: 1, end: 'reset' });
      await here.sync();
      const cafe = world.site({ name: 'Cedar Cafe', line1: '2 Oak St', number: 'N200' });
      assert.equal((await here.sync()).doc.counts.created, 1);
      await here.wait(60);
      assert.equal((await here.sync()).doc.counts.pending, 1);
      const { _id, customerId = '' } = await here.pair(cafe);
      assert.deepEqual(await tellsOf(customerId), [{ pairId: _id, recovered: false }]);
      assert.equal((await here.pair(ivy)).intent, undefined);
    });
  });

  describe('of a site', () => {
    let here: RapidResponseInstallation;
    beforeEach(async () => {
      here = await RapidResponseInstallation.start();
    });
    afterEach(() => here.close());

    for (const [what, fault] of [
      ['its half made site is finished', lostReply({ operation: 'SiteInsert', body: 'Eta' })],
      ['it gets the site that was never made', { match: { operation: 'SiteInsert', body: 'Eta' }, end: 'reset' }],
    ] as const) {
      it(`S6, S7 a customer who is given another site too: ${what}, and the other is an additional one`, async () => {
        const { world } = here;
        world.customer({ name: 'Amber Works', line1: '1 Amber St', number: 'N100' });
        const customer = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
        world.rapidResponse.faults.add({ ...fault, nth: 1 });
        await here.outbound();
        const [amber] = world.rapidResponse.state.devices.all();
        await here.decide(String(amber?.SiteNum), 'relink', customer);
        await here.inbound();

        await here.wait(60);
        await here.outbound();
        assert.deepEqual(world.picture().keyLinks, [
          'Amber Works [N100] = customer P500',
          'Eta Electric [P500] = customer P500',
        ]);
        assert.equal((await here.pair(String(amber?.SiteNum))).additional, true);
        const { sites, devices } = world.rapidResponse.state;
        assert.deepEqual([sites.size, devices.size], [2, 2]);
        for (const { intent } of await here.all<PairDoc>('pairs')) {
          assert.equal(intent, undefined);
        }
      });
    }
  });
});
