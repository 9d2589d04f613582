import { DealerSyncError } from '../../errors';
import type { Account, Address, Customer, Party } from '../../model/records';
import type { Action, Adoption } from '../actions';
import { isOurs, settle } from '../merge-fields';
import type { BaseSide, Conflict, FieldWrite, PairDoc, Side } from '../pair';
import type { PartyUpdate } from '../ports';
import { EMPTY_BASE, holdsText, summaryOf, withField } from '../snapshot';
import { auditOf } from './audit';
import type { PairSession } from './session';

export interface BothSides {
  account: Account;
  customer: Customer;
}

/** Writes fields to one side in one action, and moves the base of those fields, both sides together. */
export async function updateSide(
  session: PairSession,
  action: Extract<Action, { kind: 'update' }>,
  sides: BothSides,
): Promise<BothSides> {
  const { deps, pair } = session;
  const { side, writes, sharedAddress, reason } = action;
  const id = side === 'account' ? sides.account.id : sides.customer.id;
  const update = toUpdate(side, writes, sides, sharedAddress, staleNames(pair, side));
  const body = { kind: 'update' as const, side, writes, ...(sharedAddress ? { sharedAddress } : {}) };
  let after = sides;
  await session.outside<Account | Customer>(
    body,
    side === 'account' ? 'monitoring' : 'revio',
    reason,
    () => (side === 'account' ? deps.monitoring.updateAccount(id, update) : deps.billing.updateCustomer(id, update)),
    (kept) => {
      after = side === 'account' ? { ...sides, account: kept } : { ...sides, customer: kept };
      const change = writtenChange(session.pair, side, writes, after, deps.clock.now() + deps.settleMs);
      return { change, audit: updateAudit(session, side, id, writes) };
    },
  );
  return after;
}

/** The document after a write: base of the written fields, no conflict on them, and what may still show late. */
export function writtenChange(
  pair: PairDoc,
  side: Side,
  writes: FieldWrite[],
  after: BothSides,
  until: number,
): Partial<PairDoc> {
  let base = basesOf(pair);
  for (const write of writes) {
    const source = side === 'account' ? 'customer' : 'account';
    const kept = isKept(after[side], write);
    base = {
      ...base,
      [side]: kept ? withField(base[side], after[side], write.field) : withSent(base[side], write),
      [source]: withSource(base[source], write),
    };
  }
  const fields = new Set<Conflict['field']>(writes.map((write) => write.field));
  const settling = [
    // One that was lost may still come over this one.
    ...pair.settling.filter((one) => !(one.side === side && fields.has(one.field)) || (!one.replied && !one.over)),
    ...settle(side, writes, true, until),
  ];
  return { base, ...withoutConflicts(pair, fields), settling, ...shown(after) };
}

/** What people see of the pair follows what was read and written last. */
export function shown({ account, customer }: BothSides): Pick<PairDoc, 'account' | 'customer'> {
  return { account: summaryOf(account), customer: summaryOf(customer) };
}

function basesOf(pair: PairDoc): NonNullable<PairDoc['base']> {
  return pair.base ?? { account: EMPTY_BASE, customer: EMPTY_BASE };
}

/** What was written or adopted is no question any more. */
function withoutConflicts(
  pair: PairDoc,
  fields: ReadonlySet<Conflict['field']>,
): Pick<PairDoc, 'conflicts' | 'conflictCount'> {
  const conflicts = pair.conflicts.filter((conflict) => !fields.has(conflict.field));
  return { conflicts, conflictCount: conflicts.length };
}

/**
 * What the side shows after the write is our value in its form, or still the old one. Anything else somebody has entered
 * since: an edit, which the next run sees as one (S4).
 */
function isKept(after: Party, write: FieldWrite): boolean {
  return isOurs(after, write) || holdsText(after, write.field, write.old);
}

function withSent(base: BaseSide, write: FieldWrite): BaseSide {
  if (write.field === 'name') return { ...base, name: write.sentName ?? { name: write.sent } };
  return { ...base, address: { ...base.address, [write.field]: write.sent } };
}

/** The side that the value came from, as it was when it was sent. */
function withSource(base: BaseSide, write: FieldWrite): BaseSide {
  if (write.field === 'name') return { ...base, name: write.sourceName ?? { name: write.source } };
  return { ...base, address: { ...base.address, [write.field]: write.source } };
}

export function toUpdate(
  side: Side,
  writes: FieldWrite[],
  sides: BothSides,
  sharedAddress: 'write' | 'split' | undefined,
  replaced: string[],
): PartyUpdate {
  const name = writes.find((write) => write.field === 'name');
  const address: Partial<Address> = {};
  for (const write of writes) if (write.field !== 'name') address[write.field] = write.sent;
  return {
    kind: sides[side].kind,
    ...(name?.sentName ? { name: name.sentName, replacesNames: [...new Set([name.old, ...replaced])] } : {}),
    ...(Object.keys(address).length ? { address } : {}),
    ...(sharedAddress ? { sharedAddress } : {}),
  };
}

