import { csvLine } from '../../csv';
import { Slices } from '../../matching/slices';
import type { Store } from '../../store/store';
import type { Engine } from '../engine';
import type { AuditKind, AuditParty } from '../monitoring-billing/audit';
import { AUDIT_KINDS } from '../monitoring-billing/audit';
import { AUDIT_FIELDS, type AuditField, HOW_DIFFERENT, type HowDifferent } from '../monitoring-billing/differences';
import { type AuditHead, headOf, readAudit } from '../monitoring-billing/kept-audit';
import { mergeAudits, type SiteRow } from '../monitoring-billing/merge-audits';
import { iso } from './overview';
import type { PageOf, PageRequest } from './pages';

export interface AuditFilter {
  kind?: AuditKind;
  /** Rows in which this field differs. */
  field?: AuditField;
  /**
   * Rows with a difference of this sort; with `field`, in that field. Who does not ask for `case` or `format` gets no rows
   * that differ in the form of name and address only.
   */
  how?: HowDifferent;
  /** Rows of a monitoring system, and customers whom none has an account of. */
  system?: string;
  /** A part of a name, number, id or street of either side. */
  q?: string;
}

export interface AuditTotals {
  kinds: Record<AuditKind, number>;
  /** Pairs that differ in the form of name and address only; not among `different`, and counted in `fields`. */
  formOnly: number;
  /** Pairs that differ, by field, and by how that field differs. */
  fields: Record<AuditField, Record<HowDifferent, number>>;
  /** Rows of the other two kinds by their reason. */
  reasons: Record<string, number>;
}

/** Which run the answer is of; one for each pair space. */
export interface AuditAsOf {
  integration: string;
  name: string;
  system: string;
  runId: string;
  at: string;
  preview: boolean;
  accounts: number;
  customers: number;
}

export interface MonitoringBillingPage extends PageOf<SiteRow> {
  /** Of the rows that `system` and `q` leave, whatever `kind`, `field` and `how` are. */
  totals: AuditTotals;
  asOf: AuditAsOf[];
  /** Systems that no run has read yet: their customers may show as not monitored. */
  waitingFor: string[];
  /** The integrations whose runs tell the audit; their previews do, and write nothing. */
  tellers: { id: string; name: string; system: string }[];
}

/** Who is monitored and not billed, billed and not monitored, or different on the two sides, as the newest runs read it. */
export async function listMonitoringBilling(
  engine: Engine,
  { offset, limit, ...filter }: AuditFilter & PageRequest,
): Promise<MonitoringBillingPage> {
  const { rows, totals, heads, waitingFor } = await siteAudit(engine);
  const q = filter.q?.toLowerCase();
  const isPart = filter.system !== undefined || q !== undefined;
  const inView = isPart ? rows.filter((row) => isInView(row, filter.system, q)) : rows;
  const items = inView.filter(({ row }) => isWanted(row, filter));
  return {
    total: items.length,
    totals: isPart ? totalsOf(inView) : totals,
    asOf: heads.map(asOf),
    waitingFor,
    tellers: tellersOf(engine),
    items: items.slice(offset, offset + limit).map(({ row }) => row),
  };
}

/** Those that list both sides whole: no push of chosen customers, and of two halves the one that comes in. */
function tellersOf(engine: Engine): MonitoringBillingPage['tellers'] {
  const flows = engine.list().filter((one) => one.flow().syncsAccounts && !one.needsCustomers);
  const hasInward = (space: string) => flows.some((one) => one.space === space && one.direction === 'in');
  return flows
    .filter(({ space, direction }) => direction !== 'out' || !hasInward(space))
    .map(({ id, title, system }) => ({ id, name: title, system }));
}

/** The same rows as the lines of a CSV file, some at a time. */
export async function monitoringBillingCsv(engine: Engine, filter: AuditFilter): Promise<Iterable<string>> {
  const { rows } = await siteAudit(engine);
  const q = filter.q?.toLowerCase();
  return csvOf(rows.filter((row) => isInView(row, filter.system, q) && isWanted(row.row, filter)));
}

interface Searchable {
  row: SiteRow;
  /** What `q` looks in, in small letters. */
  text: string;
}

interface SiteAudit {
  heads: AuditHead[];
  rows: Searchable[];
  totals: AuditTotals;
}

/** The audit of each store as it was last asked for, by the revisions of its heads: pages of one list are read once. */
const lastAsked = new WeakMap<Store, { key: string; audit: Promise<SiteAudit> }>();

