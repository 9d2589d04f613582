import type { Item } from '../../model/item';
import type { Account, Customer } from '../../model/records';
import { isOurs, settle } from '../merge-fields';
import type { FieldWrite, Intent, PairDoc } from '../pair';
import { contactFields } from '../plan-contacts';
import { ContactWriter } from './contacts';
import {
  accountCreated,
  baseOf,
  createdChange,
  customerAudit,
  lookForCustomer,
  madeAndGivenAway,
  recoverableAccount,
} from './creates';
import { keyLinkAudit, lowest } from './links';
import { recoverRestore } from './restores';
import type { PairSession } from './session';
import {
  cancelAudit,
  cancelledChange,
  closeAudit,
  closedChange,
  toUpdate,
  updateAudit,
  writtenChange,
} from './updates';

/**
 * Brings to an end what was under way when we crashed, or when a reply was lost (S6, S7): look it up, adopt what carries
 * our mark, and take the intent back only when it is certain that nothing came of it. After this the pair has no intent.
 */
export async function recover(session: PairSession, item: Item): Promise<void> {
  const { intent } = session.pair;
  if (!intent) return;
  switch (intent.kind) {
    case 'create-customer':
      return recoverCustomer(session, intent);
    case 'create-account':
      return recoverAccount(session, intent);
    case 'key-link':
    case 'contact-link':
      return recoverKeyLink(session, intent);
    case 'update':
      return recoverUpdate(session, intent, item);
    case 'restore':
      return recoverRestore(session, intent, item);
    case 'close':
      return recoverClose(session, intent);
    case 'cancel':
      return recoverCancel(session, intent);
    case 'contact-add':
    case 'contact-push':
      return recoverContact(session, intent);
    default:
      // Moving a link, changing and removing a contact can be done again without harm; the plan says so again.
      return session.save({ intent: undefined });
  }
}

async function recoverCustomer(
  session: PairSession,
  intent: Extract<Intent, { kind: 'create-customer' }>,
): Promise<void> {
  const holder = await lookForCustomer(session, intent.accountNumber, true);
  const auditOfMade = ({ id, name, address }: Customer) =>
    customerAudit(session, id, { accountNumber: intent.accountNumber, name, address });
  if (holder.is !== 'ours') {
    const made = await madeAndGivenAway(session, holder);
    if (made) return session.finish(intent, auditOfMade(made), { state: 'unmatched' }, true);
    session.assertSettled(intent);
    return session.save({ intent: undefined, state: 'unmatched' });
  }
  const { customer } = holder;
  const base = session.pair.account
    ? baseOf(session.pair.account, customer, { side: 'customer', said: session.pair.account })
    : undefined;
  const change = { ...createdChange(session.pair, customer), base, decision: undefined };
  await session.finish(intent, auditOfMade(customer), change, true);
}

async function recoverAccount(
  session: PairSession,
  intent: Extract<Intent, { kind: 'create-account' }>,
): Promise<void> {
  const account = await recoverableAccount(session, intent);
  const { customer } = session.pair;
  if (!account || !customer) {
    session.assertSettled(intent);
    return session.save({ intent: undefined, state: 'unmatched', toPush: undefined });
  }
  const { name, accountNumber, address } = account;
  const { change, audit } = accountCreated(session, account, customer, { name, accountNumber, address }, customer);
  await session.finish(intent, audit, change, true);
}

async function recoverKeyLink(
  session: PairSession,
  intent: Extract<Intent, { kind: 'key-link' | 'contact-link' }>,
): Promise<void> {
  const { keyLinks } = session.deps;
  const { internalId, externalId } = intent;
  const scope = intent.kind === 'key-link' ? keyLinks?.customer : keyLinks?.contact;
  const found = keyLinks && scope ? lowest(await keyLinks.client.findByExternalId(scope, externalId)) : undefined;
  if (!found || found.internalId !== internalId) {
    session.assertSettled(intent);
    return session.save({ intent: undefined });
  }
  const entity = intent.kind === 'key-link' ? 'Customer' : 'Contact';
  const from = intent.kind === 'contact-link' ? intent.from : undefined;
  const old = from === undefined ? {} : { internalId: from, externalId };
  const audit = keyLinkAudit(session, from === undefined ? 'create' : 'update', found.id, old, {
    internalId,
    externalId,
    entity,
  });
  await session.finish(intent, audit, linkChange(session.pair, intent, found.id), true);
}

function linkChange(
  pair: PairDoc,
  intent: Extract<Intent, { kind: 'key-link' | 'contact-link' }>,
  keyLinkId: string,
): Partial<PairDoc> {
  if (intent.kind === 'key-link') return { state: 'linked', keyLinkId, candidates: [], queuedAt: undefined };
  const contacts = pair.contacts.map((contact) =>
    contact.accountContactId === intent.accountContactId ? { ...contact, keyLinkId, unlinked: undefined } : contact,
  );
  return { contacts };
}