/** Names that a rename of ours which broke off may have left on some of the address rows, however long ago (S6). */
export function staleNames(pair: PairDoc, side: Side): string[] {
  return pair.settling.flatMap((write) =>
    write.side === side && write.field === 'name' && !write.replied ? [write.old, write.sent] : [],
  );
}

export function updateAudit(session: PairSession, side: Side, entityId: string, writes: FieldWrite[]) {
  const remote = side === 'account' ? session.deps.monitoring : session.deps.billing;
  const texts = (pick: (write: FieldWrite) => string) =>
    Object.fromEntries(writes.map((write) => [write.field, pick(write)]));
  const [old, now] = [texts((write) => write.old), texts((write) => write.sent)];
  return auditOf(remote, 'update', side, entityId, old, now);
}

/** The writes of these fields that were lost and whose time was over at the reading: they are history. */
export function settledBy(pair: PairDoc, { fields, asOf }: Extract<Action, { kind: 'settled' }>): PairDoc['settling'] {
  return pair.settling.map((one) =>
    !one.replied && one.until <= asOf && fields.includes(one.field) ? { ...one, over: true } : one,
  );
}

/** Fields that are in step as they are: the base moves, nothing is written outside. */
export function adoptionChange(pair: PairDoc, fields: Adoption[], sides: BothSides): Partial<PairDoc> {
  let base = basesOf(pair);
  for (const { field } of fields) {
    if (field === 'status') {
      base = { ...base, account: { ...base.account, status: sides.account.status } };
    } else if (field === 'customerStatus') {
      base = { ...base, customer: { ...base.customer, status: sides.customer.status } };
    } else {
      base = {
        account: withField(base.account, sides.account, field),
        customer: withField(base.customer, sides.customer, field),
      };
    }
  }
  const adopted = new Set(fields.flatMap(({ field }) => (field === 'customerStatus' ? [] : [field])));
  return { base, ...withoutConflicts(pair, adopted), ...shown(sides) };
}

/** Cancelled at the station: the customer is closed, once (S18). */
export async function closeCustomer(
  session: PairSession,
  action: Extract<Action, { kind: 'close' }>,
  sides: BothSides,
): Promise<void> {
  const { billing } = session.deps;
  const { customer } = sides;
  await session.outside(
    { kind: 'close', before: customer.status },
    'revio',
    action.reason,
    () => billing.closeCustomer(customer.id),
    (kept) => {
      if (kept.status !== 'closed') throw closeNotKept(customer.id);
      return { change: closedChange(session.pair), audit: closeAudit(session, customer.id, customer.status) };
    },
  );
}

/** The transition is done, so that it is not done again when a person reopens the customer (S18). */
export function closedChange(pair: PairDoc): Partial<PairDoc> {
  const base = basesOf(pair);
  return {
    ...withoutConflicts(pair, new Set(['status'] as const)),
    base: { ...base, account: { ...base.account, status: 'closed' } },
  };
}

/** Closed in Rev.io, and a person wants that to end the monitoring. */
export async function cancelAccount(
  session: PairSession,
  action: Extract<Action, { kind: 'cancel' }>,
  { account }: BothSides,
): Promise<void> {
  const { monitoring } = session.deps;
  await session.outside(
    { kind: 'cancel', before: account.status },
    'monitoring',
    action.reason,
    async () => {
      if (!monitoring.cancelAccount) throw cannotCancel(monitoring.label);
      const kept = await monitoring.cancelAccount(account.id, action.accountNumber);
      if (kept.status !== 'closed') throw cancelNotKept(monitoring.label, account.id);
    },
    () => ({ change: cancelledChange(session.pair), audit: cancelAudit(session, account.id, account.status) }),
  );
}

/** Both transitions are done: neither half takes the other's for news (S18). */
export function cancelledChange(pair: PairDoc): Partial<PairDoc> {
  const { account, customer } = basesOf(pair);
  return { base: { account: { ...account, status: 'closed' }, customer: { ...customer, status: 'closed' } } };
}

export function cancelAudit(session: PairSession, accountId: string, before: string) {
  return auditOf(session.deps.monitoring, 'cancel', 'account', accountId, { status: before }, { status: 'closed' });
}

function cannotCancel(label: string): DealerSyncError {
  return new DealerSyncError(
    'CANNOT_CANCEL',
    `Accounts of ${label} cannot be cancelled from here: switch cancelling off in the merge-changes node, and cancel there.`,
    { acted: 'no', cause: { system: label, operation: 'cancel account' } },
  );
}

function cancelNotKept(label: string, id: string): DealerSyncError {
  return new DealerSyncError(
    'CANCEL_NOT_KEPT',
    `${label} took the cancel of site ${id} but still shows it in service: ask the station to cancel it.`,
    { cause: { system: label, operation: 'cancel account' } },
  );
}

export function closeAudit(session: PairSession, customerId: string, before: string) {
  return auditOf(session.deps.billing, 'close', 'customer', customerId, { status: before }, { status: 'closed' });
}

function closeNotKept(id: string): DealerSyncError {
  return new DealerSyncError(
    'CLOSE_NOT_KEPT',
    `Rev.io took the close of customer ${id} but still shows it as open: close it in Rev.io, or choose another way to close in the Rev.io settings.`,
  );
}
