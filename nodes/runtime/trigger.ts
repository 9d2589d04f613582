import { DealerSyncError } from '../../lib/errors';
import type { Cause, Trigger } from '../../lib/model/item';

const CAUSES: readonly Cause[] = ['timer', 'manual', 'startup'];

/**
 * What a trigger's payload says; a timestamp or anything else that an inject sends by default is a manual run.
 * @throws DealerSyncError BAD_TRIGGER
 */
export function readTrigger(payload: unknown): Trigger {
  if (typeof payload !== 'object' || payload === null) return { cause: 'manual' };
  const { cause, preview, customerIds } = payload as Record<string, unknown>;
  const trigger: Trigger = { cause: 'manual' };
  if (cause !== undefined) {
    if (!CAUSES.includes(cause as Cause)) throw bad(`cause must be one of ${CAUSES.join(', ')}`);
    trigger.cause = cause as Cause;
  }
  if (preview !== undefined) {
    if (typeof preview !== 'boolean') throw bad('preview must be true or false');
    trigger.preview = preview;
  }
  if (customerIds !== undefined) trigger.customerIds = readIds(customerIds);
  return trigger;
}

function readIds(value: unknown): string[] {
  const list = Array.isArray(value) ? value : [value];
  const ids = list.map((id) => (typeof id === 'number' ? String(id) : id));
  if (!ids.every((id): id is string => typeof id === 'string' && id.trim() !== '')) {
    throw bad('customerIds must be Rev.io customer ids, as in ["1015"]');
  }
  return [...new Set(ids.map((id) => id.trim()))];
}

function bad(what: string): DealerSyncError {
  return new DealerSyncError('BAD_TRIGGER', `The trigger cannot be read: ${what}.`);
}
