import { DealerSyncError } from '../../errors';

/**
 * What PostgreSQL and the way to it may answer, as sentences. The driver's own messages stay out: they quote the address,
 * the user and the values of a record (S21). The code that says which error it was goes into the cause.
 */

function storeError(code: string, sentence: string, reason: string, transient = false): DealerSyncError {
  return new DealerSyncError(code, sentence, { cause: { system: 'PostgreSQL', message: reason }, transient });
}

export function unreachable(reason: string): DealerSyncError {
  return storeError(
    'STORE_UNREACHABLE',
    'The PostgreSQL database does not answer. What was under way is finished by the next run, once it is back. See that it runs, and that this machine can reach it.',
    reason,
    true,
  );
}

/** By SQLSTATE, or the first two characters of it: see "PostgreSQL Error Codes" in its manual. */
const SENTENCES: [pattern: RegExp, code: string, sentence: string, transient?: boolean][] = [
  [
    /^28/,
    'STORE_REFUSED',
    'PostgreSQL refuses the user or the password. Set them in the URL, in the sync store or as DEALER_SYNC_POSTGRES_URL.',
  ],
  [
    /^3D000$/,
    'STORE_REFUSED',
    'PostgreSQL has no database of the name that the URL ends with. Create it, or correct the URL.',
  ],
  [
    /^(42501|3F000)$/,
    'STORE_REFUSED',
    'The PostgreSQL user may not do this. Make it the owner of the database, or of the schema dealer_sync.',
  ],
  [
    /^(53100|25006)$/,
    'STORE_UNWRITABLE',
    'PostgreSQL takes no writes: its disk is full, or it is a read-only copy. Nothing was changed. Mend that, and run again.',
    true,
  ],
  [
    /^54000$/,
    'INVALID_DOCUMENT',
    'A key of this record is too long to be indexed. Shorten the number or the name that it is made of.',
  ],
  [
    /^23514$/,
    'INVALID_DOCUMENT',
    'A field that records are found by holds a list, and may hold one value only. Please report it.',
  ],
];

/** Shutting down, starting up, out of connections, a statement that took too long, a lost or broken connection. */
const AWAY = /^(08|57|53300|53200|40001|40P01|55P03|25P03|58)/;

/** Anything that the driver throws, as an error of ours. */
export function asStoreError(error: unknown): DealerSyncError {
  if (error instanceof DealerSyncError) return error;
  const code = codeOf(error);
  // Without a SQLSTATE it never came from PostgreSQL itself: the network, a time-out, a connection that was cut.
  if (!/^[0-9A-Z]{5}$/.test(code) || /^E[A-Z]{4}$/.test(code) || AWAY.test(code)) return unreachable(code);
  const known = SENTENCES.find(([pattern]) => pattern.test(code));
  if (known) return storeError(known[1], known[2], code, known[3]);
  return storeError(
    'STORE_FAILED',
    `PostgreSQL failed with ${code}, which dealer-sync did not expect. Please report it.`,
    code,
  );
}

function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return 'connection lost';
}

/** The unique index that a write ran into, undefined when it was another error. */
export function takenIndex(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== '23505') return undefined;
  return 'constraint' in error ? String(error.constraint) : '';
}
