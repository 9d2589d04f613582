import { Slices } from '../matching/slices';
import type { Item } from '../model/item';
import type { Account, Customer } from '../model/records';
import type { PairDoc } from './pair';
import type { PairBook } from './pair-book';
import type { KeyLink } from './ports';

/** Name of the listing of key links, for who closes it and for the gate's baseline. */
export const KEY_LINKS = 'key links';

export interface PairingInput {
  accounts: Item[];
  customers: ReadonlyMap<string, Customer>;
  /** All pairs of the space. */
  pairs: PairBook;
  /** The key links of our system for customers; undefined when the site runs without key links. */
  keyLinks?: KeyLink[];
  /** Of our external ids; links without it are not ours and are ignored. */
  prefix: string;
}

export interface Pairing {
  linked: Item[];
  notLinked: Item[];
  /** Held: nothing here is guessed (S17). Each has its outcome. */
  ambiguous: Item[];
  /**
   * Customers that belong to an account of this space, listed or not: no candidates for an automatic link. Blank for one
   * whose push was cut off before the account could be told, also when a person has given it an additional site since.
   */
  claimed: Map<string, string>;
}

/**
 * Rev.io ids that the key links or pairs of the accounts name, and that are not among the customers: the caller makes sure
 * that each is really gone.
 */
export function missingCustomers({ accounts, customers, pairs, keyLinks, prefix }: PairingInput): Set<string> {
  const named: { accountId: string; customerId: string }[] = [];
  for (const { accountId, customerId } of pairs.all()) {
    if (accountId && customerId && !customers.has(customerId)) named.push({ accountId, customerId });
  }
  for (const { externalId, internalId } of keyLinks ?? []) {
    if (customers.has(internalId) || !externalId.startsWith(prefix)) continue;
    named.push({ accountId: externalId.slice(prefix.length), customerId: internalId });
  }
  // Nearly never anybody: nobody then asks who is listed.
  if (named.length === 0) return new Set();
  const listed = new Set(accounts.map((item) => item.account?.id));
  return new Set(named.filter(({ accountId }) => listed.has(accountId)).map(({ customerId }) => customerId));
}

/**
 * Who belongs to whom: Rev.io's key links are the record of truth, our pairs tell what is under way. Pure; in slices,
 * because ten thousand pairs in one go would hold the event loop.
 */
export async function pairRecords(input: PairingInput, slices = new Slices()): Promise<Pairing> {
  const { customers, prefix } = input;
  const links = linksByAccount(input.keyLinks ?? [], prefix);
  const { pairs } = input;
  const pushed = pushedAccounts(pairs.all());
  await slices.pause();
  const claimed = claims(pairs.all(), links);
  const result: Pairing = { linked: [], notLinked: [], ambiguous: [], claimed };
  const byCustomer = new Map<string, Site>();
  /** Of customers with several sites. */
  const further = new Map<string, Site[]>();

  for (const item of input.accounts) {
    const pause = slices.pause();
    if (pause) await pause;
    const account = item.account;
    if (!account) {
      result.ambiguous.push(held(item, 'has no account to pair'));
      continue;
    }
    const own = pairs.ofAccount(account.id);
    const pair = own ?? pushed(account);
    const link = links.get(account.id);
    const customerId = link?.internalId ?? pair?.customerId;
    const customer = customers.get(customerId ?? '');
    // The site of a push whose reply was lost: from here on its customer has an account. An additional one is not it.
    if (customerId && claimed.get(customerId) === '' && !isAdditional(pair)) claimed.set(customerId, account.id);
    if (pair?.intent?.kind === 'create-customer' && !pair.customerId) {
      result.linked.push({ ...item, create: { side: 'customer', reason: 'its create was interrupted' } });
    } else if (!customerId || pair?.decision?.kind === 'unlink') {
      if (customerId && pair) result.linked.push(withCustomer(item, customer, link));
      else result.notLinked.push(item);
    } else if (!link && input.keyLinks && pair?.state === 'linked' && pair.keyLinkId) {
      result.ambiguous.push(
        held(item, `its key link to customer ${customerId} was deleted in Rev.io: link it again or unlink it here`),
      );
    } else if (!customer) {
      result.ambiguous.push(held(item, `it is linked to customer ${customerId}, which Rev.io no longer has`));
    } else {
      const site = { item: withCustomer(item, customer, link), pair: own };
      if (!byCustomer.has(customerId)) byCustomer.set(customerId, site);
      else further.set(customerId, [...(further.get(customerId) ?? []), site]);
    }
  }
  for (const [customerId, site] of byCustomer) {
    const pause = slices.pause();
    if (pause) await pause;
    resolveSites([site, ...(further.get(customerId) ?? [])], result);
  }
  return result;
}

