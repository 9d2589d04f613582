import type { Reply } from '../kit/server';
import type { Body, Operation, RapidResponseContext, RapidResponseSwitches } from './context';
import { refused, rows } from './replies';
import { DEVICE_TYPES, type DeviceRow, GROUPS, OOS_CATEGORIES, SITE_TYPES, type SiteRow, TIME_ZONES } from './rows';

const FILTER = ['SiteNum', 'TargetSiteGroup'];

export const READS: Record<string, Operation> = {
  'DataExport/SiteDetailList': { fields: FILTER, run: listSites },
  'DataExport/DeviceList': { fields: FILTER, run: listDevices },
  'DataExport/ContactList': { fields: FILTER, run: () => rows([]) },
  'DataExport/ContactPhoneList': { fields: ['SiteNum'], run: () => rows([]) },
  'DataExport/SitePhoneList': { fields: ['SiteNum'], run: listPhones },
  'DataExport/FirstSignalDatesList': { fields: [...FILTER, 'UTCBeginDate', 'UTCEndDate'], run: () => rows([]) },
  'Site/SiteTypeList': { fields: [], run: listSiteTypes },
  'Site/TimeZoneList': { fields: [], run: () => rows(TIME_ZONES) },
  'Device/DeviceTypeList': { fields: [], run: () => rows(DEVICE_TYPES) },
  'Device/OOSCategoryList': { fields: [], run: () => rows(OOS_CATEGORIES) },
  'Site/SiteGroupLinkList': { fields: ['SiteNum'], run: listGroups },
  'Search/XtAdvancedSearch': {
    fields: ['TransmitterCode', 'TransmitterMatchFlag', 'SiteName', 'IncludeOOSFlag', 'MaxRows'],
    run: search,
  },
};

/** What a fault may want wrong about a list. */
export const LIST_DISTORTIONS = ['rows-by-name', 'no-rows', 'half', 'other-groups', 'row-for-each-group'] as const;

function chosen<Row extends { SiteNum: number }>(all: readonly Row[], SiteNum: unknown): Row[] {
  return SiteNum === undefined ? [...all] : all.filter((row) => row.SiteNum === Number(SiteNum));
}

function listSites(context: RapidResponseContext, body: Body, distort: string | undefined): Reply {
  const { state } = context;
  const group = body.TargetSiteGroup === undefined ? undefined : Number(body.TargetSiteGroup);
  const sites = chosen(state.sites.all(), body.SiteNum);
  return distorted('SiteDetailList', siteRows(context, sites, group, distort), distort);
}

function* siteRows(
  context: RapidResponseContext,
  sites: SiteRow[],
  group: number | undefined,
  distort: string | undefined,
): Generator<object> {
  for (const site of sites) {
    const groups = context.state.groupsOf(site.SiteNum);
    // A site that no group has yet is seen without a filter only.
    if (group !== undefined && !groups.includes(group) && distort !== 'other-groups') continue;
    const shape = distort === 'row-for-each-group' ? 'each' : context.switches.siteGroups;
    for (const SiteGroupNum of shownGroups(groups, group, shape)) yield { ...spelled(context, site), SiteGroupNum };
  }
}

/** The group numbers of a site's rows; null: it has no group. */
function shownGroups(
  groups: readonly number[],
  asked: number | undefined,
  shape: RapidResponseSwitches['siteGroups'],
): readonly (number | null)[] {
  const [first = null] = groups;
  if (shape === 'each' && groups.length > 0) return groups;
  return [shape === 'asked' && asked !== undefined && groups.includes(asked) ? asked : first];
}

/** Both spellings of an address have been seen (contract: rows). */
function spelled({ switches }: RapidResponseContext, site: SiteRow): object {
  const described = {
    ...site,
    SiteTypeDescription: SITE_TYPES.find(({ Code }) => Code === site.SiteType)?.Description,
  };
  if (!switches.importSpelling) return described;
  const { Address, Address2, ...rest } = described;
  return { ...rest, SiteAddress: Address, SiteAddr2: Address2 };
}

function listPhones({ state }: RapidResponseContext, body: Body): Reply {
  return rows(chosen(state.sites.all(), body.SiteNum).map(({ SiteNum, Phone }) => ({ SiteNum, Phone })));
}

function listSiteTypes(): Reply {
  return rows(SITE_TYPES.map(({ Code, Description }) => ({ SiteType: Code, SiteTypeDescription: Description })));
}

function listDevices({ state }: RapidResponseContext, body: Body, distort: string | undefined): Reply {
  const group = body.TargetSiteGroup === undefined ? undefined : Number(body.TargetSiteGroup);
  const devices = chosen(state.devices.all(), body.SiteNum).filter(
    ({ SiteNum }) => group === undefined || state.groupsOf(SiteNum).includes(group),
  );
  return distorted('DeviceList', devices.map(shownDevice), distort);
}

function shownDevice({ row: _, ...device }: DeviceRow): object {
  const DeviceTypeDescription = DEVICE_TYPES.find(({ Code }) => Code === device.DeviceType)?.Description;
  return { ...device, DeviceTypeDescription };
}

function distorted(name: string, list: Iterable<object>, distort: string | undefined): Reply {
  if (distort === 'half') {
    const all = [...list];
    return rows(all.slice(0, Math.floor(all.length / 2)));
  }
  const reply = rows(list);
  const body = () => (typeof reply.body === 'string' ? reply.body : [...reply.body].join(''));
  if (distort === 'rows-by-name') return { ...reply, body: body().replace('"ResultSet"', `"${name}"`) };
  if (distort === 'no-rows') return { ...reply, body: body().replace(/,"ResultSet".*/s, '}') };
  return reply;
}

function listGroups({ state }: RapidResponseContext, body: Body): Reply {
  const SiteNum = Number(body.SiteNum);
  if (!state.sites.get(SiteNum)) return refused('SiteNum does not exist.');
  return rows(
    state.groupsOf(SiteNum).map((SiteGroupNum) => ({ SiteGroupNum, SiteGroupName: GROUPS[SiteGroupNum] ?? '' })),
  );
}

function search({ state }: RapidResponseContext, body: Body): Reply {
  const pattern = String(body.TransmitterCode ?? '%');
  const parts = pattern.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  // The station searches without case, like most databases of its kind.
  const like = new RegExp(`^${parts.join('.*')}$`, 'i');
  const name = String(body.SiteName ?? '').toLowerCase();
  const found = state.devices
    .all()
    .filter(({ TransmitterCode }) => like.test(TransmitterCode))
    .filter(({ InServiceFlag }) => InServiceFlag || body.IncludeOOSFlag === true)
    .map((device) => ({ ...shownDevice(device), SiteName: state.sites.get(device.SiteNum)?.SiteName ?? '' }))
    .filter(({ SiteName }) => SiteName.toLowerCase().includes(name));
  return rows(found.slice(0, Number(body.MaxRows ?? 50)));
}
