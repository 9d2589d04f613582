import type { Account, Address, Kind, Status } from '../model/records';
import type { AccountDraft, PartyUpdate } from '../sync/ports';
import { phoneDigits } from './phone';
import type { CmsProfile } from './profile';
import type { PushDefaults } from './settings';
import type { Arguments, RowOf } from './soap-transport';

export type SiteRow = RowOf<'listSites'>;

/** The best known first: of a site's systems, an active one speaks for it. */
const STATUS_ORDER: readonly Status[] = ['open', 'pending', 'prospect', 'closed'];

/**
 * One account a site, out of one row a **system**: the rows of a site may stand anywhere in the list. The row of the
 * active system with the lowest number speaks for the site, so that its account number stays the same whatever order
 * the list comes in.
 */
export class SiteFold {
  readonly #rows = new Map<string, SiteRow>();

  constructor(private readonly profile: CmsProfile) {}

  /** @returns false for a row without a site number, which is none. */
  add(row: SiteRow): boolean {
    if (!row.id) return false;
    const known = this.#rows.get(row.id);
    if (!known || this.#before(row, known)) this.#rows.set(row.id, row);
    return true;
  }

  get size(): number {
    return this.#rows.size;
  }

  *accounts(): Generator<Account> {
    for (const row of this.#rows.values()) yield toAccount(row, this.profile);
  }

  #before(a: SiteRow, b: SiteRow): boolean {
    const byStatus =
      STATUS_ORDER.indexOf(statusOf(a.status, this.profile)) - STATUS_ORDER.indexOf(statusOf(b.status, this.profile));
    return (byStatus || compareNumbers(a.system ?? '', b.system ?? '')) < 0;
  }
}

/** Numbers of any length, as text: a blank one last, else by value. */
function compareNumbers(a: string, b: string): number {
  if (!a || !b) return a ? -1 : b ? 1 : 0;
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')];
  return x.length - y.length || (x < y ? -1 : x > y ? 1 : 0);
}

/** CMS's row in our words. A person's one name is left whole: the model splits it. */
export function toAccount(row: SiteRow, profile: CmsProfile): Account {
  const name = row.name ?? '';
  const kind = kindOf(row.type, profile);
  const phone = phoneDigits(row.phone) || phoneDigits(row.otherPhone);
  return {
    id: row.id ?? '',
    ...(row.number ? { accountNumber: row.number } : {}),
    kind,
    name,
    ...(kind === 'business' ? { companyName: name } : {}),
    address: toAddress(row),
    ...(phone ? { phone } : {}),
    status: statusOf(row.status, profile),
  };
}

function toAddress(row: SiteRow): Address {
  return {
    line1: row.line1 ?? '',
    line2: row.line2 ?? '',
    city: row.city ?? '',
    state: row.state ?? '',
    // Ten characters hold 12345-6789, yet some rows come without the dash.
    postalCode: (row.postalCode ?? '').replace(/^(\d{5})(\d{4})$/, '$1-$2'),
  };
}

function kindOf(code: string | undefined, profile: CmsProfile): Kind {
  const kind = code === undefined ? undefined : profile.codes.siteTypes[code];
  return kind === 'business' || kind === 'residential' ? kind : 'other';
}

/**
 * A site that says nothing counts as live; a status that we don't know as pending, which neither syncs a site that may
 * be cancelled nor closes one that may be live.
 */
function statusOf(code: string | undefined, profile: CmsProfile): Status {
  if (code === undefined) return 'open';
  const status = profile.codes.siteStatuses[code];
  return STATUS_ORDER.find((known) => known === status) ?? 'pending';
}

/** What AddSite takes. Blanks are left out: the station fills in what it likes. */
export function toNewSite(draft: AccountDraft, defaults: Partial<PushDefaults>): Arguments<'addSite'> {
  const site: Arguments<'addSite'> = {
    name: draft.name,
    ...draft.address,
    phone: phoneDigits(draft.phone),
    type: draft.kind === 'business' ? defaults.siteTypeBusiness : defaults.siteTypeResidential,
    systemType: defaults.systemType,
    timezone: defaults.timezone,
    number: draft.accountNumber.trim(),
  };
  return Object.fromEntries(Object.entries(site).filter(([, value]) => value?.trim()));
}

/** The changed columns only; a blank one clears its column. Undefined when nothing of CMS's changes. */
export function toSiteChanges(update: PartyUpdate): Arguments<'updateSite'> | undefined {
  const changes: Arguments<'updateSite'> = {
    ...(update.name ? { name: update.name.name } : {}),
    ...Object.fromEntries(Object.entries(update.address ?? {}).filter(([, value]) => value !== undefined)),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}
