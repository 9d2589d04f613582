import type { Node, NodeAPI, NodeDef } from 'node-red';
import { DEFAULT_THRESHOLD, MATCHER_VERSION, matchAccounts } from '../../lib/matching';
import type { Item } from '../../lib/model/item';
import { type MatchSettings, matchStep } from '../../lib/sync/steps/match-step';
import { gather } from '../runtime/gather';
import { type Input, onItems, requireItems } from '../runtime/item-node';
import { numberOr } from '../runtime/settings';

interface Fields extends NodeDef {
  threshold: string;
  suggestOnly: boolean;
  useAddress: boolean;
  usePhone: boolean;
  useEmail: boolean;
}

export = (RED: NodeAPI) => {
  function FuzzyMatch(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const settings: MatchSettings = {
      threshold: numberOr(config.threshold, DEFAULT_THRESHOLD),
      suggestOnly: config.suggestOnly === true,
      evidence: {
        address: config.useAddress !== false,
        phone: config.usePhone !== false,
        email: config.useEmail !== false,
      },
    };
    onItems(RED, this, async (input) => {
      const { run, status } = input;
      requireItems(input);
      if (!run) {
        await matchByHand(input, settings);
        return;
      }
      const items = await gather(input, run, 'match', this.id);
      if (!items) return;
      status.working('matching', { n: items.length });
      const { matched, pending, unmatched } = await matchStep(run, items, settings);
      status.done('matched', { n: matched.length, of: items.length });
      await input.emit([matched, pending, unmatched], true);
    });
  }
  RED.nodes.registerType('dealer-sync-fuzzy-match', FuzzyMatch as (this: Node, config: NodeDef) => void);
};

/** Accounts and customers of one message, without a run: the same matcher, nothing remembered. */
async function matchByHand(input: Input, settings: MatchSettings): Promise<void> {
  const accounts = input.items.flatMap((item) => (item.account ? [item.account] : []));
  const customers = input.items.flatMap((item) => (item.customer && !item.account ? [item.customer] : []));
  const result = await matchAccounts(accounts, customers, settings);
  const byId = new Map(customers.map((customer) => [customer.id, customer]));
  const byAccount = new Map(input.items.map((item) => [item.account?.id ?? '', item]));
  const basis = { threshold: settings.threshold, matcherVersion: MATCHER_VERSION };
  const itemOf = (accountId: string) => byAccount.get(accountId) as Item;
  const matched = result.matched.map(({ accountId, ...best }) => {
    const customer = byId.get(best.customerId);
    return {
      ...itemOf(accountId),
      ...(customer ? { customer } : {}),
      match: { ...best, candidates: [best], ...basis },
    };
  });
  const pending = result.pending.map(({ accountId, candidates }) => {
    const [best] = candidates;
    const match = { score: best?.score ?? 0, reasons: best?.reasons ?? [], candidates, ...basis };
    return { ...itemOf(accountId), match };
  });
  input.status.done('matched', { n: matched.length, of: accounts.length });
  await input.emit([matched, pending, result.unmatched.map(itemOf)]);
}
