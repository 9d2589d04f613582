import type { Cause, Item } from '../model/item';
import type { Customer } from '../model/records';
import type { PairDoc } from './pair';

/** What becomes of a match that nobody decides (seed: a new customer on the next hourly cycle). */
export interface ReviewRule {
  undecided: 'next-cycle' | 'after-hours' | 'never';
  /** `next-cycle`: how long it must have been in the queue before a timed run creates, in minutes. */
  minutes: number;
  hours: number;
}

export interface ReviewInput {
  item: Item;
  pair: PairDoc | undefined;
  rule: ReviewRule;
  cause: Cause;
  now: number;
  customers: ReadonlyMap<string, Customer>;
  /** Customer id -> account that it belongs to already. */
  claimed: ReadonlyMap<string, string>;
}

export type Reviewed = { to: 'link'; item: Item } | { to: 'create'; item: Item } | { to: 'waiting'; item: Item };

/**
 * What people and the declared rule decided of a pending match (S16). Only a timed run creates: a person who presses
 * "Sync now", a restart and a preview never cut the time to decide short. Pure.
 */
export function reviewItem(input: ReviewInput): Reviewed {
  const { item, pair, cause } = input;
  const decision = pair?.decision;
  if ((decision?.kind === 'accept' || decision?.kind === 'reassign') && decision.customerId) {
    return linkDecided(input, { kind: decision.kind, customerId: decision.customerId, by: decision.by });
  }
  if (decision?.kind === 'reject' && cause === 'timer')
    return create(item, `every candidate rejected by ${decision.by}`);
  if (decision?.kind === 'reject')
    return waiting(item, 'Rejected: a new customer is created on the next hourly cycle.');
  if (isDue(input)) return create(item, 'nobody decided in time');
  return waiting(item, 'Waits for a person to choose a customer.');
}

function linkDecided(
  input: ReviewInput,
  decision: { kind: 'accept' | 'reassign'; customerId: string; by: string },
): Reviewed {
  const { item, customers, claimed } = input;
  const customer = customers.get(decision.customerId);
  if (!customer) return waiting(item, `Customer ${decision.customerId} is not in Rev.io any more: choose another one.`);
  const owner = claimed.get(customer.id);
  const additional = owner !== undefined && owner !== item.account?.id;
  return {
    to: 'link',
    item: {
      ...item,
      customer,
      link: {
        ...(additional ? { additional: true } : {}),
        decidedBy: { by: 'person', user: decision.by, as: decision.kind },
      },
    },
  };
}

function isDue({ pair, rule, cause, now }: ReviewInput): boolean {
  if (cause !== 'timer' || rule.undecided === 'never' || pair?.queuedAt === undefined) return false;
  return now - pair.queuedAt >= waitOf(rule);
}

/** How long a match waits for a person before a timed run creates, in milliseconds. */
export function waitOf(rule: ReviewRule): number {
  return rule.undecided === 'next-cycle' ? rule.minutes * 60_000 : rule.hours * 3_600_000;
}

function create(item: Item, reason: string): Reviewed {
  return { to: 'create', item: { ...item, create: { side: 'customer', due: true, reason } } };
}

function waiting(item: Item, reason: string): Reviewed {
  return { to: 'waiting', item: { ...item, outcome: { name: 'pending', reason } } };
}
