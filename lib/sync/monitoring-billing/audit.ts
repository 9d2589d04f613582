import { Slices } from '../../matching/slices';
import { type Address, BLANK_ADDRESS, type Customer, type Party, type Status } from '../../model/records';
import type { PartySummary } from '../pair';
import type { OwnedAccount } from './account-owners';
import { differencesOf, type FieldDifference, isFormOnly } from './differences';

export type AuditKind = 'monitored-not-billed' | 'billed-not-monitored' | 'different';

export const AUDIT_KINDS: readonly AuditKind[] = ['monitored-not-billed', 'billed-not-monitored', 'different'];

/** Why an account that is monitored is not billed. */
export type NotBilled =
  /** Nobody matches. */
  | 'no-customer'
  /** Candidates wait for a person. */
  | 'in-review'
  /** Closed in Rev.io, and the station goes on. */
  | 'customer-closed'
  /** Pending or a prospect in Rev.io. */
  | 'customer-not-open'
  /** Rev.io has the linked customer no longer. */
  | 'customer-gone'
  /** Its key link was deleted in Rev.io. */
  | 'link-deleted'
  /** The station's own settings leave it out of the sync, and no customer matches. */
  | 'left-out';

/** Why a customer who is billed is not monitored. */
export type NotMonitored =
  /** No account is this customer's. */
  | 'no-account'
  /** A waiting account may be this customer's. */
  | 'in-review'
  /** Cancelled at the station, and billed. */
  | 'account-closed'
  /** Linked to an account that the station does not list: CMS leaves cancelled ones out. */
  | 'account-not-listed'
  /** The key link to its account was deleted in Rev.io. */
  | 'link-deleted'
  /** The site has no device: nothing can send an alarm. */
  | 'no-device';

/** Enough of a record to recognise it and to see what differs. */
export interface AuditParty {
  id: string;
  name: string;
  accountNumber?: string;
  address: Address;
  /** Unknown of an account that is not listed. */
  status?: Status;
}

export interface AuditRow {
  /** Stable from run to run. */
  id: string;
  kind: AuditKind;
  /** Of the first two kinds. */
  reason?: NotBilled | NotMonitored;
  account?: AuditParty;
  customer?: AuditParty;
  /** Of `different`. */
  fields?: FieldDifference[];
  /** The sync takes all of it for the same: a station that keeps streets in capitals makes such a row of each pair. */
  formOnly?: true;
  /** The two belong together by a sure match or a person's word, and are not linked yet. */
  matched?: true;
}

export interface AuditInput {
  space: string;
  accounts: Iterable<OwnedAccount>;
  customers: ReadonlyMap<string, Customer>;
  /** Customer id -> account id, listed or not, as pairing has found it. */
  claimed: ReadonlyMap<string, string>;
  /** What is remembered of an account that is not listed. */
  remembered(accountId: string): PartySummary | undefined;
}

export interface Audit {
  /** The problems only, each record once per kind. */
  rows: AuditRow[];
  /** Customers with an account of this space that is in service or about to be: no other space may miss them. */
  monitored: string[];
}

/**
 * Who is monitored and not billed, billed and not monitored, or not the same on the two sides. Billed = an open customer
 * (a parent without an account of its own pays for its children); monitored = an open account with a device. What is
 * pending at the station is neither missed nor complained of. Pure; in slices, because it looks at every pair.
 */
export async function auditMonitoringBilling(input: AuditInput, slices = new Slices()): Promise<Audit> {
  const { customers, space } = input;
  const rows: AuditRow[] = [];
  const monitored = new Set<string>();
  const waiting = new Set<string>();
  const idle = new Map<string, OwnedAccount>();
  const unlinked = new Map<string, OwnedAccount>();
  for (const owned of input.accounts) {
    const pause = slices.pause();
    if (pause) await pause;
    const customer = customers.get(owned.customerId ?? '');
    const missed = notBilled(owned, customer);
    if (missed) rows.push(accountRow(space, owned, customer, missed));
    const different = customer && differentRow(space, owned, customer);
    if (different) rows.push(different);
    if (customer && isServed(owned)) monitored.add(customer.id);
    else if (customer) idle.set(customer.id, firstOf(idle.get(customer.id), owned));
    else if (owned.lost) unlinked.set(owned.account.id, owned);
    for (const id of owned.candidates ?? []) waiting.add(id);
  }
  for (const customer of customers.values()) {
    const pause = slices.pause();
    if (pause) await pause;
    if (customer.status !== 'open' || monitored.has(customer.id)) continue;
    const row = customerRow(customer, idle.get(customer.id), waiting.has(customer.id), { ...input, unlinked });
    if (row) rows.push(row);
  }
  const byId = (a: AuditRow, b: AuditRow) => (a.id < b.id ? -1 : 1);
  return {
    rows: await slices.sorted(rows, byId),
    monitored: await slices.sorted([...monitored], (a, b) => (a < b ? -1 : 1)),
  };
}

