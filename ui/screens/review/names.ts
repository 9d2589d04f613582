import type { PartySummary } from '../../../lib/sync/pair';

/** A record as it is called in a sentence. */
export function nameOf({ name, id }: Pick<PartySummary, 'name' | 'id'>): string {
  return name || id;
}
