import type { ServiceRequest } from '../service-request';
import type { AutoCloseSettings, CloseAction, MissingAction } from '../types';
import { daysAfter } from './days';

/** What the rule asks of a service request. */
export type Closable = Pick<ServiceRequest, 'id' | 'vin' | 'createdAt' | 'lastReappearedAt' | 'missingSince'>;

export interface CloseInput<T extends Closable = ServiceRequest> {
  /** Open service requests that came from this feed, of one dealer. */
  open: Iterable<T>;
  /** What the newest accepted feed says of a vehicle; `absent` = nothing. */
  saysOf(vin: string): 'listed' | 'gone' | 'absent';
  kind: 'snapshot' | 'delta';
  autoClose: AutoCloseSettings;
  now: number;
}

export interface ClosePlan<T extends Closable = ServiceRequest> {
  close: CloseAction[];
  /** Seen to be missing for the first time, and not closed yet. */
  missing: MissingAction[];
  /** Stay as they are. */
  kept: T[];
}

/**
 * R3 and R4: what happens to open service requests whose vehicles the newest accepted feed lacks. In a delta only a row
 * that says so makes a vehicle gone; absence there means "not changed".
 */
export function planCloses<T extends Closable>(input: CloseInput<T>): ClosePlan<T> {
  const plan: ClosePlan<T> = { close: [], missing: [], kept: [] };
  for (const request of input.open) {
    const says = input.saysOf(request.vin);
    const { id, vin } = request;
    if (says === 'listed' || (says === 'absent' && input.kind === 'delta')) {
      plan.kept.push(request);
      continue;
    }
    const reason = says === 'gone' ? 'GONE' : 'ABSENT';
    if (mayClose(request, input.autoClose, input.now)) plan.close.push({ kind: 'close', id, vin, reason });
    else if (request.missingSince === undefined) plan.missing.push({ kind: 'missing', id, vin, reason });
    else plan.kept.push(request);
  }
  return plan;
}

/**
 * R4: a vehicle that was missing and came back starts its N days anew, so that a gap in the feeds closes nothing soon
 * after. `undefined` = never closed by a feed.
 */
export function closeNotBefore(
  request: Pick<ServiceRequest, 'createdAt' | 'lastReappearedAt'>,
  autoClose: AutoCloseSettings,
): number | undefined {
  if (autoClose.mode === 'never') return undefined;
  const since = Math.max(request.createdAt, request.lastReappearedAt ?? 0);
  return daysAfter(since, autoClose.mode === 'after' ? autoClose.days : 0);
}

/** "After N days" excludes the edge: N days to the millisecond are not more than N days (F9). */
function mayClose(request: Closable, autoClose: AutoCloseSettings, now: number): boolean {
  const notBefore = closeNotBefore(request, autoClose);
  if (notBefore === undefined) return false;
  return autoClose.mode === 'immediately' ? now >= notBefore : now > notBefore;
}
