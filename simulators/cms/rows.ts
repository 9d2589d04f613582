/** The rows that the simulated CMS keeps, in its own words. A site has one or more systems; a contact link has a person. */

export interface SiteRow {
  site_no: number;
  /** Which dealer's it is: only the key of that company sees it. Not a column. */
  company: string;
  site_name: string;
  site_addr1: string;
  site_addr2: string;
  city_name: string;
  state_id: string;
  zip_code: string;
  county_name: string;
  country_name: string;
  cross_street: string;
  phone1: string;
  ext1: string;
  phone2: string;
  ext2: string;
  sitetype_id: string;
  sitestat_id: string;
  timezone_no: string;
  /** A secret: no client may keep it. */
  codeword1: string;
  udf1: string;
  udf2: string;
  udf3: string;
  udf4: string;
  change_date: string;
  change_user: string;
  change_no: number;
}

export interface SystemRow {
  system_no: number;
  site_no: number;
  cs_no: string;
  systype_id: string;
  descr: string;
  servco_no: string;
  ooscat_id: string;
  oos_start_date: string;
}

export interface ContactRow {
  ctaclink_no: number;
  contact_no: number;
  site_no: number;
  name: string;
  prefix: string;
  suffix: string;
  middle_initial: string;
  title: string;
  ctactype_id: string;
  cs_seqno: string;
  auth_id: string;
  relation_id: string;
  /** A secret: no client may keep it. */
  pin: string;
  has_key_flag: string;
  contract_signer_flag: string;
  /** Digits with their type, in order; up to four. */
  phones: { type: string; number: string }[];
  email_address: string;
  start_date: string;
  end_date: string;
  change_date: string;
}

/** Greatest length of a column, and its width where the system pads it with blanks. */
export const COLUMN_LENGTHS: Record<string, number> = {
  site_name: 60,
  site_addr1: 60,
  site_addr2: 60,
  city_name: 30,
  state_id: 2,
  zip_code: 10,
  county_name: 30,
  country_name: 30,
  cross_street: 40,
  phone1: 10,
  phone2: 10,
  cs_no: 12,
  codeword1: 20,
  udf1: 60,
  udf2: 60,
  udf3: 60,
  udf4: 60,
  last_name: 30,
  first_name: 30,
  email_address: 60,
};

export const PADDED_WIDTHS: Record<string, number> = {
  cs_no: 10,
  site_name: 60,
  city_name: 30,
  zip_code: 10,
  sitetype_id: 6,
  name: 40,
  auth_id: 6,
};

export const UPPER_CASED: readonly string[] = [
  'site_addr1',
  'site_addr2',
  'city_name',
  'county_name',
  'cross_street',
  'state_id',
];

export interface CodeRow {
  code_id: string;
  descr: string;
  active_flag: 'Y' | 'N';
}

const code = (code_id: string, descr: string, active_flag: 'Y' | 'N' = 'Y'): CodeRow => ({
  code_id,
  descr,
  active_flag,
});

export const CODES: Record<string, readonly CodeRow[]> = {
  auth: [
    code('MSTR', 'Master authority'),
    code('CALL', 'Call list only'),
    code('NONE', 'No authority'),
    code('OLD', 'Retired', 'N'),
  ],
  ctactype: [code('PREM', 'Premises contact'), code('CALL', 'Call list'), code('BILL', 'Billing contact')],
  relation: [code('OWN', 'Owner'), code('MGR', 'Manager'), code('NBR', 'Neighbour'), code('FAM', 'Family')],
  phonetype: [code('HM', 'Home'), code('CL', 'Mobile'), code('WK', 'Work'), code('OT', 'Other')],
  sitetype: [
    code('RBFM', 'Residential burglary, fire, medical'),
    code('RB', 'Residential burglary'),
    code('CBFM', 'Commercial burglary, fire, medical'),
    code('CB', 'Commercial burglary'),
    code('CF', 'Commercial fire'),
    code('TEST', 'Test site'),
  ],
  systype: [
    code('DIGI', 'Digital communicator'),
    code('CELL', 'Cellular communicator'),
    code('IP', 'Internet communicator'),
  ],
  timezone: [code('1', 'Eastern'), code('2', 'Central'), code('3', 'Mountain'), code('4', 'Pacific')],
  sitestat: [
    code('A', 'Active'),
    code('P', 'Pending'),
    code('I', 'Inactive'),
    code('C', 'Cancelled'),
    code('X', 'Archived'),
  ],
  ooscat: [code('SERV', 'Being serviced'), code('NPAY', 'Not paid'), code('MOVE', 'Moved out')],
};

export function isCode(table: string, id: string): boolean {
  return CODES[table]?.some((row) => row.code_id === id && row.active_flag === 'Y') ?? false;
}

/** Another dealer of the same station. */
export const OTHER_COMPANY = 'SIM2';
