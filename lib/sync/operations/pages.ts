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

export function notFound(what: string): DealerSyncError {
  return new DealerSyncError(
    'NOT_FOUND',
    `There is no ${what}. It may have been done by somebody else: load the page again.`,
  );
}

export function badRequest(sentence: string): DealerSyncError {
  return new DealerSyncError('BAD_REQUEST', sentence);
}
