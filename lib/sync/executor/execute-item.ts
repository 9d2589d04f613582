import { asDealerSyncError, type DealerSyncError } from '../../errors';
import type { Item, Match, Outcome } from '../../model/item';
import type { Account, Customer } from '../../model/records';
import type { Action } from '../actions';
import { newPair, type PairDoc } from '../pair';
import { ContactWriter } from './contacts';
import { createAccount, createCustomer } from './creates';
import { linkPair, movePair } from './links';
import { recover } from './recover';
import { dropRestore, restoreSide } from './restores';
import { type ExecutorDeps, PairSession } from './session';
import { adoptionChange, type BothSides, cancelAccount, closeCustomer, settledBy, shown, updateSide } from './updates';
import { assertSameWords } from './words';

/** Errors that end the whole run, not the record: nothing more may go out. */
const RUN_ENDING = new Set([
  'LEASE_LOST',
  'RUN_STOPPED',
  'RUN_INTERRUPTED',
  'STORE_CLOSED',
  'STORE_UNWRITABLE',
  'STORE_LOCKED',
  'STORE_UNREACHABLE',
]);

/**
 * Carries out one item's actions, in the order create, key link, update, contacts, each a write-ahead step of the pair's
 * document. A failed item has its outcome and stops no other (S13); an error that ends the run is thrown.
 *
 * @param planned the pair as it was when the actions were planned
 */
export async function executeItem(
  deps: ExecutorDeps,
  item: Item,
  stored: PairDoc | undefined,
  planned = stored,
): Promise<Item> {
  const pair = stored ?? newPair(deps.newId(), deps.run.space, idsOf(item), deps.clock.now());
  const session = new PairSession(deps, pair, item.key);
  try {
    if (planned && stored) assertSameWords(planned, stored);
    const done = await carryOut(session, item);
    if (session.pair.attempts || session.pair.error) {
      await session.save({ attempts: 0, error: undefined, nextAttemptAt: undefined });
    }
    return done;
  } catch (error) {
    const failure = asDealerSyncError(error);
    if (RUN_ENDING.has(failure.code)) throw failure;
    // A person decided on this pair while it was worked on: their word stands, and the next run takes it up.
    if (failure.code !== 'STALE') await recordFailure(session, failure);
    return { ...item, outcome: { name: 'failed', code: failure.code, reason: failure.message } };
  }
}

function idsOf(item: Item): { accountId?: string; customerId?: string } {
  if (item.account) return { accountId: item.account.id };
  return item.customer ? { customerId: item.customer.id } : {};
}

async function carryOut(session: PairSession, item: Item): Promise<Item> {
  const actions = item.actions ?? [];
  const did = new Set<Action['kind']>();
  await recover(session, item);

  let { account, customer } = item;
  const create = actions.find((action) => action.kind === 'create-customer');
  if (create && account) {
    const made = await createdOrAdopted(session, create, account);
    if (made === 'queued') return { ...item, outcome: { name: 'pending', reason: 'account number already in use' } };
    customer = made;
    did.add('create-customer');
  }
  const push = actions.find((action) => action.kind === 'create-account');
  if (push && customer) {
    account =
      session.pair.accountId && !item.account?.incomplete
        ? await pushed(session, session.pair.accountId)
        : await createAccount(session, push, customer);
    did.add('create-account');
  }
  const move = actions.find((action) => action.kind === 'unlink');
  if (move) {
    await movePair(session, move);
    return { ...item, outcome: { name: move.relinkTo ? 'linked' : 'pending', reason: move.reason } };
  }
  if (!account || !customer) return { ...item, outcome: { name: 'unchanged' } };
  const done = await carryOutLinked(session, { account, customer }, actions, did, basisOf(item.match));
  return { ...item, ...done, outcome: outcomeOf(did, session.pair) };
}

/** After a crash the customer may be there already: recovery has put it into the pair. */
async function createdOrAdopted(
  session: PairSession,
  create: Extract<Action, { kind: 'create-customer' }>,
  account: Account,
): Promise<Customer | 'queued'> {
  const { customerId, state } = session.pair;
  const made = customerId && state === 'created' ? await session.deps.billing.getCustomer(customerId) : undefined;
  return made ?? createCustomer(session, create, account);
}

async function pushed(session: PairSession, accountId: string): Promise<Account | undefined> {
  return session.deps.monitoring.getAccount(accountId);
}

