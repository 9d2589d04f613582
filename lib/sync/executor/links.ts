import { DealerSyncError } from '../../errors';
import type { LinkDecision } from '../../model/item';
import type { Action } from '../actions';
import type { PairDoc } from '../pair';
import type { KeyLink } from '../ports';
import { auditOf, flat } from './audit';
import { isAnothers, type PairSession } from './session';

/** Who decided, as the pair keeps it. */
export function decidedByText(decision: LinkDecision): string {
  return decision.by === 'person' ? `${decision.user} (${decision.as})` : decision.by;
}

/**
 * Links account and customer: first the key link in Rev.io (the record of truth), found or made, then the document. One
 * that the run's listing holds is not looked up again: after a lost store (S9) that would be a call for every pair.
 * @throws DealerSyncError LINKED_ELSEWHERE when Rev.io links the account to another customer
 */
export async function linkPair(session: PairSession, action: Extract<Action, { kind: 'link' }>): Promise<void> {
  const { accountId, customerId, additional, decidedBy, reason } = action;
  const { keyLinks } = session.deps;
  const linked: Partial<PairDoc> = {
    accountId,
    customerId,
    additional,
    state: 'linked',
    decidedBy: decidedByText(decidedBy),
    decision: undefined,
    candidates: [],
    queuedAt: undefined,
    // A pair that was another customer's starts anew: the first-link rule decides field by field.
    ...(session.pair.customerId && session.pair.customerId !== customerId
      ? { base: undefined, conflicts: [], conflictCount: 0, settling: [], restore: undefined }
      : {}),
  };
  if (!keyLinks || action.keyLinkId) {
    await session.save(keyLinks ? { ...linked, keyLinkId: action.keyLinkId } : linked);
    return;
  }
  const { client, customer: scope, prefix } = keyLinks;
  const pair = { internalId: customerId, externalId: `${prefix}${accountId}` };
  const found = lowest(await client.findByExternalId(scope, pair.externalId));
  if (found) {
    if (found.internalId !== customerId) throw linkedElsewhere(found, customerId);
    await session.save({ ...linked, keyLinkId: found.id });
    return;
  }
  await session.outside(
    { kind: 'key-link', ...pair },
    'keyLinks',
    reason,
    () => client.create(scope, pair),
    (link) => ({
      change: { ...linked, keyLinkId: link.id },
      audit: keyLinkAudit(session, 'create', link.id, {}, { ...pair, entity: 'Customer' }),
    }),
    // What is known of the pair is stored with the intent: after a crash the next run sees whom it belongs to.
    { accountId, customerId, additional, state: 'created', decidedBy: decidedByText(decidedBy), decision: undefined },
  );
}

/**
 * Breaks the link, or moves it to another customer in one step (S16). Deletes no record of either side. A customer who has
 * an account already gets this one as an additional site: that is what the person's choice means (S17).
 */
export async function movePair(session: PairSession, action: Extract<Action, { kind: 'unlink' }>): Promise<void> {
  const { pair, deps } = session;
  const { keyLinks, clock } = deps;
  const to = action.relinkTo;
  const fresh: Partial<PairDoc> = {
    customerId: to,
    keyLinkId: to ? pair.keyLinkId : undefined,
    additional: to && (await isAnothers(session, { customerId: to })) ? true : undefined,
    base: undefined,
    settling: [],
    restore: undefined,
    conflicts: [],
    conflictCount: 0,
    decision: undefined,
    decidedBy: pair.decision?.by,
    // Never offered again by us, unless a person has chosen it; the account goes back to the queue, its time starts anew.
    rejected: [...new Set([...pair.rejected, action.customerId])].filter((id) => id !== to),
    state: to ? 'linked' : 'pending',
    queuedAt: to ? undefined : clock.now(),
    contacts: [],
  };
  if (!keyLinks || !pair.keyLinkId || !pair.accountId) {
    await session.save(fresh);
    return;
  }
  const { client, customer: scope, prefix } = keyLinks;
  const { keyLinkId } = pair;
  const externalId = `${prefix}${pair.accountId}`;
  await session.outside(
    { kind: 'key-link-move', keyLinkId, from: action.customerId, ...(to ? { to } : {}) },
    'keyLinks',
    action.reason,
    async () => {
      if (to) await client.update(keyLinkId, scope, { internalId: to, externalId });
      else await client.remove(keyLinkId);
    },
    () => ({
      change: fresh,
      audit: keyLinkAudit(
        session,
        to ? 'update' : 'delete',
        keyLinkId,
        { externalId, internalId: action.customerId },
        to ? { externalId, internalId: to } : {},
      ),
    }),
  );
}

export function keyLinkAudit(
  session: PairSession,
  operation: 'create' | 'update' | 'delete',
  entityId: string,
  old: object,
  now: object,
) {
  // Key links are Rev.io's: the same system, and the same service account.
  return auditOf(session.deps.billing, operation, 'key link', entityId, flat(old), flat(now));
}

/** A double `(system, type, external id)` may exist at Rev.io: the lowest id counts (contract). */
export function lowest(links: KeyLink[]): KeyLink | undefined {
  return [...links].sort((a, b) => Number(a.id) - Number(b.id) || a.id.localeCompare(b.id))[0];
}

function linkedElsewhere(link: KeyLink, customerId: string): DealerSyncError {
  return new DealerSyncError(
    'LINKED_ELSEWHERE',
    `Rev.io links account ${link.externalId} to customer ${link.internalId}, not to ${customerId}. Remove or correct key link ${link.id} in Rev.io, or link the pair elsewhere on the operations page.`,
    { cause: { system: 'Rev.io', operation: 'create key link' } },
  );
}
