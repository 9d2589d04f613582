/** What the far end said, kept with the error for a person who wants more than the sentence. Never a secret. */
export interface ErrorCause {
  /** `Rev.io`, `CMS`, `store`, … */
  system?: string;
  /** Our name of what was tried: `list customers`. */
  operation?: string;
  /** HTTP status, or the remote system's own error number. */
  status?: number;
  /** The remote system's message, redacted and cut. */
  message?: string;
  /** Record or field it is about. */
  field?: string;
  /** The error below, where there was one. */
  error?: unknown;
}

/**
 * What became of a write that ended in an error. `unknown`: it may have acted, so it is looked up and never resent
 * blindly (S15). Reads are always `no`.
 */
export type Acted = 'no' | 'unknown';

/**
 * Every error of ours: a `code` to branch on, a sentence that tells the user what to do, and the cause.
 */
export class DealerSyncError extends Error {
  readonly code: string;
  override readonly cause: ErrorCause;
  /** Worth another try later without anybody changing anything. */
  readonly transient: boolean;
  readonly acted: Acted;

  constructor(
    code: string,
    sentence: string,
    options: { cause?: ErrorCause; transient?: boolean; acted?: Acted } = {},
  ) {
    super(sentence);
    this.name = 'DealerSyncError';
    this.code = code;
    this.cause = options.cause ?? {};
    this.transient = options.transient ?? false;
    this.acted = options.acted ?? 'no';
  }
}

/** Wraps whatever was thrown; an error of ours passes unchanged. */
export function asDealerSyncError(error: unknown, code = 'UNEXPECTED', operation?: string): DealerSyncError {
  if (error instanceof DealerSyncError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new DealerSyncError(
    code,
    `Something went wrong that dealer-sync did not expect: ${message}. Please report it.`,
    {
      cause: { message, error, ...(operation ? { operation } : {}) },
    },
  );
}

/**
 * Runs what follows a write that has acted already (its read-back, the next row of the same change): an error there
 * leaves the whole operation with an unknown end, not an undone one (S15).
 */
export async function afterWrite<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DealerSyncError) || error.acted === 'unknown') throw error;
    throw new DealerSyncError(error.code, error.message, {
      cause: error.cause,
      transient: error.transient,
      acted: 'unknown',
    });
  }
}