/** In service, or about to be: nobody has to be told that it is missing. */
function isServed({ account }: OwnedAccount): boolean {
  return account.status !== 'closed' && !account.incomplete;
}

function notBilled(owned: OwnedAccount, customer: Customer | undefined): NotBilled | undefined {
  const { account, candidates, lost } = owned;
  if (account.status !== 'open' || account.incomplete) return undefined;
  if (customer) {
    if (customer.status === 'open') return undefined;
    return customer.status === 'closed' ? 'customer-closed' : 'customer-not-open';
  }
  if (lost) return lost;
  if (candidates?.length) return 'in-review';
  return account.setAside ? 'left-out' : 'no-customer';
}

function accountRow(space: string, owned: OwnedAccount, customer: Customer | undefined, reason: NotBilled): AuditRow {
  return {
    id: `monitored-not-billed:${space}:${owned.account.id}`,
    kind: 'monitored-not-billed',
    reason,
    account: partyOf(owned.account),
    ...(customer ? { customer: partyOf(customer) } : {}),
    ...(customer && owned.matched ? { matched: true } : {}),
  };
}

/** Of pairs that live on both sides; a closed record keeps whatever it said, and nobody needs to mend it. */
function differentRow(space: string, owned: OwnedAccount, customer: Customer): AuditRow | undefined {
  const { account, additional, matched } = owned;
  if (additional || account.status === 'closed' || account.incomplete || customer.status === 'closed') return undefined;
  const fields = differencesOf(account, customer);
  if (fields.length === 0) return undefined;
  return {
    id: `different:${space}:${account.id}`,
    kind: 'different',
    account: partyOf(account),
    customer: partyOf(customer),
    fields,
    ...(fields.every(isFormOnly) ? { formOnly: true } : {}),
    ...(matched ? { matched: true } : {}),
  };
}

function customerRow(
  customer: Customer,
  idle: OwnedAccount | undefined,
  waiting: boolean,
  { claimed, remembered, unlinked }: AuditInput & { unlinked: ReadonlyMap<string, OwnedAccount> },
): AuditRow | undefined {
  const row = (reason: NotMonitored, account?: AuditParty): AuditRow => ({
    id: `billed-not-monitored:${customer.id}`,
    kind: 'billed-not-monitored',
    reason,
    ...(account ? { account } : {}),
    customer: partyOf(customer),
    ...(idle?.matched ? { matched: true } : {}),
  });
  if (idle) return row(idle.account.status === 'closed' ? 'account-closed' : 'no-device', partyOf(idle.account));
  const accountId = claimed.get(customer.id);
  const former = unlinked.get(accountId ?? '');
  if (former) return row('link-deleted', partyOf(former.account));
  if (accountId) return row('account-not-listed', unlisted(accountId, remembered(accountId)));
  if (waiting) return row('in-review');
  return customer.parent ? undefined : row('no-account');
}

function unlisted(id: string, known: PartySummary | undefined): AuditParty {
  const { name = '', accountNumber, address = BLANK_ADDRESS } = known ?? {};
  return { id, name, ...(accountNumber ? { accountNumber } : {}), address };
}

/** Of several sites without service the same one is shown each time, whatever the order of the listing. */
function firstOf(known: OwnedAccount | undefined, other: OwnedAccount): OwnedAccount {
  return known && known.account.id < other.account.id ? known : other;
}

function partyOf({ id, name, accountNumber, address, status }: Party): AuditParty {
  return { id, name, ...(accountNumber ? { accountNumber } : {}), address, status };
}
