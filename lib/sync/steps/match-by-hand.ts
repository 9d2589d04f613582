import { DealerSyncError } from '../../errors';
import { MATCHER_VERSION, matchAccounts } from '../../matching';
import type { Item, MatchCandidate } from '../../model/item';
import type { Account, Customer } from '../../model/records';
import type { MatchOutputs, MatchSettings } from './match-step';

/**
 * Matches hand-made records, without a run: the same matcher, nothing remembered. The payload is a list of items, some
 * with an account and some with a customer, or `{accounts: [{id, name, …}], customers: [{id, name, …}]}`.
 *
 * @throws DealerSyncError NO_ITEM when it is neither
 */
export async function matchByHand(
  payload: unknown,
  items: Item[],
  settings: MatchSettings,
  onProgress: (done: number, total: number) => void,
): Promise<MatchOutputs> {
  const given = listsOf(payload) ?? itemLists(items);
  const customers = new Map(given.customers.map((customer) => [customer.id, customer]));
  const result = await matchAccounts(
    given.items.flatMap((item) => (item.account ? [item.account] : [])),
    given.customers,
    { ...settings, onProgress },
  );
  const byAccount = new Map(given.items.map((item) => [item.account?.id, item]));
  const { threshold } = settings;
  const withMatch = (accountId: string, candidates: MatchCandidate[]): Item => {
    const [best] = candidates;
    const match = { score: best?.score ?? 0, reasons: best?.reasons ?? [], candidates, threshold };
    const item = byAccount.get(accountId) ?? { key: `account:${accountId}` };
    return { ...item, match: { ...match, matcherVersion: MATCHER_VERSION } };
  };
  return {
    matched: result.matched.map(({ accountId, ...best }) => {
      const customer = customers.get(best.customerId);
      return { ...withMatch(accountId, [best]), ...(customer ? { customer } : {}) };
    }),
    pending: result.pending.map(({ accountId, candidates }) => withMatch(accountId, candidates)),
    unmatched: [...result.unmatched.flatMap((accountId) => byAccount.get(accountId) ?? []), ...given.bare],
  };
}

interface Given {
  items: Item[];
  customers: Customer[];
  /** Items with nothing to match by: no match, and not lost. */
  bare: Item[];
}

function itemLists(items: Item[]): Given {
  if (items.length === 0) throw noItem();
  return {
    items: items.filter((item) => item.account),
    customers: items.flatMap((item) => (item.customer && !item.account ? [item.customer] : [])),
    bare: items.filter((item) => !item.account && !item.customer),
  };
}

function listsOf(payload: unknown): Given | undefined {
  if (typeof payload !== 'object' || payload === null || !('accounts' in payload)) return undefined;
  const { accounts, customers } = payload as { accounts: unknown; customers?: unknown };
  if (!isRecords<Account>(accounts) || !isRecords<Customer>(customers)) throw noItem();
  return { items: accounts.map((account) => ({ key: `account:${account.id}`, account })), customers, bare: [] };
}

function isRecords<T extends { id: string }>(value: unknown): value is T[] {
  return (
    Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && typeof one.id === 'string')
  );
}

function noItem(): DealerSyncError {
  return new DealerSyncError(
    'NO_ITEM',
    'The payload is no list of records. Send items, as in [{"key": "cms:1", "account": {…}}, {"key": "revio:2", "customer": {…}}], or {"accounts": […], "customers": […]}, each with an id.',
  );
}
