import assert from 'node:assert/strict';
import { DEFAULT_THRESHOLD } from '../../lib/matching';
import { createRapidResponseClient } from '../../lib/rapid-response/client';
import { createRevioClient } from '../../lib/revio/revio-client';
import { Run } from '../../lib/sync/run';
import { type MatchOutputs, type MatchSettings, matchStep } from '../../lib/sync/steps/match-step';
import {
  DEALER_GROUP,
  RAPID_RESPONSE_CREDENTIALS,
  startRapidResponseSimulator,
  type Truth,
} from '../../simulators/rapid-response';
import { REVIO_CREDENTIALS, startRevioSimulator } from '../../simulators/revio';
import { HandClock } from '../http/hand-clock';

const AS_SHIPPED: MatchSettings = {
  threshold: DEFAULT_THRESHOLD,
  suggestOnly: false,
  evidence: { address: true, phone: true, email: true },
  numberFirst: true,
};

/** The matching of a first inbound run on the demo world, whose Rev.io also holds the customers of CMS. */
describe('the truth of Rapid Response’s world, under the matcher', function () {
  this.timeout(20_000);
  let truth: Truth;
  let outputs: MatchOutputs;
  /** Customer ids by account number. */
  const ids = new Map<string, string>();

  before(async () => {
    const [station, revio] = await Promise.all([
      startRapidResponseSimulator({ seed: 'match', switches: { callsPerSecond: 0 } }),
      startRevioSimulator({ seed: 'demo', switches: { callsPerMinute: 0 } }),
    ]);
    const limits = { callsPerMinute: 1_000_000, clock: new HandClock(0, true) };
    const sites = createRapidResponseClient({
      ...RAPID_RESPONSE_CREDENTIALS,
      ...limits,
      baseUrl: station.url,
      dealerNumber: String(DEALER_GROUP),
    });
    const { billing, destroy } = createRevioClient({ ...REVIO_CREDENTIALS, ...limits, baseUrl: revio.url });
    try {
      truth = station.truth() as Truth;
      const run = firstRun();
      for await (const customers of billing.listCustomers()) {
        for (const customer of customers) {
          run.customers.set(customer.id, customer);
          if (customer.accountNumber) ids.set(customer.accountNumber, customer.id);
        }
      }
      const items = [];
      for await (const accounts of sites.listAccounts())
        for (const account of accounts) items.push({ key: `rapid-response:${account.id}`, account });
      outputs = await matchStep(run, items, AS_SHIPPED);
    } finally {
      await sites.destroy();
      destroy();
      await Promise.all([station.close(), revio.close()]);
    }
  });

  const expected = (expect: Truth[number]['expect']) =>
    truth.flatMap((one) => (one.expect === expect ? [String(one.siteNum)] : [])).sort();
  const found = (where: keyof MatchOutputs) => outputs[where].map(({ account }) => account?.id ?? '').sort();

  it('S17: links whom it says, and nobody falsely', () => {
    const linked = new Map(outputs.matched.map(({ account, customer }) => [account?.id, customer?.id]));
    const skipped = new Set(expected('skip'));
    for (const { siteNum, expect, customer } of truth) {
      const id = String(siteNum);
      if (expect === 'link') assert.equal(linked.get(id), ids.get(customer ?? ''), id);
      else if (!skipped.has(id)) assert.ok(!linked.has(id), `${id} is linked`);
    }
  });

  it('asks about whom it says, with the customer among the candidates where it has one', () => {
    assert.deepEqual(found('pending'), expected('review'));
    const candidates = new Map(
      outputs.pending.map(({ account, match }) => [account?.id, match?.candidates.map(({ customerId }) => customerId)]),
    );
    for (const { siteNum, expect, customer } of truth) {
      if (expect !== 'review' || !customer) continue;
      assert.ok(candidates.get(String(siteNum))?.includes(ids.get(customer) ?? ''), `site ${siteNum}`);
    }
  });

  it('finds nobody for those who have none', () => {
    const unmatched = new Set(found('unmatched'));
    for (const id of expected('create')) assert.ok(unmatched.has(id), id);
  });
});

function firstRun(): Run {
  const setup = {
    ...{ id: 'first', integration: 'rapid-response-inbound', title: 'Rapid Response -> Rev.io' },
    ...{ system: 'Rapid Response', space: 'rapid-response', direction: 'in' as const, preview: false },
    ...{ cause: 'manual' as const, who: 'test', nodeIds: new Set<string>(), listingNodes: [] },
    ...{ hasGate: true, stallMs: 60_000 },
  };
  return new Run(setup, { counts: {}, underWay: 0 }, new HandClock(), () => undefined);
}
