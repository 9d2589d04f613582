import type { AuditFilter } from '../../../lib/sync/operations/monitoring-billing';
import type { QueryValue } from '../../api/client';

/** What the person wants to see; blank is everything. */
export interface Filter {
  kind: NonNullable<AuditFilter['kind']> | '';
  field: NonNullable<AuditFilter['field']> | '';
  how: NonNullable<AuditFilter['how']> | '';
  system: string;
  q: string;
}

export const NO_FILTER: Filter = { kind: '', field: '', how: '', system: '', q: '' };

export function queryOf(filter: Filter): Record<string, QueryValue> {
  return { ...filter };
}

export function isBlank(filter: Filter): boolean {
  return Object.values(filter).every((value) => value === '');
}
