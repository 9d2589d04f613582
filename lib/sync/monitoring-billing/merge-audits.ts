import { Slices } from '../../matching/slices';
import type { AuditRow } from './audit';
import type { readAudit } from './kept-audit';

/** A problem, and the monitoring system that it is at; a customer whom no system has an account of is at none. */
export interface SiteRow extends AuditRow {
  system?: string;
}

type SpaceAudit = NonNullable<Awaited<ReturnType<typeof readAudit>>>;

/** Of two spaces that both miss a customer, the one that knows more of it tells. */
const TELLING = ['account-closed', 'account-not-listed', 'link-deleted', 'no-device', 'in-review', 'no-account'];

/**
 * The audits of all spaces as one: a customer who is monitored in one space is monitored, and one who is missed in several
 * is missed once. By kind, then by name. Pure.
 */
export async function mergeAudits(audits: readonly SpaceAudit[], slices = new Slices()): Promise<SiteRow[]> {
  const monitored = new Set(audits.flatMap(({ audit }) => audit.monitored));
  const rows = new Map<string, SiteRow>();
  for (const { head, audit } of audits) {
    for (const row of audit.rows) {
      const pause = slices.pause();
      if (pause) await pause;
      const customerId = row.customer?.id ?? '';
      if (row.kind === 'billed-not-monitored' && monitored.has(customerId)) continue;
      const known = rows.get(row.id);
      if (known && tellsMore(known, row)) continue;
      rows.set(row.id, { ...row, ...(row.account ? { system: head.system } : {}) });
    }
  }
  const keyed: { row: SiteRow; key: string }[] = [];
  for (const row of rows.values()) {
    const pause = slices.pause();
    if (pause) await pause;
    keyed.push({ row, key: sortKey(row) });
  }
  const sorted = await slices.sorted(keyed, (a, b) => (a.key < b.key ? -1 : 1));
  return sorted.map(({ row }) => row);
}

function tellsMore(known: AuditRow, other: AuditRow): boolean {
  return TELLING.indexOf(known.reason ?? '') <= TELLING.indexOf(other.reason ?? '');
}

function sortKey({ kind, account, customer, id }: AuditRow): string {
  const name = (kind === 'billed-not-monitored' ? customer?.name : account?.name) ?? '';
  return `${ORDER[kind]}\0${name.toUpperCase()}\0${id}`;
}

const ORDER = { 'monitored-not-billed': 0, 'billed-not-monitored': 1, different: 2 } as const;
