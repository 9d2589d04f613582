import type { Account, Customer } from '../../model/records';
import type { Action } from '../actions';
import { isOurs } from '../merge-fields';
import type { FieldWrite, Intent, PairDoc, Side } from '../pair';
import { auditOf } from './audit';
import type { PairSession } from './session';
import { type BothSides, shown, staleNames, toUpdate, updateAudit } from './updates';

/** Writes old values back to one side. It is an edit, made for a person: the base does not move with it. */
export async function restoreSide(
  session: PairSession,
  action: Extract<Action, { kind: 'restore' }>,
  sides: BothSides,
): Promise<BothSides> {
  const { side, writes, sharedAddress, reason } = action;
  // Found to have been done already, when what was under way was brought to its end.
  if (!session.pair.restore) return sides;
  let after = sides;
  await session.outside<Account | Customer>(
    { kind: 'restore', side, writes },
    side === 'account' ? 'monitoring' : 'revio',
    reason,
    () => write(session, side, writes, sides, sharedAddress),
    (kept) => {
      after = side === 'account' ? { ...sides, account: kept } : { ...sides, customer: kept };
      const change = { ...restoredChange(session.pair, side, writes), ...shown(after) };
      return { change, audit: updateAudit(session, side, sides[side].id, writes) };
    },
  );
  return after;
}

function write(
  session: PairSession,
  side: Side,
  writes: FieldWrite[],
  sides: BothSides,
  sharedAddress?: 'write' | 'split',
): Promise<Account | Customer> {
  const { monitoring, billing } = session.deps;
  const update = toUpdate(side, writes, sides, sharedAddress, staleNames(session.pair, side));
  const { id } = sides[side];
  return side === 'account' ? monitoring.updateAccount(id, update) : billing.updateCustomer(id, update);
}

/** What we once sent there is no measure any more: by it, the values put back would look like a reply from before (S7). */
function restoredChange(pair: PairDoc, side: Side, writes: FieldWrite[]): Partial<PairDoc> {
  const fields = new Set(writes.map(({ field }) => field));
  const settling = pair.settling.filter((one) => one.side !== side || !fields.has(one.field));
  return { restore: undefined, settling };
}

/**
 * Done if the side shows every value that was put back, and then told. If not, the wish stands and is carried out anew: the
 * same values twice do no harm, also when the first write comes late (S7). A rename that reached only some of a customer's
 * address rows is finished here.
 */
export async function recoverRestore(
  session: PairSession,
  intent: Extract<Intent, { kind: 'restore' }>,
  { account, customer }: { account?: Account; customer?: Customer },
): Promise<void> {
  const { deps } = session;
  const { side, writes } = intent;
  const id = side === 'account' ? account?.id : customer?.id;
  const standing = id && (await (side === 'account' ? deps.monitoring.getAccount(id) : deps.billing.getCustomer(id)));
  if (!standing || !id || !account || !customer || !writes.every((one) => isOurs(standing, one))) {
    return session.save({ intent: undefined });
  }
  const renames = writes.filter(({ field }) => field === 'name');
  if (side === 'customer' && renames.length) await write(session, side, renames, { account, customer });
  const change = {
    ...restoredChange(session.pair, side, writes),
    ...shown({ account, customer, [side]: standing }),
  };
  await session.finish(intent, updateAudit(session, side, id, writes), change, true);
}

/** That side, or the other one, says something else by now: nothing is put back, and the record's story says why. */
export async function dropRestore(session: PairSession, reason: string): Promise<void> {
  const { auditId = '', by = '' } = session.pair.restore ?? {};
  const decision = { decision: 'drop-restore', auditId };
  const dealerSync = { user: 'dealer-sync', label: 'dealer-sync' };
  const body = auditOf(dealerSync, 'decide', 'write', session.pair._id, {}, decision);
  await session.answer(body, by, reason, { restore: undefined });
}
