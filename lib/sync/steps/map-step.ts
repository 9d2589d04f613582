import { asDealerSyncError } from '../../errors';
import { checkCreate } from '../../mapping/check-create';
import { mapToAccount, mapToCustomer } from '../../mapping/map-party';
import type { Mapping } from '../../mapping/templates';
import type { Direction, Item, Outcome } from '../../model/item';
import { isAtRest } from '../merge-fields';
import type { PairDoc } from '../pair';
import { leftOut } from '../planner';
import type { Run } from '../run';

export interface MapSettings {
  templates: Mapping;
}

export interface MapOutputs {
  /** With `mapped`: what each side should say. */
  mapped: Item[];
  /** With their outcome: skipped, or failed by a template. */
  skipped: Item[];
}

export const NEITHER_KIND = 'neither residential nor commercial';

/**
 * Says what each side should say of the other's record, before the planner compares them. A record that the templates
 * cannot serve ends here with its error, and the others go on (S13).
 *
 * @param run absent for a hand-made payload: then nothing is concluded, and the items alone tell
 */
export function mapStep(run: Run | undefined, items: Item[], { templates }: MapSettings): MapOutputs {
  const outputs: MapOutputs = { mapped: [], skipped: [] };
  const direction = run?.setup.direction ?? 'both';
  for (const item of items) {
    const pair = run?.pairs.of(item);
    const outcome = kindless(item, pair, direction);
    const done: Item = outcome ? { ...item, outcome } : mapItem(item, pair, templates);
    if (done.outcome) outputs.skipped.push(done);
    else outputs.mapped.push(done);
  }
  run?.conclude(outputs.skipped);
  return outputs;
}

/** Inbound a site becomes a business or a person; one that is neither waits until somebody decides on it (seed). */
function kindless({ account }: Item, pair: PairDoc | undefined, direction: Direction): Outcome | undefined {
  if (direction === 'out' || account?.kind !== 'other' || pair?.decision || pair?.intent) return undefined;
  return { name: 'skipped', reason: account.setAside ?? NEITHER_KIND };
}

function mapItem(item: Item, pair: PairDoc | undefined, templates: Mapping): Item {
  // The planner skips it with its own reason, and nobody needs to mend it first.
  if (leftOut(item, pair) || isWrittenOnNeitherSide(item, pair)) return item;
  try {
    return { ...item, mapped: bothSides(item, templates) };
  } catch (error) {
    const { code, message } = asDealerSyncError(error);
    return { ...item, outcome: { name: 'failed', code, reason: message } };
  }
}

/** A pair at rest is written on neither side, whatever the templates would say of it. */
function isWrittenOnNeitherSide({ account, customer, create }: Item, pair: PairDoc | undefined): boolean {
  if (!account || !customer || create || pair?.decision || pair?.customerId !== customer.id) return false;
  return isAtRest(pair, account, customer);
}

/** @throws DealerSyncError BAD_TEMPLATE; of a record that is to be created also what `checkCreate` finds */
function bothSides({ account, customer, create }: Item, templates: Mapping): NonNullable<Item['mapped']> {
  const mapped: NonNullable<Item['mapped']> = {};
  if (account) mapped.customer = mapToCustomer(account, { templates, ...(customer ? { like: customer } : {}) });
  if (customer) mapped.account = mapToAccount(customer, { templates, ...(account ? { like: account } : {}) });
  if (create?.side === 'customer' && account && mapped.customer) {
    checkCreate('toCustomer', mapped.customer, account, templates);
  }
  if (create?.side === 'account' && customer && mapped.account) {
    checkCreate('toAccount', mapped.account, customer, templates);
  }
  return mapped;
}
