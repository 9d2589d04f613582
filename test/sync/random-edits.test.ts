import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TWO_WAY_FIELDS, type TwoWayField } from '../../lib/model/compare';
import { addressFields, edits, Model, type RandomEdit, same } from './headless/edit-model';
import { FLOW_SETTINGS } from './headless/flow';
import { Installation } from './headless/installation';

type Step = RandomEdit | 'cycle' | 'lose the store' | 'push';

const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: edits as fc.Arbitrary<Step> },
    { weight: 3, arbitrary: fc.constant<Step>('cycle') },
    { weight: 1, arbitrary: fc.constantFrom<Step>('lose the store', 'push') },
  ),
  { maxLength: 14 },
);

describe('Random edits on both sides, over both wires', function () {
  this.timeout(60_000);

  async function play(policy: 'revio' | 'monitoring', script: Step[]): Promise<void> {
    const here = await Installation.start({ merge: { ...FLOW_SETTINGS.merge, onConflict: policy } });
    try {
      const { world } = here;
      const seed = { name: 'Ash Dental', line1: '12 Test St', number: 'A100' };
      const site = world.site(seed);
      const customer = world.customer(seed);
      await here.sync();
      const model = new Model(policy);
      let touched = false;

      const check = async (label: string) => {
        const [account, theirs] = [
          await here.connection.monitoring.getAccount(site),
          await here.connection.billing.getCustomer(customer),
        ];
        assert.ok(account && theirs);
        for (const field of TWO_WAY_FIELDS) {
          const [left, right] =
            field === 'name' ? [account.name, theirs.name] : [account.address[field], theirs.address[field]];
          assert.ok(
            same(field, left, model.agreed[field]),
            `${label}: ${field} at the station: ${left}, not ${model.agreed[field]}`,
          );
          assert.ok(
            same(field, right, model.agreed[field]),
            `${label}: ${field} at Rev.io: ${right}, not ${model.agreed[field]}`,
          );
        }
      };

      for (const [index, step] of script.entries()) {
        if (step === 'cycle') {
          await here.cycles(1);
          model.cycle();
          await check(`cycle at step ${index}`);
          touched = false;
        } else if (step === 'lose the store') {
          // What differs when the store is lost is a person's question; here the sides are in step.
          if (touched) continue;
          await here.loseStore();
          const mark = world.mark();
          await here.cycles(1);
          assert.deepEqual(world.writesSince(mark), [], 'S9');
        } else if (step === 'push') {
          if (touched) continue;
          const mark = world.mark();
          await here.push(customer);
          assert.deepEqual(world.writesSince(mark), [], 'a push of what is in step');
        } else {
          touched = true;
          model[step.side][step.field] = step.value;
          if (step.side === 'account') world.setSite(site, { [SITE_COLUMNS[step.field]]: step.value });
          else world.setCustomer(customer, { service_address: addressFields(step.field, step.value) });
        }
      }
      await here.cycles(1);
      model.cycle();
      await check('S1, S4, S5 at the end');
      assert.deepEqual(await here.cycles(1), [], 'S2, S3: then it is quiet');
      assert.equal((await here.pair(site)).conflictCount, 0);
    } finally {
      await here.close();
    }
  }

  for (const policy of ['monitoring', 'revio'] as const) {
    it(`S1, S2, S4, S5 each edit ends on both sides, or loses to the policy (${policy}); then nothing is written`, () =>
      fc.assert(
        fc.asyncProperty(steps, (script) => play(policy, script)),
        { numRuns: 25 },
      ));
  }
});

const SITE_COLUMNS: Record<TwoWayField, string> = {
  name: 'site_name',
  line1: 'site_addr1',
  line2: 'site_addr2',
  city: 'city_name',
  state: 'state_id',
  postalCode: 'zip_code',
};
