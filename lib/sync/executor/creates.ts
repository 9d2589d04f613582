import { DealerSyncError } from '../../errors';
import { isCutOrRecased, sameNameAtFirstLink, sameValue, TWO_WAY_FIELDS, type TwoWayField } from '../../model/compare';
import type { Account, Customer } from '../../model/records';
import type { Action } from '../actions';
import type { BaseSide, Intent, PairDoc, Side } from '../pair';
import type { AccountDraft, CustomerDraft, NameParts } from '../ports';
import { EMPTY_BASE, summaryOf, withField } from '../snapshot';
import { type AuditEntry, auditOf, flat } from './audit';
import { lowest } from './links';
import { isAnothers, type PairSession } from './session';

/** What a customer that we have made says of where it comes from. */
const OUR_MARK = 'dealer-sync';

/** Who holds the marker that a create would carry. */
export type Holder = { is: 'nobody' } | { is: 'ours'; customer: Customer } | { is: 'taken'; by: Customer };

/**
 * Look before create (S8, S15): the key link by external id, then the account number, compared exactly. What carries our
 * mark after an intent of ours is adopted; any other holder is a person's question.
 */
export async function lookForCustomer(session: PairSession, accountNumber: string, intended: boolean): Promise<Holder> {
  const { billing, keyLinks } = session.deps;
  const { accountId } = session.pair;
  if (keyLinks && accountId) {
    const link = lowest(await keyLinks.client.findByExternalId(keyLinks.customer, `${keyLinks.prefix}${accountId}`));
    const linked = link && (await billing.getCustomer(link.internalId));
    if (linked) return { is: 'ours', customer: linked };
  }
  const holders = await billing.findCustomersByNumber(accountNumber);
  const ours: Customer[] = [];
  const anothers: Customer[] = [];
  for (const holder of holders) {
    if (!intended || holder.source !== OUR_MARK) continue;
    const list = (await isAnothers(session, { customerId: holder.id })) ? anothers : ours;
    list.push(holder);
  }
  if (ours.length > 1) {
    throw new DealerSyncError(
      'CREATED_TWICE',
      `Customers ${ours.map((customer) => customer.id).join(' and ')} of Rev.io both carry account number ${accountNumber} and our mark. Merge them in Rev.io, then retry.`,
      { cause: { system: 'Rev.io', operation: 'look up account number' } },
    );
  }
  const [own] = ours;
  if (own) return { is: 'ours', customer: own };
  const [holder] = [...anothers, ...holders];
  return holder ? { is: 'taken', by: holder } : { is: 'nobody' };
}

/**
 * The customer that a create of ours has made, its reply lost, and that a person has linked to another account before it
 * was found again: it is that account's, and still has to be told of (S22). One that the other account's own create has
 * made is told of already.
 */
export async function madeAndGivenAway({ deps }: PairSession, holder: Holder): Promise<Customer | undefined> {
  if (holder.is !== 'taken' || holder.by.source !== OUR_MARK) return undefined;
  const where = { operation: 'create', entity: 'customer', entityId: holder.by.id };
  const { items } = await deps.store.collection<AuditEntry>('audit').find({ where, limit: 1 });
  return items.length ? undefined : holder.by;
}

/** Creates the customer, or adopts ours, or puts the account into the review queue when the number is somebody else's. */
export async function createCustomer(
  session: PairSession,
  action: Extract<Action, { kind: 'create-customer' }>,
  account: Account,
): Promise<Customer | 'queued'> {
  const { billing, billProfileId } = session.deps;
  const draft: CustomerDraft = { ...action.draft, billProfileId };
  const holder = await lookForCustomer(session, draft.accountNumber, false);
  if (holder.is === 'taken') {
    await queueAsTaken(session, holder.by, account);
    return 'queued';
  }
  if (holder.is === 'ours') {
    await session.save(createdChange(session.pair, holder.customer));
    return holder.customer;
  }
  return session.outside(
    { kind: 'create-customer', accountNumber: draft.accountNumber },
    'revio',
    action.reason,
    () => billing.createCustomer(draft),
    (customer) => ({
      change: {
        ...createdChange(session.pair, customer),
        base: baseOf(account, customer, { side: 'customer', said: draft }),
        decision: undefined,
      },
      audit: customerAudit(session, customer.id, draft),
    }),
    { state: 'creating', accountId: account.id, account: summaryOf(account) },
  );
}

export function createdChange(pair: PairDoc, customer: Customer): Partial<PairDoc> {
  return {
    state: 'created',
    customerId: customer.id,
    customer: summaryOf(customer),
    candidates: [],
    queuedAt: undefined,
    decidedBy: pair.decidedBy ?? 'created',
  };
}

export function customerAudit(
  session: PairSession,
  customerId: string,
  draft: Omit<CustomerDraft, 'billProfileId'> | object,
) {
  return auditOf(session.deps.billing, 'create', 'customer', customerId, {}, flat(draft));
}

type Named = NameParts & Pick<Account, 'address'> & { status?: Account['status'] };

/** What a create has sent, or what it was made from where nobody remembers. */
interface Sent {
  side: Side;
  said: NameParts & Pick<Account, 'address'>;
}

/**
 * Both sides around a create: in step by construction, each in its own form (S3). The side that it was made from is taken
 * as it was then, so that an edit made while we were down is still seen as one. A field of the new record that does not
 * say what was sent, in whatever form, was edited there before we looked (S4): it was never in step, and the rule for a
 * first link decides on it.
 */
