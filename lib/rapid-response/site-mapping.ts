import type { Account, Address, Kind, Status } from '../model/records';
import type { AccountDraft, PartyUpdate } from '../sync/ports';
import type { RapidResponseProfile } from './profile';
import type { Arguments, RowOf } from './transport';

export type SiteRow = RowOf<'listSites'>;
export type DeviceRow = RowOf<'listDevices'>;

/** Why a site stays out of the sync (contract: class table). */
export const NEITHER_CLASS = 'neither residential nor commercial';

/** Rows by site. A site may come in several rows, one for each of its groups; they say the same of it. */
export function devicesBySite(rows: Iterable<DeviceRow>): Map<string, DeviceRow[]> {
  const bySite = new Map<string, DeviceRow[]>();
  for (const row of rows) {
    const site = row.site ?? '';
    const devices = bySite.get(site);
    if (devices) devices.push(row);
    else bySite.set(site, [row]);
  }
  return bySite;
}

/**
 * The station's site, with its devices, in our words. Its account number is the transmitter code of its lowest device, so
 * that it stays the same whatever order the list comes in. A person's one name is left whole: the model splits it.
 */
export function toAccount(site: SiteRow, devices: readonly DeviceRow[], profile: RapidResponseProfile): Account {
  const name = site.name ?? '';
  const kind = kindOf(site.type, profile);
  const accountNumber = lowest(devices)?.code;
  return {
    id: site.id ?? '',
    ...(accountNumber ? { accountNumber } : {}),
    kind,
    name,
    ...(kind === 'business' ? { companyName: name } : {}),
    address: toAddress(site),
    ...(site.phone ? { phone: site.phone } : {}),
    status: statusOf(site, devices, profile),
    ...(site.madeFor ? { madeFor: site.madeFor } : {}),
    ...(devices.length === 0 ? { incomplete: true } : {}),
    ...(kind === 'other' ? { setAside: NEITHER_CLASS } : {}),
  };
}

function lowest(devices: readonly DeviceRow[]): DeviceRow | undefined {
  const number = (device: DeviceRow) => Number(device.id ?? Number.POSITIVE_INFINITY);
  return devices.reduce<DeviceRow | undefined>(
    (first, device) => (first && number(first) <= number(device) ? first : device),
    undefined,
  );
}

function toAddress(site: SiteRow): Address {
  return {
    line1: site.line1 ?? '',
    line2: site.line2 ?? '',
    city: site.city ?? '',
    state: site.state ?? '',
    // Ten characters hold 12345-6789, yet some rows come without the dash.
    postalCode: (site.postalCode ?? '').replace(/^(\d{5})(\d{4})$/, '$1-$2'),
  };
}

function kindOf(type: string | undefined, { codes }: RapidResponseProfile): Kind {
  const found = type === undefined ? undefined : codes.siteTypes[type];
  if (found === 'commercial') return 'business';
  return found === 'residential' ? 'residential' : 'other';
}

/**
 * Cancelled = the site says so, or it has at least one device and all of them are out of service for a cancel category
 * (contract: Cancelled). A site without device is not: what made it has not come to its end (S18).
 */
function statusOf(site: SiteRow, devices: readonly DeviceRow[], profile: RapidResponseProfile): Status {
  const { cancelled, pending, siteStatuses } = profile.codes;
  const said = siteStatuses[site.status?.toUpperCase() ?? ''];
  if (said === 'closed' || said === 'pending' || said === 'prospect') return said;
  if (devices.length === 0) return 'pending';
  const categories = devices.map(({ category = '' }) => category);
  if (categories.every((category) => cancelled.includes(category))) return 'closed';
  if (categories.every((category) => cancelled.includes(category) || pending.includes(category))) return 'pending';
  return 'open';
}

/** What SiteInsert takes. `line2` is asked for even when there is none (contract: Writes). */
export function toNewSite(draft: AccountDraft, timeZone: string, profile: RapidResponseProfile): Arguments<'addSite'> {
  const { line1, line2, city, state, postalCode } = draft.address;
  return {
    name: draft.name.trim(),
    type: profile.codes.newSiteTypes[draft.kind],
    line1: line1.trim(),
    line2: line2.trim(),
    city: city.trim(),
    state: state.trim().toUpperCase(),
    postalCode: postalCode.trim(),
    timeZone,
    ...(draft.madeFor ? { madeFor: draft.madeFor } : {}),
  };
}

/** The changed columns only; a blank one clears its column. Undefined when nothing that the station keeps changes. */
export function toSiteChanges({ name, address = {} }: PartyUpdate): Omit<Arguments<'updateSite'>, 'site'> | undefined {
  const changes: Omit<Arguments<'updateSite'>, 'site'> = {
    ...(name ? { name: name.name.trim() } : {}),
    ...Object.fromEntries(
      Object.entries(address)
        .filter(([, line]) => line !== undefined)
        .map(([part, line]) => [part, part === 'state' ? line.trim().toUpperCase() : line.trim()]),
    ),
  };
  return Object.keys(changes).length > 0 ? changes : undefined;
}
