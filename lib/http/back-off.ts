export interface RetrySettings {
  /** How often a call is tried in all, the first time included. */
  tries: number;
  /** The longest first wait; doubled with each further one. */
  baseMs: number;
  /** No wait of our own choice is longer. */
  capMs: number;
  /** A host that asks for more patience than this (`Retry-After`) gets an error instead of a waiting run. */
  longestRetryAfterMs: number;
}

export const DEFAULT_RETRY: Readonly<RetrySettings> = Object.freeze({
  tries: 4,
  baseMs: 500,
  capMs: 20_000,
  longestRetryAfterMs: 120_000,
});

/** Exponential with full jitter: anything up to `baseMs * 2^(failures - 1)`, so that clients do not come back in step. */
export function backOffMs(failures: number, settings: RetrySettings, random: () => number): number {
  return random() * Math.min(settings.capMs, settings.baseMs * 2 ** (failures - 1));
}

/** `Retry-After`, in seconds or as an HTTP date, as milliseconds from `now`; undefined when absent or unreadable. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+(\.\d+)?$/.test(text)) return Math.ceil(Number(text) * 1000);
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
