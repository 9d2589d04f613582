/** Rapid Response's own spellings, as its data export shows them. */
export interface SiteRow {
  SiteNum: number;
  SiteName: string;
  SiteType: string;
  Address: string;
  Address2: string;
  City: string;
  State: string;
  ZipCode: string;
  County: string;
  Country: string;
  TimeZoneNum: number;
  Phone: string;
  /** Free for the dealer; our creates put the customer's id here. */
  SiteID1: string;
  SiteID2: string;
  BillingID: string;
  SiteStatus: string;
  ChangeDateUTC: string;
}

export interface DeviceRow {
  /** Of all devices of the station, so that a table can hold them; the site's own number is `DevNum`. */
  row: number;
  SiteNum: number;
  DevNum: number;
  TransmitterCode: string;
  DeviceType: string;
  InServiceFlag: boolean;
  OOSCat: string;
  OOSStartDate: string;
  DevicePhone: string;
  InstallDate: string;
}

/** A site belongs to several groups, some of other kinds than dealers. */
export interface GroupLinkRow {
  row: number;
  SiteNum: number;
  SiteGroupNum: number;
}

export interface CodeRow {
  Code: string;
  Description: string;
  ActiveFlag: boolean;
}

export const DEALER_GROUP = 390041;
/** Another dealer of the station: our login may see its sites, not put any there. */
export const OTHER_DEALER_GROUP = 390042;
/** A group of another kind: sites of several dealers are in it. */
export const REGION_GROUP = 700001;

export const GROUPS: Readonly<Record<number, string>> = {
  [DEALER_GROUP]: 'Simulated Alarm Dealer',
  [OTHER_DEALER_GROUP]: 'Another Dealer',
  [REGION_GROUP]: 'Region North',
};

const codes = (list: Record<string, string>, inactive: string[] = []): CodeRow[] =>
  Object.entries(list).map(([Code, Description]) => ({ Code, Description, ActiveFlag: !inactive.includes(Code) }));

export const SITE_TYPES = codes({
  R: 'Residential',
  C: 'Commercial',
  CF: 'Commercial Fire',
  E: 'Elevator',
  M: 'Medical',
});

export const DEVICE_TYPES = codes(
  {
    '2GIGCP21': '2GIG Go!Control',
    '2GIGGC3': '2GIG GC3',
    QOLIQ4: 'Qolsys IQ Panel 4',
    DMPXR150: 'DMP XR150',
    HWLYNX7: 'Honeywell Lynx 7000',
    MISC: 'Miscellaneous',
    OLDPOTS: 'Dialer, no longer sold',
  },
  ['OLDPOTS'],
);

export const TIME_ZONES = codes({
  '10': 'Alaska',
  '11': 'Hawaii',
  '12': 'Atlantic',
  '13': 'Eastern',
  '14': 'Central',
  '15': 'Mountain',
  '16': 'Pacific',
});

export const OOS_CATEGORIES = codes({ CANC: 'Cancelled', PEND: 'Pending install', SEAS: 'Seasonal', TEST: 'On test' });
