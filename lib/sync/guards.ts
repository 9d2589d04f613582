import { createHash } from 'node:crypto';
import type { Item } from '../model/item';

/** Limits of a plan; all are settings. Shares are percent. */
export interface GuardLimits {
  /** A listing under this share of the last accepted one holds the run. */
  listingShare: number;
  closeCount: number;
  closeShare: number;
  removeCount: number;
  removeShare: number;
  createCount: number;
  createShare: number;
  /** Into Rev.io the first run is expected to create; into a station each site costs money from the first on. */
  spareFirstCreate: boolean;
}

export const DEFAULT_LIMITS: GuardLimits = {
  listingShare: 80,
  closeCount: 5,
  closeShare: 5,
  removeCount: 20,
  removeShare: 10,
  createCount: 20,
  createShare: 10,
  spareFirstCreate: true,
};

export interface GuardInput {
  items: Item[];
  /** Size of each listing of this run, and of the last accepted one. Empty for a partial run. */
  listings: { name: string; size: number; accepted?: number }[];
  /** Records of the run, with those that need nothing. */
  seen: number;
  linkedPairs: number;
  knownContacts: number;
  limits: GuardLimits;
  firstRun: boolean;
}

export interface GuardResult {
  /** Why the run is held; empty when it may go. */
  reasons: string[];
  /** Over what an approval covers: the guarded actions, and the listings that were too short. */
  hash: string;
  counts: { closes: number; removes: number; creates: number };
}

/** A listing that is empty or far shorter than the last accepted one: what it lacks may be there all the same. */
export function isShort({ size, accepted }: GuardInput['listings'][number], limits: GuardLimits): boolean {
  if (accepted === undefined || accepted === 0) return false;
  return size === 0 || size < (accepted * limits.listingShare) / 100;
}

/** The mass-change guard, S10: a plan that is too large is a question, not an order. Pure. */
export function checkGuards(input: GuardInput): GuardResult {
  const { limits, items } = input;
  const guarded: string[] = [];
  let closes = 0;
  let cancels = 0;
  let removes = 0;
  let creates = 0;
  for (const item of items) {
    for (const action of item.actions ?? []) {
      if (action.kind === 'close') closes += 1;
      else if (action.kind === 'cancel') cancels += 1;
      else if (action.kind === 'contact-remove') removes += 1;
      else if (action.kind === 'create-account' || (action.kind === 'create-customer' && !action.due)) creates += 1;
      else continue;
      guarded.push(
        `${action.kind} ${item.key}${action.kind === 'contact-remove' ? ` ${action.contact.accountContactId}` : ''}`,
      );
    }
  }
  const reasons: string[] = [];
  for (const { name, size, accepted } of input.listings.filter((listing) => isShort(listing, limits))) {
    reasons.push(`The listing of ${name} has ${size} records, and the last accepted one had ${accepted}.`);
    guarded.push(`listing ${name} ${size}`);
  }
  const over = (count: number, atLeast: number, share: number, of: number) =>
    count > Math.max(atLeast, (of * share) / 100);
  if (over(closes + cancels, limits.closeCount, limits.closeShare, input.linkedPairs)) {
    if (closes) reasons.push(`${closes} customers would be closed.`);
    if (cancels) reasons.push(`${cancels} sites would be cancelled at the station.`);
  }
  if (over(removes, limits.removeCount, limits.removeShare, input.knownContacts)) {
    reasons.push(`${removes} contacts would be removed.`);
  }
  const spared = limits.spareFirstCreate && input.firstRun;
  if (!spared && over(creates, limits.createCount, limits.createShare, input.seen)) {
    reasons.push(`${creates} records would be created.`);
  }
  const hash = createHash('sha256').update(guarded.sort().join('\n')).digest('hex');
  return { reasons, hash, counts: { closes: closes + cancels, removes, creates } };
}
