import { formOf, nameForCustomer } from '../mapping/names';
import type { Direction } from '../model/item';
import type { Account, Customer } from '../model/records';
import type { Action } from './actions';
import type { MergePolicy, Verdict } from './merge-fields';
import type { FieldWrite, PairDoc, RestoreWish } from './pair';
import { fieldText, holdsText, nameOf } from './snapshot';

export interface RestoreInput {
  pair: PairDoc | undefined;
  account: Account;
  customer: Customer;
  verdicts: readonly Verdict[];
  policy: MergePolicy;
  direction: Direction;
}

/**
 * The old values that a person wants back at one side. They go there only while that side says what the person saw and
 * the other side brings nothing of its own for these fields; else the wish is dropped, and said to be. The base stays as it
 * is, so that the next run takes the values to the other side as it does any edit (S3).
 */
export function planRestore({ pair, account, customer, verdicts, policy, direction }: RestoreInput): Action[] {
  const wish = pair?.restore;
  if (!wish) return [];
  // The half that may write to that side has the word.
  if (direction === (wish.side === 'account' ? 'in' : 'out')) return [];
  const party = wish.side === 'account' ? account : customer;
  if (wish.entityId !== party.id) return [dropped(wish, 'the two records are not linked any more')];
  const moved = wish.fields.find(({ field, from }) => !holdsText(party, field, from));
  if (moved) return [dropped(wish, `the ${moved.field} there is "${fieldText(party, moved.field)}" by now`)];
  const asked = new Set<string>(wish.fields.map(({ field }) => field));
  if (verdicts.some(({ field, is }) => asked.has(field) && (is === 'write' || is === 'conflict'))) {
    return [dropped(wish, 'the other side has changed it meanwhile')];
  }
  const writes = wish.fields.map((field) => writeOf(wish, field, account, customer));
  const moves = writes.some(({ field }) => field !== 'name');
  const shared = wish.side === 'customer' && customer.sharedAddress && moves;
  return [
    {
      kind: 'restore',
      side: wish.side,
      writes,
      ...(shared ? { sharedAddress: policy.sharedAddress === 'split' ? ('split' as const) : ('write' as const) } : {}),
      reason: `old values put back by ${wish.by}`,
    },
  ];
}

function dropped({ by }: RestoreWish, why: string): Action {
  return { kind: 'drop-restore', reason: `The old values that ${by} wanted back were not put back: ${why}.` };
}

function writeOf(
  { side }: RestoreWish,
  { field, to }: RestoreWish['fields'][number],
  account: Account,
  customer: Customer,
): FieldWrite {
  const [party, other] = side === 'account' ? [account, customer] : [customer, account];
  const write = { field, old: fieldText(party, field), sent: to, source: fieldText(other, field) };
  if (field !== 'name') return write;
  const sentName = side === 'account' ? { name: to } : nameForCustomer({ name: to }, formOf(customer.kind), customer);
  return { ...write, sent: sentName.name, sourceName: nameOf(other), sentName };
}