/**
 * What the side shows of our values tells what came of the write. What it does not show may still come until the settle time
 * is over: whoever took the intent back before would leave a late write untold (S22). A rename that reached only some of a
 * customer's address rows is told of as well; the next update ends it, on each row that holds the old name or this one.
 */
async function recoverUpdate(
  session: PairSession,
  intent: Extract<Intent, { kind: 'update' }>,
  item: Item,
): Promise<void> {
  const { deps, pair } = session;
  const { side, writes } = intent;
  const until = intent.at + deps.settleMs;
  const id = side === 'account' ? pair.accountId : pair.customerId;
  const standing = id && (await (side === 'account' ? deps.monitoring.getAccount(id) : deps.billing.getCustomer(id)));
  const done = standing ? writes.filter((write) => isOurs(standing, write)) : [];
  const undone = writes.filter((write) => !done.includes(write));
  if (undone.length) session.assertSettled(intent);
  const begun = standing ? undone.filter((write) => isBegunRename(standing, write)) : [];
  const settling = settle(side, undone, false, until);
  const asBefore = { settling: [...pair.settling, ...settling] };
  if (!standing || !id || done.length + begun.length === 0) return session.save({ intent: undefined, ...asBefore });
  const told = updateAudit(session, side, id, [...done, ...begun]);
  const { account, customer } = item;
  // Where one side is gone meanwhile there is no base to move.
  if (!account || !customer || !done.length) return session.finish(intent, told, asBefore, true);

  const sides = { account, customer };
  const rename = done.filter((write) => write.field === 'name');
  const kept =
    side === 'customer' && rename.length
      ? await deps.billing.updateCustomer(id, toUpdate('customer', rename, sides, undefined, []))
      : standing;
  const change = writtenChange(pair, side, done, { ...sides, [side]: kept }, until);
  await session.finish(intent, told, { ...change, settling: [...(change.settling ?? []), ...settling] }, true);
}

/** The name stands on another of the customer's address rows: a rename writes these first, and the one that is shown last. */
function isBegunRename(standing: Account | Customer, write: FieldWrite): boolean {
  const names = write.field === 'name' && 'otherNames' in standing ? (standing.otherNames ?? []) : [];
  const { id, kind, address, status } = standing;
  return names.some((name) => isOurs({ id, kind, address, status, name }, write));
}

/**
 * A customer that is closed now needs no second close, and the one that was done is told of (S22). One that is not may be
 * yet: whoever took the intent back before that is certain, and does not close it anew, would leave the late close untold.
 */
async function recoverClose(session: PairSession, intent: Extract<Intent, { kind: 'close' }>): Promise<void> {
  const { customerId = '' } = session.pair;
  const customer = await session.deps.billing.getCustomer(customerId);
  if (customer?.status !== 'closed') {
    session.assertSettled(intent);
    return session.save({ intent: undefined });
  }
  await session.finish(intent, closeAudit(session, customerId, intent.before), closedChange(session.pair), true);
}

/** The same the other way: a site that is cancelled now needs no second cancel. */
async function recoverCancel(session: PairSession, intent: Extract<Intent, { kind: 'cancel' }>): Promise<void> {
  const { accountId = '' } = session.pair;
  const account = await session.deps.monitoring.getAccount(accountId);
  if (account?.status !== 'closed') {
    session.assertSettled(intent);
    return session.save({ intent: undefined });
  }
  await session.finish(intent, cancelAudit(session, accountId, intent.before), cancelledChange(session.pair), true);
}

async function recoverContact(
  session: PairSession,
  intent: Extract<Intent, { kind: 'contact-add' | 'contact-push' }>,
): Promise<void> {
  const { accountId, customerId } = session.pair;
  const writer = new ContactWriter(session, accountId ?? '', customerId ?? '');
  if (intent.kind === 'contact-add') {
    const found = customerId ? await writer.foundAtRevio(intent.fields, intent.known) : undefined;
    if (found) {
      const entry = { accountContactId: intent.accountContactId, base: intent.fields };
      const audit = writer.audit('create', found.id, {}, { ...contactFields(found), customerId: customerId ?? '' });
      return session.finish(intent, audit, writer.added(entry, found.id), true);
    }
  } else {
    const found = accountId ? await writer.foundAtStation(intent.fields, intent.known) : undefined;
    if (found) {
      const audit = writer.pushAudit(found, intent.fields);
      return session.finish(intent, audit, writer.pushed(intent.customerContactId, found), true);
    }
  }
  session.assertSettled(intent);
  return session.save({ intent: undefined });
}
