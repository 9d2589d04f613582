import type { QueryValue } from '../../api/client';

/** What a person asks the audit, as the filters stand; blank is all. */
export interface AuditQuestion {
  q: string;
  who: string;
  system: string;
  operation: string;
  entity: string;
  /** Days of the person's own time zone, both included: `2026-03-01`. */
  from: string;
  to: string;
}

export const NO_FILTER: AuditQuestion = { q: '', who: '', system: '', operation: '', entity: '', from: '', to: '' };

/** As the admin API takes it: instants, of which the last is not included. */
export function asQuery({ from, to, ...exact }: AuditQuestion): Record<string, QueryValue> {
  return { ...exact, from: from && startOf(from, 0), to: to && startOf(to, 1) };
}

/** The first instant of a day, or of one some days later, where the person is. */
function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
