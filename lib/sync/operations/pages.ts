import { DealerSyncError } from '../../errors';

export interface PageRequest {
  q?: string;
  offset: number;
  limit: number;
}

export interface PageOf<T> {
  total: number;
  items: T[];
}

export function pageOf<T>(all: readonly T[], { offset, limit }: PageRequest): PageOf<T> {
  return { total: all.length, items: all.slice(offset, offset + limit) };
}

/** Case-insensitive part of any of the texts, as the store's own text search does it; blank matches everything. */
export function textMatcher(q: string | undefined): (...texts: (string | undefined)[]) => boolean {
  const wanted = q?.trim().toLowerCase();
  if (!wanted) return () => true;
  return (...texts) => texts.some((text) => text?.toLowerCase().includes(wanted));
}

export function notFound(what: string): DealerSyncError {
  return new DealerSyncError(
    'NOT_FOUND',
    `There is no ${what}. It may have been done by somebody else: load the page again.`,
  );
}

export function badRequest(sentence: string): DealerSyncError {
  return new DealerSyncError('BAD_REQUEST', sentence);
}
