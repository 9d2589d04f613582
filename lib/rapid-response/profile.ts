/**
 * Everything that is Rapid Response's own spelling, in one table: endpoints, request fields, columns, codes, and what its
 * refusals say. The rest of `lib/rapid-response` speaks the words on the left; a station that spells something else
 * overrides the entry (`profile-overrides.ts`), without a release.
 *
 * Endpoints and request fields of the reads are documented in public client code. **Columns of the replies, all writes
 * and the wording of refusals are assumed**, and unverified against the live service.
 */

export interface EndpointProfile {
  /** Below the base URL. Its last part also names the rows where a reply has no `ResultSet`. */
  path: string;
  /** Our word -> field of the request. */
  request: Record<string, string>;
  /** Our word -> column of a row, or of `OutputParameter`; the first spelling that holds something counts. */
  columns: Record<string, readonly string[]>;
  /** Where the answer stands: in the rows of a list, or in `OutputParameter`. */
  answers: 'rows' | 'output';
  /** A write may have acted when its reply is lost (S15), and is never sent twice by itself. */
  writes: boolean;
}

export interface RapidResponseProfile {
  endpoints: Record<EndpointKey, EndpointProfile>;
  /** Request fields that are numbers on the wire. */
  integers: readonly string[];
  /** Sent as `TransmitterMatchFlag`: the whole code, not a part of it. */
  exactMatch: string;
  /** The most rows that a search may bring; as many of them are no answer. */
  searchRows: string;
  codes: {
    /** `SiteType` -> `residential`, `commercial`; a type that is not here is neither, and set aside. */
    siteTypes: Record<string, string>;
    /** `SiteType` of the sites that we make. */
    newSiteTypes: Record<'business' | 'residential', string>;
    /** `SiteStatus` -> our status; what is not here leaves the word to the devices. */
    siteStatuses: Record<string, string>;
    /** `OOSCat` of a device that is cancelled; the first is what we cancel with. */
    cancelled: readonly string[];
    /** `OOSCat` of a device that is not in service yet. */
    pending: readonly string[];
  };
  /** `ErrorTypeNum` of a session that is over; also told by its message, see `refusals`. */
  invalidSession: readonly string[];
  /** Our error code -> what `UserErrorMessage` says, as a regular expression without case. The first that fits counts. */
  refusals: Record<RefusalCode, string>;
}

const SITE_COLUMNS = {
  id: ['SiteNum'],
  group: ['SiteGroupNum'],
  groupName: ['SiteGroupName'],
  name: ['SiteName'],
  type: ['SiteType'],
  line1: ['Address', 'SiteAddress'],
  line2: ['Address2', 'SiteAddr2'],
  city: ['City'],
  state: ['State'],
  postalCode: ['ZipCode'],
  phone: ['Phone'],
  madeFor: ['SiteID1'],
  status: ['SiteStatus'],
} as const;

const SITE_FIELDS = {
  name: 'SiteName',
  line1: 'SiteAddress',
  line2: 'SiteAddr2',
  city: 'City',
  state: 'State',
  postalCode: 'ZipCode',
} as const;

const CODE_COLUMNS = { id: ['Code'], label: ['Description'], active: ['ActiveFlag'] } as const;

