import type { Account } from '../model/records';
import { unexpectedReply } from './errors';
import type { RapidResponseProfile } from './profile';
import { type DeviceRow, devicesBySite, type SiteRow, toAccount } from './site-mapping';
import type { CallOptions, RapidResponseTransport } from './transport';

/** A site with its devices, as the station has them. */
export interface StationSite {
  row: SiteRow;
  devices: DeviceRow[];
}

/** A large dealer's lists are one reply each. */
const LIST_LIMITS = { timeoutMs: 300_000, maxReplyBytes: 256 * 1024 * 1024 };

/**
 * All sites of a dealer group, or of all groups that the login sees, each once. Devices are read after the sites, so that
 * a site that is made in between is missing, not without its device.
 */
export async function readSites(
  transport: RapidResponseTransport,
  group: string | undefined,
  signal?: AbortSignal,
): Promise<StationSite[]> {
  const options = { signal, ...LIST_LIMITS };
  const asked = group === undefined ? {} : { group };
  const listed = await transport.rows('listSites', asked, options);
  const rows = foldedRows(group === undefined ? listed : await ownRows(transport, listed, group, options));
  if (rows.length === 0) return [];
  const devices = devicesBySite(await transport.rows('listDevices', asked, options));
  return rows.map((row) => ({ row, devices: devices.get(row.id ?? '') ?? [] }));
}

/** One site, of whatever group; undefined only when the station says that there is none. */
export async function readSite(
  transport: RapidResponseTransport,
  id: string,
  group: string | undefined,
  options: CallOptions,
): Promise<StationSite | undefined> {
  const rows = await transport.rows('listSites', { site: id }, options);
  if (rows.length === 0) return undefined;
  if (rows.some((row) => row.id !== id)) throw strangers('list sites', id);
  const row = rows.find((one) => one.group === group) ?? rows[0];
  return row && { row, devices: await readDevices(transport, id, options) };
}

export async function readDevices(
  transport: RapidResponseTransport,
  id: string,
  options: CallOptions,
): Promise<DeviceRow[]> {
  const devices = await transport.rows('listDevices', { site: id }, options);
  if (devices.some((device) => device.site !== id)) throw strangers('list devices', id);
  return devices;
}

export function accountOf(site: StationSite, profile: RapidResponseProfile): Account {
  return toAccount(site.row, site.devices, profile);
}

/** So many sites whose row names another group are asked about one by one; of more the row's own word counts. */
const MAX_ASKED = 100;

/**
 * A site belongs to several groups, some of other kinds, and its row may name any of them: who is linked to ours is kept
 * (contract: site types), whether the station filters or not. Where no row says its group, the filter is trusted.
 */
async function ownRows(
  transport: RapidResponseTransport,
  rows: readonly SiteRow[],
  group: string,
  options: CallOptions,
): Promise<SiteRow[]> {
  if (rows.every((row) => row.group === undefined)) return [...rows];
  const shown = new Set(rows.flatMap((row) => (row.group === group && row.id ? [row.id] : [])));
  const others = new Set(rows.flatMap(({ id, group: named }) => (named && id && !shown.has(id) ? [id] : [])));
  const confirmed = new Set<string>();
  if (others.size <= MAX_ASKED) {
    for (const site of others) {
      const links = await transport.rows('listGroups', { site }, options);
      if (links.some((link) => link.id === group)) confirmed.add(site);
    }
  }
  // A row without its number cannot be told from ours, and is an error further on.
  return rows.filter(({ id, group: named }) => !id || named === group || confirmed.has(id));
}

function foldedRows(rows: readonly SiteRow[]): SiteRow[] {
  const folded = new Map<string, SiteRow>();
  for (const row of rows) {
    // A row without its number cannot be left out: that would make the list a short one (S11).
    if (!row.id) throw unexpectedReply('a site without its number', { operation: 'list sites', writes: false });
    if (!folded.has(row.id)) folded.set(row.id, row);
  }
  return [...folded.values()];
}

function strangers(operation: string, id: string) {
  return unexpectedReply(`something else than site ${id}`, { operation, writes: false });
}
