import { Slices } from '../../matching/slices';
import type { Item } from '../../model/item';
import { asksForNothing, UNCHANGED } from '../at-rest';
import { AccountOwners } from '../monitoring-billing/account-owners';
import type { Pairing, PairingInput } from '../pairing';
import { missingCustomers, pairRecords } from '../pairing';
import type { BillingSystem, KeyLink, KeyLinkScope, KeyLinks } from '../ports';
import type { Run } from '../run';

export interface PairOutputs {
  /** Those that may need something. */
  linked: Item[];
  /** Linked, and at rest: they have their outcome. */
  resting: Item[];
  notLinked: Item[];
  ambiguous: Item[];
}

export interface PairStepDeps {
  billing: BillingSystem;
  /** Blank system: the site runs without key links. */
  keyLinks?: { client: KeyLinks; scope: KeyLinkScope };
  prefix: string;
}

/** All key links of our system for customers: a listing like the others, with its guard. */
export async function readKeyLinks({ keyLinks }: PairStepDeps, run: Run): Promise<KeyLink[] | undefined> {
  if (!keyLinks) return undefined;
  const links: KeyLink[] = [];
  for await (const batch of keyLinks.client.list(keyLinks.scope, run.signal)) {
    links.push(...batch);
    run.progress();
  }
  return links;
}

/** Over so many missing customers it is the listing that is short: the guard's case, not one of single look-ups. */
const MAX_LOOKUPS = 50;

/** Pairs the run's accounts with its customers, once all of both are there. */
export function pairStep(
  run: Run,
  items: Item[],
  links: KeyLink[] | undefined,
  deps: PairStepDeps,
): Promise<PairOutputs> {
  return run.during(() => pairItems(run, items, links, deps));
}

async function pairItems(
  run: Run,
  items: Item[],
  links: KeyLink[] | undefined,
  deps: PairStepDeps,
): Promise<PairOutputs> {
  const input: PairingInput = {
    accounts: items.filter((item) => item.account),
    customers: run.customers,
    pairs: run.pairs,
    ...(links ? { keyLinks: links } : {}),
    prefix: deps.prefix,
  };
  const slices = new Slices(run.signal);
  await findMissing(run, input, deps.billing);
  await slices.pause();
  // Without our prefix they are another integration's, whose first day is not ours.
  run.keyLinks = links?.filter((link) => link.externalId.startsWith(deps.prefix));
  const pairing = await pairRecords(input, slices);
  run.claimed = pairing.claimed;
  if (run.partial) keepAskedFor(run, pairing);
  else {
    run.owners = new AccountOwners(pairing, run.pairs, run.customers);
  }
  run.conclude(pairing.ambiguous);
  const linked: Item[] = [];
  const resting: Item[] = [];
  for (const item of pairing.linked) {
    const pause = slices.pause();
    if (pause) await pause;
    (asksForNothing(item, run.pairs.of(item), run.setup) ? resting : linked).push(item);
  }
  run.conclude(resting, () => UNCHANGED);
  return { ...pairing, linked, resting };
}

/** Absence from a listing is never removal: a page that shifted may have hidden the customer, so ask for it by id. */
async function findMissing(run: Run, input: PairingInput, billing: BillingSystem): Promise<void> {
  const missing = missingCustomers(input);
  if (missing.size > MAX_LOOKUPS) return;
  for (const id of missing) {
    const customer = await billing.getCustomer(id, run.signal);
    if (customer) run.customers.set(id, customer);
  }
}

/** A partial run sees the customers that it was asked for; the rest of the listings is what they are matched against. */
function keepAskedFor(run: Run, pairing: Pairing): void {
  const asked = new Set(run.setup.customerIds);
  const isAsked = (item: Item) => asked.has(item.customer?.id ?? '');
  for (const list of ['linked', 'ambiguous'] as const) {
    for (const item of pairing[list]) if (!isAsked(item)) run.forget(item.key);
    pairing[list] = pairing[list].filter(isAsked);
  }
}
