import type { Direction, Item, Outcome } from '../model/item';
import type { Customer } from '../model/records';
import { isAtRest } from './merge-fields';
import type { PairDoc } from './pair';

/** One for all: of ten thousand quiet records none needs its own. */
export const UNCHANGED: Outcome = Object.freeze({ name: 'unchanged' });

/** What of a flow's settings tells whether a pair may rest. */
export interface Resting {
  direction: Direction;
  /** A customer closed in Rev.io ends the monitoring at the station, so each one's status is noted. */
  cancelsAtStation?: boolean;
}

/**
 * A pair for which the planner plans nothing: linked as the key links say, nothing asked or under way, and both sides say
 * what they said when last in step, their status too. Nearly all pairs of nearly all cycles are such; they end where they
 * are paired, and the rest of the flow sees only those that may need something. A pair with contacts is none: only the
 * planner compares these.
 */
export function asksForNothing(item: Item, pair: PairDoc | undefined, flow: Resting): boolean {
  const { account, customer, link, create } = item;
  if (!account || !customer || create || pair?.state !== 'linked' || pair.customerId !== customer.id) return false;
  if (pair.decision || pair.nextAttemptAt || pair.toPush?.length || pair.additional || link?.additional) return false;
  if (account.kind === 'other' || account.setAside || account.incomplete || account.contacts) return false;
  return (
    pair.keyLinkId === link?.keyLinkId &&
    pair.base?.account.status === account.status &&
    customerStatusRests(pair.base.customer.status, customer, flow) &&
    isAtRest(pair, account, customer)
  );
}

/** The half that comes in notes no customer's status, and who never cancels need not begin to (S18). */
function customerStatusRests(
  before: string | undefined,
  { status }: Customer,
  { direction, cancelsAtStation }: Resting,
): boolean {
  if (direction === 'in') return true;
  return before === undefined ? !cancelsAtStation : before === status;
}
