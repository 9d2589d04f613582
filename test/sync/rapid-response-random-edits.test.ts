import assert from 'node:assert/strict';
import fc from 'fast-check';
import { TWO_WAY_FIELDS, type TwoWayField } from '../../lib/model/compare';
import { addressFields, edits, Model, type RandomEdit, same } from './headless/edit-model';
import type { Half } from './headless/integrations';
import { RapidResponseInstallation } from './headless/rapid-response-installation';

type Step = RandomEdit | Half | 'lose the store';

const halves = fc.constantFrom<Half>('inbound', 'outbound');
const steps = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: edits as fc.Arbitrary<Step> },
    { weight: 4, arbitrary: halves as fc.Arbitrary<Step> },
    { weight: 1, arbitrary: fc.constant<Step>('lose the store') },
  ),
  { maxLength: 16 },
);
const WRITTEN = { inbound: ['customer'], outbound: ['account'] } as const;

describe('Random edits on both sides of Rapid Response, its halves in any order', function () {
  this.timeout(60_000);

  async function play(policy: 'revio' | 'monitoring', upperCase: boolean, script: Step[], last: Half): Promise<void> {
    const here = await RapidResponseInstallation.start({ merge: { onConflict: policy } });
    try {
      const { world } = here;
      world.rapidResponse.switches.upperCase = upperCase;
      const seed = { name: 'Ash Dental', line1: '12 Test St', number: 'A100' };
      const site = world.site(seed);
      const customer = world.customer(seed);
      await here.halves('inbound');
      const model = new Model(policy);
      const run = async (half: Half) => {
        const writes = await here.halves(half);
        model.cycle(WRITTEN[half]);
        const side = half === 'inbound' ? 'revio' : 'rapid-response';
        assert.ok(
          writes.every((write) => write.startsWith(side)),
          `${half} wrote ${writes}`,
        );
      };
      const check = async () => {
        const account = await here.connection.monitoring.getAccount(site);
        const theirs = await here.connection.billing.getCustomer(customer);
        assert.ok(account && theirs);
        for (const field of TWO_WAY_FIELDS) {
          const said = (party: typeof account | typeof theirs) =>
            field === 'name' ? party.name : party.address[field];
          assert.ok(same(field, said(account), model.account[field]), `${field} at the station: ${said(account)}`);
          assert.ok(same(field, said(theirs), model.customer[field]), `${field} at Rev.io: ${said(theirs)}`);
        }
      };

      for (const step of script) {
        if (step === 'inbound' || step === 'outbound') {
          await run(step);
          await check();
        } else if (step === 'lose the store') {
          // What differs when the store is lost is a person's question; here the sides are in step.
          if (!model.inStep()) continue;
          await here.loseStore();
          assert.deepEqual(await here.halves('inbound'), [], 'S9');
        } else {
          model[step.side][step.field] = step.value;
          if (step.side === 'account') world.setSite(site, { [COLUMNS[step.field]]: step.value });
          else world.setCustomer(customer, { service_address: addressFields(step.field, step.value) });
        }
      }
      const other = last === 'inbound' ? 'outbound' : 'inbound';
      await run(last);
      await run(other);
      await check();
      assert.ok(model.inStep(), 'S1');
      assert.deepEqual(await here.halves(last, other, last), [], 'S2, S3: then it is quiet');
      assert.equal((await here.pair(site)).conflictCount, 0);
    } finally {
      await here.close();
    }
  }

  for (const [policy, upperCase] of [
    ['monitoring', true],
    ['revio', false],
  ] as const) {
    const station = upperCase ? ', at a station that writes in capitals' : '';
    it(`S1, S2, S4, S5 each edit ends on both sides, or loses to the policy (${policy})${station}; then it is quiet`, () =>
      fc.assert(
        fc.asyncProperty(steps, halves, (script, last) => play(policy, upperCase, script, last)),
        { numRuns: 30 },
      ));
  }
});

const COLUMNS: Record<TwoWayField, string> = {
  name: 'SiteName',
  line1: 'Address',
  line2: 'Address2',
  city: 'City',
  state: 'State',
  postalCode: 'ZipCode',
};
