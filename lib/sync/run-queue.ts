import type { Cause, Trigger } from '../model/item';
import type { Integration } from './integration';

export interface RunRequest extends Trigger {
  who: string;
  approvedHash?: string;
}

/** A run that was asked for while another one is under way. */
export interface Waiting {
  runId: string;
  integration: Integration;
  request: RunRequest;
  /** The last time that it was asked for, and whether a person was among those who did. */
  asked: { at: number; byPerson: boolean };
}

export function askedBy({ cause = 'manual' }: RunRequest, at: number): Waiting['asked'] {
  return { at, byPerson: cause === 'manual' };
}

/** One run waits for each kind of request; those that come then are merged into it. */
export function mergeable(waiting: Waiting, integration: Integration, request: RunRequest): boolean {
  return (
    waiting.integration === integration &&
    Boolean(waiting.request.preview) === Boolean(request.preview) &&
    Boolean(waiting.request.customerIds?.length) === Boolean(request.customerIds?.length)
  );
}

/** A timer's run may do what no other may (create what nobody decided): being merged does not take that from it. */
export function merged(a: RunRequest, b: RunRequest): RunRequest {
  const causes: Cause[] = ['timer', 'manual', 'startup'];
  const cause = causes.find((one) => a.cause === one || b.cause === one) ?? 'manual';
  const customerIds = [...new Set([...(a.customerIds ?? []), ...(b.customerIds ?? [])])];
  const approvedHash = b.approvedHash ?? a.approvedHash;
  return {
    ...a,
    cause,
    who: cause === b.cause ? b.who : a.who,
    ...(customerIds.length ? { customerIds } : {}),
    ...(approvedHash ? { approvedHash } : {}),
  };
}