async function carryOutLinked(
  session: PairSession,
  sides: BothSides,
  actions: Action[],
  did: Set<Action['kind']>,
  basis: Partial<PairDoc>,
): Promise<BothSides> {
  const { account, customer } = sides;
  const creates = did.size > 0;
  const link: Extract<Action, { kind: 'link' }> | undefined =
    actions.find((action) => action.kind === 'link') ??
    (creates || session.pair.state === 'created' ? linkAfterCreate(sides) : undefined);
  if (link) {
    await session.save({ ...shown(sides), ...basis });
    await linkPair(session, link);
    did.add('link');
  }
  let now = sides;
  const writer = new ContactWriter(session, account.id, customer.id);
  for (const action of actions) {
    switch (action.kind) {
      case 'adopt':
        await session.save(adoptionChange(session.pair, action.fields, now));
        break;
      case 'settled':
        await session.save({ settling: settledBy(session.pair, action) });
        break;
      case 'conflicts':
        await session.save({ conflicts: action.conflicts, conflictCount: action.conflicts.length, ...shown(now) });
        break;
      case 'update':
        now = await updateSide(session, action, now);
        break;
      case 'restore':
        now = await restoreSide(session, action, now);
        break;
      case 'drop-restore':
        if (session.pair.restore) await dropRestore(session, action.reason);
        continue;
      case 'close':
        await closeCustomer(session, action, now);
        break;
      case 'cancel':
        await cancelAccount(session, action, now);
        break;
      case 'contact-add':
        await writer.add(action);
        break;
      case 'contact-update':
        await writer.update(action);
        break;
      case 'contact-remove':
        if (!(await writer.remove(action))) continue;
        break;
      default:
        continue;
    }
    did.add(action.kind);
  }
  for (const contact of session.pair.toPush ?? []) await writer.push(contact, 'pushed with its customer');
  return now;
}

/** A pair keeps what its match was decided on (S16). */
function basisOf(match: Match | undefined): Partial<PairDoc> {
  if (!match) return {};
  const { score, reasons, threshold, matcherVersion } = match;
  return { score, reasons, threshold, matcherVersion };
}

function linkAfterCreate({ account, customer }: BothSides): Extract<Action, { kind: 'link' }> {
  return {
    kind: 'link',
    accountId: account.id,
    customerId: customer.id,
    decidedBy: { by: 'push' },
    reason: 'created here',
  };
}

/** Conflict before created, linked, updated, unchanged: what a person has to look at counts first. */
function outcomeOf(did: Set<Action['kind']>, pair: PairDoc): Outcome {
  if (pair.conflicts.some((conflict) => !conflict.decision)) {
    return {
      name: 'conflict',
      reason: `The two sides differ on ${pair.conflicts.map(({ field }) => field).join(', ')}.`,
    };
  }
  if (did.has('create-customer') || did.has('create-account')) return { name: 'created' };
  if (did.has('link')) return { name: 'linked' };
  const wrote = ['update', 'restore', 'close', 'cancel', 'contact-add', 'contact-update', 'contact-remove'] as const;
  return wrote.some((kind) => did.has(kind)) ? { name: 'updated' } : { name: 'unchanged' };
}

/** Retried with back-off, then parked with its reason (S13). */
async function recordFailure(session: PairSession, failure: DealerSyncError): Promise<void> {
  const { clock, maxAttempts } = session.deps;
  const { pair } = session;
  const now = clock.now();
  const waits = failure.code === 'UNSETTLED';
  const attempts = waits ? pair.attempts : pair.attempts + 1;
  const error = { code: failure.code, message: failure.message, at: now, transient: failure.transient };
  const parked = attempts >= maxAttempts;
  await session.save({
    error,
    attempts,
    nextAttemptAt: waits ? undefined : now + backOff(pair._id, attempts),
    ...(parked ? { state: 'parked' as const, parkedFrom: pair.state } : {}),
  });
}

/** 10 minutes, doubled with each try, to 6 hours; spread by a jitter that the same pair and try always get (S20). */
export function backOff(id: string, attempts: number): number {
  const minutes = Math.min(10 * 2 ** (attempts - 1), 360);
  let hash = attempts;
  for (const char of id) hash = (hash * 31 + char.charCodeAt(0)) % 1000;
  return Math.round(minutes * 60_000 * (0.75 + hash / 4000));
}