function withCustomer(item: Item, customer: Customer | undefined, link: KeyLink | undefined): Item {
  const known = link ? { ...item.link, keyLinkId: link.id } : { ...item.link };
  return customer ? { ...item, customer, link: known } : { ...item, link: known };
}

/** An account with its customer, and what is kept of the two. */
interface Site {
  item: Item;
  pair: PairDoc | undefined;
}

/** One customer, several sites: one is primary, the others are additional, each by a person's word or after a lost store. */
function resolveSites(sites: Site[], result: Pairing): void {
  const primaries: Site[] = [];
  for (const site of sites) {
    const { item, pair } = site;
    const decision = pair?.decision;
    // A person links it here, and the move has come about though its reply was lost: it is gone through again (S7).
    const isMoved = decision?.kind === 'relink' && decision.customerId === item.customer?.id;
    if (isAdditional(pair)) result.linked.push({ ...item, link: { ...item.link, additional: true } });
    else if (isMoved) result.linked.push(item);
    else primaries.push(site);
  }
  const items = primaries.map(({ item }) => item);
  if (items.length <= 1) {
    result.linked.push(...items);
    return;
  }
  const first = primaries.find(({ pair }) => pair?.state === 'linked')?.item;
  if (first) {
    result.linked.push(first);
    const reason = `customer ${first.customer?.id} is linked to account ${first.account?.id} already: mark it as an additional site, or unlink it`;
    for (const item of items) if (item !== first) result.ambiguous.push(held(item, reason));
    return;
  }
  // The store is lost (S9): the lowest key link id is primary until someone says otherwise.
  const [primary, ...others] = items.sort(byKeyLink);
  if (primary) result.linked.push(primary);
  for (const item of others) result.linked.push({ ...item, link: { ...item.link, additional: true } });
}

/** By what the pair says, or by a person's word that no run has taken yet. */
function isAdditional(pair: PairDoc | undefined): boolean {
  return pair?.additional ?? pair?.decision?.kind === 'additional';
}

function byKeyLink(a: Item, b: Item): number {
  return (
    Number(a.link?.keyLinkId ?? Number.POSITIVE_INFINITY) - Number(b.link?.keyLinkId ?? Number.POSITIVE_INFINITY) ||
    a.key.localeCompare(b.key)
  );
}

function held(item: Item, reason: string): Item {
  return { ...item, outcome: { name: 'conflict', reason } };
}

/** Of a doubled external id the lowest key link counts (contract). */
function linksByAccount(links: KeyLink[], prefix: string): Map<string, KeyLink> {
  const byAccount = new Map<string, KeyLink>();
  for (const link of links) {
    if (!link.externalId.startsWith(prefix)) continue;
    const accountId = link.externalId.slice(prefix.length);
    const known = byAccount.get(accountId);
    if (!known || Number(link.id) < Number(known.id)) byAccount.set(accountId, link);
  }
  return byAccount;
}

/** The create of an account that was cut off: known by its number, or by our mark while it has no number yet (S6). */
function pushedAccounts(pairs: Iterable<PairDoc>): (account: Account) => PairDoc | undefined {
  const byNumber = new Map<string, PairDoc>();
  const byCustomer = new Map<string, PairDoc>();
  for (const pair of pairs) {
    if (pair.intent?.kind !== 'create-account') continue;
    byNumber.set(pair.intent.accountNumber, pair);
    if (pair.customerId) byCustomer.set(pair.customerId, pair);
  }
  return ({ accountNumber, incomplete, madeFor }) =>
    byNumber.get(accountNumber ?? '') ?? (incomplete ? byCustomer.get(madeFor ?? '') : undefined);
}

function claims(pairs: Iterable<PairDoc>, links: Map<string, KeyLink>): Map<string, string> {
  const claimed = new Map<string, string>();
  const cutOff: string[] = [];
  for (const { customerId, accountId = '', state, intent } of pairs) {
    if (!customerId) continue;
    if (state !== 'pending' && state !== 'unmatched') claimed.set(customerId, accountId);
    if (!accountId && intent?.kind === 'create-account') cutOff.push(customerId);
  }
  for (const [accountId, link] of links) claimed.set(link.internalId, accountId);
  // Whatever is linked to it since: who takes it for provided for would leave its create under way for ever (S6).
  for (const customerId of cutOff) claimed.set(customerId, '');
  return claimed;
}

/** For a listing's key: which account it is. */
export function accountKey(space: string, account: Pick<Account, 'id'>): string {
  return `${space}:${account.id}`;
}

export function customerKey(customer: Pick<Customer, 'id'>): string {
  return `revio:${customer.id}`;
}
