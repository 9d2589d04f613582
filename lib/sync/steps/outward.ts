import type { Item, Outcome } from '../../model/item';
import type { Customer } from '../../model/records';
import type { PairDoc } from '../pair';
import { customerKey } from '../pairing';
import type { Run } from '../run';
import { leftOutUnlinked } from './left-out';
import type { MatchOutputs } from './match-step';

/**
 * A run that goes out is about customers: the open ones that no account belongs to, and that no waiting account may turn
 * out to be, become new accounts. Accounts that are nobody's are left to the run that comes in.
 */
export function outward(run: Run, { matched, pending, unmatched }: MatchOutputs): MatchOutputs {
  const asked = run.setup.customerIds && new Set(run.setup.customerIds);
  const isWanted = (customerId: string | undefined) => customerId !== undefined && (!asked || asked.has(customerId));
  const mine = matched.filter((item) => !item.account?.setAside && isWanted(item.customer?.id));
  const waiting = pending.filter(
    (item) => !leftOutUnlinked(run, item) && item.match?.candidates.some(({ customerId }) => isWanted(customerId)),
  );
  // A set: a first run may match a hundred thousand.
  const kept = new Set([...mine, ...waiting]);
  leaveToInward(
    run,
    [...unmatched, ...matched, ...pending].filter((item) => !kept.has(item)),
  );

  const taken = new Set(mine.map((item) => item.customer?.id));
  // A push that was cut off is taken up again by the next push: its customer has no account that anybody knows of (S6).
  for (const [customerId, accountId] of run.claimed) if (accountId) taken.add(customerId);
  const hindrances = hindrancesOf(run, matched, pending);
  const create: Item[] = [];
  for (const customer of run.customers.values()) {
    if (!isWanted(customer.id) || taken.has(customer.id)) continue;
    const item: Item = { key: customerKey(customer), customer };
    const hindrance = hindrances(customer);
    if (hindrance === 'shown by its account') continue;
    if (hindrance) run.conclude([{ ...item, outcome: noted(run, customer, hindrance) }]);
    else create.push({ ...item, create: { side: 'account', reason: `pushed by ${run.setup.who}` } });
  }
  run.arrive(create, 'fuzzy-match');
  for (const id of asked ?? []) {
    if (run.customers.has(id)) continue;
    const reason = `Rev.io has no customer ${id}: check the number.`;
    run.conclude([{ key: `revio:${id}`, outcome: { name: 'failed', code: 'UNKNOWN_CUSTOMER', reason } }]);
  }
  return { matched: mine, pending: waiting, unmatched: create };
}

/** Why a customer without an account gets none in this run. */
function hindrancesOf(
  run: Run,
  matched: Item[],
  pending: Item[],
): (customer: Customer) => Outcome | 'shown by its account' | undefined {
  const setAside = new Map(
    matched.flatMap(({ account, customer }) => (account?.setAside && customer ? [[customer.id, account]] : [])),
  );
  const candidateOf = new Map(
    pending.flatMap((item) => (item.match?.candidates ?? []).map(({ customerId }) => [customerId, item])),
  );
  const doubled = doubledNumbers(run.customers.values());
  const underWay = createsUnderWay(run.pairs.all());
  return (customer) => {
    const { id, status, source, accountNumber = '' } = customer;
    const site = source === 'dealer-sync' ? underWay.get(accountNumber) : undefined;
    if (site) return skipped(`was made for site ${site}, and is not linked to it yet`);
    const own = setAside.get(id);
    if (own) return skipped(`its site ${own.id} is left out: ${own.setAside}`);
    const candidate = candidateOf.get(id);
    if (candidate) {
      const leftOut = leftOutUnlinked(run, candidate);
      if (run.partial && !leftOut) return 'shown by its account';
      const how = leftOut ? `is left out: ${leftOut}` : 'waits for a person';
      return skipped(`may be the customer of site ${candidate.account?.id}, which ${how}`);
    }
    // A push names its customer: a person wants that one. The hourly run takes those that Rev.io shows as open.
    if (run.partial ? status === 'closed' : status !== 'open') return skipped(`customer is ${status}`);
    const elsewhere = run.partial ? undefined : run.elsewhere?.(id);
    if (elsewhere) return skipped(elsewhere);
    const others = doubled.get(accountNumber)?.filter((other) => other !== id) ?? [];
    return others.length ? doubleNumber(id, accountNumber, others) : undefined;
  };
}

/** Accounts whose customer was being made when its reply was lost, by the number that it carries: it is theirs (S6). */
function createsUnderWay(pairs: Iterable<PairDoc>): Map<string, string> {
  const byNumber = new Map<string, string>();
  for (const { intent, accountId } of pairs) {
    if (intent?.kind === 'create-customer' && accountId) byNumber.set(intent.accountNumber, accountId);
  }
  return byNumber;
}

/** What a create of ours may have left half made is not passed over in silence, whatever keeps it from being finished. */
function noted(run: Run, { id }: Customer, hindrance: Outcome): Outcome {
  const begun = run.pairs.ofCustomer(id)?.intent?.kind === 'create-account';
  if (!begun || hindrance.name !== 'skipped') return hindrance;
  const reason = `The create of a site for customer ${id} was broken off, and is not finished now: ${hindrance.reason}. Look at the station for a site of this customer that is half made.`;
  return { name: 'failed', code: 'CREATE_BROKEN_OFF', reason };
}

function skipped(reason: string): Outcome {
  return { name: 'skipped', reason };
}

function doubleNumber(id: string, number: string, others: string[]): Outcome {
  const reason = `Customer ${id} has account number ${number}, and so has customer ${others.join(', ')}: a site needs a number of its own. Change it in Rev.io.`;
  return { name: 'failed', code: 'DOUBLE_ACCOUNT_NUMBER', reason };
}

/** Account numbers that more than one customer has who is not closed, with their ids. */
function doubledNumbers(customers: Iterable<Customer>): Map<string, string[]> {
  const byNumber = new Map<string, string[]>();
  for (const { id, accountNumber, status } of customers) {
    if (!accountNumber || status === 'closed') continue;
    byNumber.set(accountNumber, [...(byNumber.get(accountNumber) ?? []), id]);
  }
  for (const [number, ids] of byNumber) if (ids.length < 2) byNumber.delete(number);
  return byNumber;
}

function leaveToInward(run: Run, items: Item[]): void {
  for (const item of items) {
    if (run.partial) run.forget(item.key);
    else run.conclude([{ ...item, outcome: skipped(leftOutUnlinked(run, item) ?? 'left to the run that comes in') }]);
  }
}
