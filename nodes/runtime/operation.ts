import { DealerSyncError } from '../../lib/errors';

/** An operation that a node does by itself, for an integrator's own flow: arguments from the payload, one answer. */
export type Operation<C> = (client: C, args: Arguments) => Promise<unknown>;

export interface Arguments {
  /** The record's id: the payload itself, or its `id`. */
  id(): string;
  /** A field that must be a text. */
  text(field: string): string;
  /** The payload without its `id`, as the client's own type. */
  record<T>(): T;
}

/** @throws DealerSyncError BAD_PAYLOAD when a field is missing */
export function readArguments(payload: unknown): Arguments {
  const fields = typeof payload === 'object' && payload !== null ? (payload as Record<string, unknown>) : {};
  const text = (field: string): string => {
    const value = fields[field] ?? (fields !== payload ? payload : undefined);
    if ((typeof value === 'string' && value.trim()) || typeof value === 'number') return String(value).trim();
    throw new DealerSyncError('BAD_PAYLOAD', `msg.payload.${field} is missing: this operation needs it.`, {
      cause: { field },
    });
  };
  return {
    id: () => text('id'),
    text,
    record: <T>() => {
      if (fields !== payload || Array.isArray(payload)) {
        throw new DealerSyncError('BAD_PAYLOAD', 'msg.payload must be an object with the fields to write.');
      }
      const { id: _id, ...record } = fields;
      return record as T;
    },
  };
}
