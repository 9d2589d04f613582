import { type Evidence, MATCHER_VERSION, type Reason, tryPair } from '../../matching';
import { Slices } from '../../matching/slices';
import type { Item, Match } from '../../model/item';
import type { Account, Customer } from '../../model/records';

export interface NumberFirstInput {
  items: Item[];
  customers: ReadonlyMap<string, Customer>;
  /** Customers that belong to an account of the space already. */
  claimed: ReadonlyMap<string, string>;
  excluded(accountId: string, customerId: string): boolean;
  threshold: number;
  suggestOnly: boolean;
  evidence: Evidence;
}

export interface NumberFirst {
  /** Number or mark agrees, and nothing speaks against it. */
  sure: Item[];
  /** The number agrees and the records do not look like it: a person's question, whatever else the matcher finds. */
  doubtful: Item[];
  /** For the matcher. */
  rest: Item[];
}

/**
 * A number may be somebody else's by chance (a transmitter code is often older than the billing), so on its own it links
 * nobody: name and address together must make it at least as likely as not.
 */
const MIN_LIKENESS = 0.5;

/**
 * Account number = transmitter code first, before names are compared: where our own creates put the number there, it says
 * more than any name. A number that two accounts or two customers carry says nothing. A site that a create of ours has
 * made for the customer, and not finished, is the customer's, and its create goes on.
 */
export async function pairByNumber(input: NumberFirstInput, slices = new Slices()): Promise<NumberFirst> {
  const byNumber = uniquely([...input.customers.values()], ({ accountNumber }) => accountNumber);
  const accounts = input.items.flatMap((item) => (item.account ? [item.account] : []));
  const accountByNumber = uniquely(accounts, ({ accountNumber }) => accountNumber);
  const accountByMark = uniquely(accounts, ({ incomplete, madeFor }) => (incomplete ? madeFor : undefined));
  const finished = new Set(
    [...accountByNumber.keys()].flatMap((number) => {
      const customer = byNumber.get(number);
      return customer ? [customer.id] : [];
    }),
  );
  const result: NumberFirst = { sure: [], doubtful: [], rest: [] };
  for (const item of input.items) {
    const pause = slices.pause();
    if (pause) await pause;
    const { account } = item;
    const mark = account?.incomplete ? (account.madeFor ?? '') : '';
    // Who has an account with the number needs no other one finished.
    const marked = account && accountByMark.has(mark) && !finished.has(mark);
    const customer = marked
      ? input.customers.get(mark)
      : accountByNumber.has(account?.accountNumber ?? '') && byNumber.get(account?.accountNumber ?? '');
    if (!account || !customer || isOut(account, customer, input)) {
      result.rest.push(item);
      continue;
    }
    const verdict = tryPair(account, customer, input);
    const likely = verdict !== undefined && verdict.score >= MIN_LIKENESS;
    const own: Reason = marked
      ? { key: 'matching.reason.madeForCustomer', values: { customerId: customer.id } }
      : { key: 'matching.reason.accountNumberAgrees', values: { number: account.accountNumber ?? '' } };
    const candidate = {
      customerId: customer.id,
      score: verdict?.score ?? 0,
      reasons: [own, ...(verdict?.reasons ?? [])],
    };
    const matched = { ...item, match: matchOf({ ...candidate, customer }, input.threshold) };
    if (!likely || input.suggestOnly || customer.status === 'closed') {
      result.doubtful.push(matched);
      continue;
    }
    const create = marked ? { create: { side: 'account' as const, reason: 'its create was broken off' } } : {};
    result.sure.push({ ...matched, customer, link: { ...item.link, decidedBy: { by: 'match' } }, ...create });
  }
  return result;
}

function isOut(account: Account, customer: Customer, { claimed, excluded }: NumberFirstInput): boolean {
  return customer.parent === true || Boolean(claimed.get(customer.id)) || excluded(account.id, customer.id);
}

function matchOf(candidate: Match['candidates'][number], threshold: number): Match {
  const { score, reasons } = candidate;
  return { score, reasons, candidates: [candidate], threshold, matcherVersion: MATCHER_VERSION };
}

/** By a key that only one of them has. */
function uniquely<T>(all: T[], keyOf: (one: T) => string | undefined): Map<string, T> {
  const found = new Map<string, T>();
  const twice = new Set<string>();
  for (const one of all) {
    const key = keyOf(one);
    if (!key) continue;
    if (found.has(key)) twice.add(key);
    found.set(key, one);
  }
  for (const key of twice) found.delete(key);
  return found;
}
