import assert from 'node:assert/strict';
import { DealerSyncError } from '../../lib/errors';

export interface ExpectedError {
  code: string;
  acted: string;
  transient?: boolean;
  field?: string;
  says?: string;
}

/** What came of a call: its value, all batches of a listing as one, or what it threw. */
export async function settle(work: () => unknown): Promise<{ value?: unknown; error?: unknown }> {
  try {
    const result = work();
    if (!isIterable(result)) return { value: await result };
    const all: unknown[] = [];
    for await (const batch of result) all.push(...batch);
    return { value: all };
  } catch (error) {
    return { error };
  }
}

export function assertError(error: unknown, expected: ExpectedError): void {
  if (!(error instanceof DealerSyncError)) throw error ?? new Error(`no ${expected.code}`);
  const { code, acted, transient, cause, message } = error;
  assert.equal(`${code} ${acted}`, `${expected.code} ${expected.acted}`, message);
  if (expected.transient !== undefined) assert.equal(transient, expected.transient);
  if (expected.field !== undefined) assert.equal(cause.field, expected.field);
  if (expected.says !== undefined) assert.ok(message.includes(expected.says), message);
  assert.equal(cause.system, 'Rapid Response');
  assert.doesNotMatch(`${message} ${JSON.stringify(cause)}`, /PLANTED/, 'a secret in an error (S21)');
}

function isIterable(value: unknown): value is AsyncIterable<unknown[]> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value;
}