const ENDPOINTS = {
  login: {
    path: 'Login/UserLogin',
    request: { username: 'Username', password: 'Password' },
    columns: { session: ['SessionNum'], sessionPassword: ['SessionPassword'] },
    answers: 'output',
    writes: false,
  },
  logout: { path: 'Login/Logout', request: {}, columns: {}, answers: 'output', writes: false },
  listSites: {
    path: 'DataExport/SiteDetailList',
    request: { site: 'SiteNum', group: 'TargetSiteGroup' },
    columns: SITE_COLUMNS,
    answers: 'rows',
    writes: false,
  },
  listDevices: {
    path: 'DataExport/DeviceList',
    request: { site: 'SiteNum', group: 'TargetSiteGroup' },
    columns: {
      site: ['SiteNum'],
      id: ['DevNum'],
      code: ['TransmitterCode'],
      inService: ['InServiceFlag'],
      category: ['OOSCat'],
    },
    answers: 'rows',
    writes: false,
  },
  findByCode: {
    path: 'Search/XtAdvancedSearch',
    request: {
      code: 'TransmitterCode',
      match: 'TransmitterMatchFlag',
      outOfService: 'IncludeOOSFlag',
      rows: 'MaxRows',
    },
    columns: { id: ['SiteNum'] },
    answers: 'rows',
    writes: false,
  },
  addSite: {
    path: 'Site/SiteInsert',
    request: { ...SITE_FIELDS, type: 'SiteType', timeZone: 'TimeZoneNum', madeFor: 'SiteID1' },
    columns: { id: ['SiteNum'] },
    answers: 'output',
    writes: true,
  },
  updateSite: {
    path: 'Site/SiteUpdate',
    request: { site: 'SiteNum', ...SITE_FIELDS },
    columns: { id: ['SiteNum'] },
    answers: 'output',
    writes: true,
  },
  linkGroup: {
    path: 'Site/SiteGroupLinkInsert',
    request: { site: 'SiteNum', group: 'SiteGroupNum' },
    columns: {},
    answers: 'output',
    writes: true,
  },
  listGroups: {
    path: 'Site/SiteGroupLinkList',
    request: { site: 'SiteNum' },
    columns: { id: ['SiteGroupNum'], label: ['SiteGroupName'] },
    answers: 'rows',
    writes: false,
  },
  addDevice: {
    path: 'Device/DeviceInsert',
    request: { site: 'SiteNum', code: 'TransmitterCode', type: 'DeviceType', inService: 'InServiceFlag' },
    columns: { id: ['DevNum'] },
    answers: 'output',
    writes: true,
  },
  setService: {
    path: 'Device/DeviceInOutService',
    request: {
      site: 'SiteNum',
      device: 'DevNum',
      category: 'OOSCat',
      since: 'StartDate',
      confirm: 'ConfirmXmit',
    },
    columns: {},
    answers: 'output',
    writes: true,
  },
  listSiteTypes: {
    path: 'Site/SiteTypeList',
    request: {},
    columns: {
      id: ['Code', 'SiteType'],
      label: ['Description', 'SiteTypeDescription'],
      active: ['ActiveFlag'],
    },
    answers: 'rows',
    writes: false,
  },
  listTimeZones: { path: 'Site/TimeZoneList', request: {}, columns: CODE_COLUMNS, answers: 'rows', writes: false },
  listDeviceTypes: {
    path: 'Device/DeviceTypeList',
    request: {},
    columns: CODE_COLUMNS,
    answers: 'rows',
    writes: false,
  },
  listCategories: {
    path: 'Device/OOSCategoryList',
    request: {},
    columns: CODE_COLUMNS,
    answers: 'rows',
    writes: false,
  },
} as const satisfies Record<string, EndpointProfile>;

export type EndpointKey = keyof typeof ENDPOINTS;
/** Our words for the fields of an endpoint's request. */
export type RequestWord<E extends EndpointKey> = keyof (typeof ENDPOINTS)[E]['request'];
/** Our words for the columns of an endpoint's rows. */
export type ColumnWord<E extends EndpointKey> = keyof (typeof ENDPOINTS)[E]['columns'];

const REFUSALS = {
  TOO_MANY_SESSIONS: 'too many sessions|maximum.*sessions|session limit|sessions? .*(open|in use)',
  SESSION_ENDED: 'invalid ?session|session.*(invalid|not valid|expired|ended|over|not found|unknown|timed out)',
  ALREADY_LINKED: 'already (linked|assigned|in (the|this) group)',
  ACCOUNT_NUMBER_TAKEN: '(transmitter|xmit).*(already|duplicate|in use|exists)|duplicate transmitter',
  CANCEL_NOT_CONFIRMED: 'confirmxmit',
  BAD_ACCOUNT_NUMBER: 'transmitter',
  UNKNOWN_DEVICE_TYPE: 'device ?type',
  UNKNOWN_TIME_ZONE: 'time ?zone',
  UNKNOWN_SITE_TYPE: 'site ?type',
  UNKNOWN_CATEGORY: 'oos ?cat',
  GROUP_NOT_ALLOWED: 'group',
  BAD_STATE: '\\bstate\\b',
} as const;

/** What a refusal may be about; a refusal about something else is `REFUSED`. */
export type RefusalCode = keyof typeof REFUSALS;

export const RAPID_RESPONSE_PROFILE: RapidResponseProfile = {
  endpoints: ENDPOINTS,
  integers: ['SiteNum', 'DevNum', 'SiteGroupNum', 'TargetSiteGroup', 'TimeZoneNum', 'MaxRows'],
  exactMatch: 'E',
  searchRows: '100',
  codes: {
    siteTypes: { R: 'residential', C: 'commercial', CF: 'commercial' },
    newSiteTypes: { business: 'C', residential: 'R' },
    siteStatuses: { CANCELLED: 'closed' },
    cancelled: ['CANC'],
    pending: ['PEND'],
  },
  invalidSession: ['InvalidSession'],
  refusals: REFUSALS,
};