async function siteAudit(engine: Engine): Promise<SiteAudit & { waitingFor: string[] }> {
  const { store } = engine;
  const flows = engine.list().filter((one) => one.flow().syncsAccounts);
  const spaces = [...new Set(flows.map(({ space }) => space))].sort();
  const heads = await Promise.all(spaces.map((space) => headOf(store, space)));
  const waitingFor = flows.filter(({ space }) => !heads[spaces.indexOf(space)]).map(({ system }) => system);
  const key = heads.map((head, index) => `${spaces[index]} ${head?.rev}`).join('\n');
  const kept = lastAsked.get(store);
  const audit = kept?.key === key ? kept.audit : readSpaces(store, spaces);
  lastAsked.set(store, { key, audit });
  try {
    return { ...(await audit), waitingFor: [...new Set(waitingFor)] };
  } catch (error) {
    if (lastAsked.get(store)?.audit === audit) lastAsked.delete(store);
    throw error;
  }
}

async function readSpaces(store: Store, spaces: string[]): Promise<SiteAudit> {
  const audits = [];
  for (const space of spaces) {
    const audit = await readAudit(store, space);
    if (audit) audits.push(audit);
  }
  const slices = new Slices();
  const rows: Searchable[] = [];
  for (const row of await mergeAudits(audits, slices)) {
    const pause = slices.pause();
    if (pause) await pause;
    rows.push({ row, text: textOf(row) });
  }
  return { heads: audits.map(({ head }) => head), rows, totals: totalsOf(rows) };
}

function textOf({ account, customer }: SiteRow): string {
  return [account, customer]
    .flatMap((party) => (party ? [party.name, party.id, party.accountNumber, party.address.line1] : []))
    .join('\n')
    .toLowerCase();
}

function isInView({ row, text }: Searchable, system: string | undefined, q: string | undefined): boolean {
  if (system && row.system !== undefined && row.system !== system) return false;
  return !q || text.includes(q);
}

function isWanted(row: SiteRow, { kind, field, how }: AuditFilter): boolean {
  if (kind && row.kind !== kind) return false;
  if (row.formOnly && (how === undefined || how === 'value')) return false;
  if (!field && !how) return true;
  return row.fields?.some((one) => (!field || one.field === field) && (!how || one.how === how)) ?? false;
}

function totalsOf(rows: Searchable[]): AuditTotals {
  const zero = <K extends string>(keys: readonly K[]) =>
    Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;
  const kinds = zero(AUDIT_KINDS);
  const fields = Object.fromEntries(AUDIT_FIELDS.map((field) => [field, zero(HOW_DIFFERENT)])) as AuditTotals['fields'];
  const reasons: Record<string, number> = {};
  let formOnly = 0;
  for (const { row } of rows) {
    if (row.formOnly) formOnly += 1;
    else kinds[row.kind] += 1;
    if (row.reason) reasons[row.reason] = (reasons[row.reason] ?? 0) + 1;
    for (const { field, how } of row.fields ?? []) fields[field][how] += 1;
  }
  return { kinds, formOnly, fields, reasons };
}

function asOf({ integration, title, system, runId, at, preview, accounts, customers }: AuditHead): AuditAsOf {
  return { integration, name: title, system, runId, at: iso(at), preview, accounts, customers };
}

const PARTY_COLUMNS = ['id', 'number', 'name', 'line1', 'line2', 'city', 'state', 'postal_code', 'status'];
const COLUMNS = [
  'kind',
  'reason',
  'system',
  ...PARTY_COLUMNS.map((column) => `account_${column}`),
  ...PARTY_COLUMNS.map((column) => `customer_${column}`),
  'differs',
];
const LINES_AT_ONCE = 200;

/** By this mark Excel reads the file as UTF-8. */
const UTF8_MARK = '\uFEFF';

function* csvOf(rows: readonly Searchable[]): Generator<string> {
  yield UTF8_MARK + csvLine(COLUMNS);
  for (let start = 0; start < rows.length; start += LINES_AT_ONCE) {
    yield rows
      .slice(start, start + LINES_AT_ONCE)
      .map(({ row }) => csvLine(cellsOf(row)))
      .join('');
  }
}

function cellsOf({ kind, reason, system, account, customer, fields = [] }: SiteRow): string[] {
  const differs = fields.map(({ field, how }) => (how === 'value' ? field : `${field} (${how})`)).join('; ');
  return [kind, reason ?? '', system ?? '', ...partyCells(account), ...partyCells(customer), differs];
}

function partyCells(party: AuditParty | undefined): string[] {
  if (!party) return PARTY_COLUMNS.map(() => '');
  const { id, accountNumber = '', name, address, status = '' } = party;
  return [
    id,
    accountNumber,
    name,
    address.line1,
    address.line2,
    address.city,
    address.state,
    address.postalCode,
    status,
  ];
}
