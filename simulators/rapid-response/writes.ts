import type { Reply } from '../kit/server';
import type { Body, Operation, RapidResponseContext } from './context';
import { output, refused } from './replies';
import { DEALER_GROUP, DEVICE_TYPES, OOS_CATEGORIES, REGION_GROUP, SITE_TYPES, type SiteRow, TIME_ZONES } from './rows';

/** Request field -> column. */
const SITE_FIELDS: Record<string, keyof SiteRow> = {
  SiteName: 'SiteName',
  SiteType: 'SiteType',
  SiteAddress: 'Address',
  SiteAddr2: 'Address2',
  City: 'City',
  State: 'State',
  ZipCode: 'ZipCode',
  County: 'County',
  TimeZoneNum: 'TimeZoneNum',
  SiteID1: 'SiteID1',
};
/** Of a new site; an update may leave one out, but not send it blank. */
const REQUIRED = ['SiteName', 'SiteType', 'SiteAddress', 'City', 'State', 'ZipCode', 'TimeZoneNum'];
const WIDTHS: Partial<Record<keyof SiteRow, number>> = {
  SiteName: 60,
  Address: 60,
  Address2: 60,
  City: 40,
  ZipCode: 10,
};

export const WRITES: Record<string, Operation> = {
  'Site/SiteInsert': { fields: Object.keys(SITE_FIELDS), run: insertSite },
  'Site/SiteUpdate': { fields: ['SiteNum', ...Object.keys(SITE_FIELDS)], run: updateSite },
  'Site/SiteGroupLinkInsert': { fields: ['SiteNum', 'SiteGroupNum'], run: linkGroup },
  'Device/DeviceInsert': { fields: ['SiteNum', 'TransmitterCode', 'DeviceType', 'InServiceFlag'], run: insertDevice },
  'Device/DeviceInOutService': {
    fields: ['SiteNum', 'DevNum', 'OOSCat', 'StartDate', 'ConfirmXmit'],
    run: setService,
  },
};

const text = (value: unknown) => String(value ?? '').trim();
const knows = (list: { Code: string }[], code: unknown) => list.some(({ Code }) => Code === text(code));

/** What the station would not take, naming the field; undefined when it would. */
function siteProblem(body: Body, required: readonly string[]): string | undefined {
  const missing = required.find((field) => !text(body[field]));
  if (missing) return `${missing} is required.`;
  if (body.SiteType !== undefined && !knows(SITE_TYPES, body.SiteType)) return 'SiteType is not valid.';
  if (body.TimeZoneNum !== undefined && !knows(TIME_ZONES, body.TimeZoneNum)) return 'TimeZoneNum is not valid.';
  if (body.State !== undefined && !/^[A-Z]{2}$/i.test(text(body.State))) return 'State must be two letters.';
  return undefined;
}

function siteFields({ switches }: RapidResponseContext, body: Body): Partial<SiteRow> {
  const fields: Record<string, string | number> = {};
  for (const [field, column] of Object.entries(SITE_FIELDS)) {
    if (body[field] === undefined) continue;
    if (column === 'TimeZoneNum') {
      fields[column] = Number(body[field]);
      continue;
    }
    const cut = text(body[field]).slice(0, WIDTHS[column] ?? 100);
    fields[column] = switches.upperCase && column !== 'SiteID1' ? cut.toUpperCase() : cut;
  }
  return fields;
}

function insertSite(context: RapidResponseContext, body: Body): Reply {
  const problem = siteProblem(body, REQUIRED);
  if (problem) return refused(problem);
  const { SiteNum } = context.state.insertSite({ SiteName: '', ...siteFields(context, body) });
  // A number beside a success is a note (contract: envelope).
  return output({ SiteNum }, { ErrorTypeNum: 17, UserErrorMessage: 'Site has no emergency contacts yet.' });
}

function updateSite(context: RapidResponseContext, body: Body): Reply {
  const SiteNum = Number(body.SiteNum);
  if (!context.state.sites.get(SiteNum)) return refused('SiteNum does not exist.');
  const given = Object.keys(SITE_FIELDS).filter((field) => body[field] !== undefined);
  const problem = siteProblem(
    body,
    given.filter((field) => REQUIRED.includes(field)),
  );
  if (problem) return refused(problem);
  context.state.updateSite(SiteNum, siteFields(context, body));
  return output({ SiteNum });
}

function linkGroup({ state }: RapidResponseContext, body: Body): Reply {
  const [site, group] = [Number(body.SiteNum), Number(body.SiteGroupNum)];
  if (!state.sites.get(site)) return refused('SiteNum does not exist.');
  if (group !== DEALER_GROUP && group !== REGION_GROUP) return refused('SiteGroupNum is not allowed for this login.');
  if (state.groupsOf(site).includes(group)) return refused('Site is already linked to this SiteGroupNum.', 2601);
  state.linkGroup(site, group);
  return output({});
}

function insertDevice({ state }: RapidResponseContext, body: Body): Reply {
  const SiteNum = Number(body.SiteNum);
  const code = String(body.TransmitterCode ?? '');
  if (!state.sites.get(SiteNum)) return refused('SiteNum does not exist.');
  if (!code) return refused('TransmitterCode is required.');
  if (code.length > 12 || /\s/.test(code))
    return refused('TransmitterCode must have at most 12 characters and no blank.');
  if (!knows(DEVICE_TYPES, body.DeviceType)) return refused('DeviceType is not valid.');
  if (state.deviceByCode(code)) return refused('Duplicate TransmitterCode: it is in use.', 2627);
  const inService = body.InServiceFlag === true;
  const { DevNum } = state.addDevice(SiteNum, {
    TransmitterCode: code,
    DeviceType: text(body.DeviceType),
    InServiceFlag: inService,
    ...(inService ? {} : { OOSCat: 'PEND', OOSStartDate: state.stamp() }),
  });
  return output({ DevNum });
}

function setService({ state }: RapidResponseContext, body: Body): Reply {
  const device = state.devicesOf(Number(body.SiteNum)).find(({ DevNum }) => DevNum === Number(body.DevNum));
  if (!device) return refused('DevNum does not exist at this site.');
  if (body.ConfirmXmit !== device.TransmitterCode) return refused('ConfirmXmit is not the transmitter code.');
  const category = text(body.OOSCat);
  if (category && !knows(OOS_CATEGORIES, category)) return refused('OOSCat is not valid.');
  const OOSStartDate = category ? text(body.StartDate) || state.stamp() : '';
  state.devices.update(device.row, { InServiceFlag: !category, OOSCat: category, OOSStartDate });
  return output({});
}