export function baseOf(account: Named, customer: Named, { side, said }: Sent): PairDoc['base'] {
  const made = side === 'account' ? account : customer;
  const fields = TWO_WAY_FIELDS.filter((field) => isAsSent(field, made, said));
  const status = account.status ?? 'open';
  return { account: { ...sideOf(account, fields), status }, customer: sideOf(customer, fields) };
}

function isAsSent(field: TwoWayField, made: Named, said: Sent['said']): boolean {
  if (field !== 'name') {
    const [sent, kept] = [said.address[field], made.address[field]];
    return sameValue(field, sent, kept) || isCutOrRecased(sent, kept);
  }
  // A person's name may come back in other parts or order than it was sent in.
  const kinds = ['business', 'residential'] as const;
  const same = kinds.some((kind) => sameNameAtFirstLink({ ...said, kind }, { ...made, kind }));
  return same || isCutOrRecased(said.name, made.name);
}

function sideOf(side: Named, fields: TwoWayField[]): BaseSide {
  let base = EMPTY_BASE;
  for (const field of fields) base = withField(base, side, field);
  return base;
}

async function queueAsTaken(session: PairSession, holder: Customer, account: Account): Promise<void> {
  const { clock } = session.deps;
  await session.save({
    state: 'pending',
    accountId: account.id,
    account: summaryOf(account),
    numberTaken: true,
    candidates: [
      {
        customerId: holder.id,
        score: 0,
        reasons: [{ key: 'matching.reason.accountNumberInUse', values: { number: holder.accountNumber ?? '' } }],
        customer: holder,
      },
    ],
    queuedAt: clock.now(),
    decision: undefined,
  });
}

/**
 * Creates the site of a customer, or brings to its end the one that an earlier try has begun; its contacts follow, one
 * write-ahead step each.
 */
export async function createAccount(
  session: PairSession,
  action: Extract<Action, { kind: 'create-account' }>,
  customer: Customer,
): Promise<Account> {
  const { monitoring } = session.deps;
  const { draft, contacts, reason } = action;
  const holders = await monitoring.findAccountsByNumber(draft.accountNumber);
  const begun = await begunFor(session, customer, holders);
  const [holder] = holders;
  if (holder && holder.id !== begun?.id) throw numberTaken(monitoring.label, draft, holder, customer);
  return session.outside(
    { kind: 'create-account', accountNumber: draft.accountNumber },
    'monitoring',
    reason,
    () =>
      begun && monitoring.unfinished
        ? monitoring.unfinished.finish(begun, draft.accountNumber)
        : monitoring.createAccount(draft),
    (account) => accountCreated(session, account, customer, draft, draft),
    { state: 'creating', customerId: customer.id, customer: summaryOf(customer), toPush: contacts },
  );
}

function numberTaken(label: string, draft: AccountDraft, holder: Account, customer: Customer): DealerSyncError {
  const mend = holder.setAside
    ? `That site is left out of the sync (${holder.setAside}): give customer ${customer.id} another account number, or have the station sort it out.`
    : `It did not match customer ${customer.id}, or belongs to another dealer: link them on the operations page if it is yours, or give the customer another account number.`;
  return new DealerSyncError(
    'ACCOUNT_NUMBER_TAKEN',
    `${label} already has account ${draft.accountNumber} (site ${holder.id}, ${holder.name}). ${mend}`,
    { cause: { system: label, operation: 'create account' } },
  );
}

/**
 * The site that carries our mark for this customer, finished or not, whether it has the account number yet or not. A mark
 * alone may be a station's old number that happens to be a customer's: the name or the street must say so too. One that
 * a person has unlinked from this customer still carries the mark, but it has a pair of its own.
 */
async function begunFor(session: PairSession, customer: Named & { id: string }, holders: Account[]) {
  const { unfinished } = session.deps;
  if (!unfinished) return undefined;
  const ours = (account: Account) => account.madeFor === customer.id && resembles(account, customer);
  const begun =
    holders.find(ours) ?? (await unfinished(customer.id)).find((account) => account.incomplete && ours(account));
  return begun && (await isAnothers(session, { accountId: begun.id })) ? undefined : begun;
}

function resembles(account: Account, customer: Named): boolean {
  const { kind } = account;
  return (
    sameNameAtFirstLink({ ...account, kind }, { ...customer, kind }) ||
    sameValue('line1', account.address.line1, customer.address.line1)
  );
}

/** @param said what the create has sent; after a crash, what it was made from */
export function accountCreated(
  session: PairSession,
  account: Account,
  customer: Named,
  draft: AccountDraft | object,
  said: Sent['said'],
) {
  return {
    change: {
      state: 'created' as const,
      accountId: account.id,
      account: summaryOf(account),
      base: baseOf(account, customer, { side: 'account', said }),
      decidedBy: 'push',
    },
    audit: auditOf(session.deps.monitoring, 'create', 'account', account.id, {}, flat(draft)),
  };
}

/**
 * After a crash or a lost reply: the site with our number, absent when the intent was written, is ours. Where a create
 * takes several writes it is the one with our mark, and what is missing of it is done now.
 */
export async function recoverableAccount(
  session: PairSession,
  intent: Extract<Intent, { kind: 'create-account' }>,
): Promise<Account | undefined> {
  const { monitoring } = session.deps;
  const { customer } = session.pair;
  const holders = await monitoring.findAccountsByNumber(intent.accountNumber);
  if (!monitoring.unfinished || !customer) return holders[0];
  const begun = await begunFor(session, customer, holders);
  return begun && monitoring.unfinished.finish(begun, intent.accountNumber);
}
