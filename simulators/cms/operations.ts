/** Which element carries which of the three secrets. It varies by operation, and case counts. */
export interface KeySpelling {
  id: string;
  keyCode: string;
  companyId: string;
}

export interface Operation {
  service: 'site' | 'contacts' | 'zones' | 'interfacemas';
  name: string;
  wrapper: string;
  keys: KeySpelling;
  /** Elements of the request besides the keys. */
  fields: readonly string[];
  required: readonly string[];
  /** Element around each row of the reply. */
  row: string;
}

const KEYS: KeySpelling = { id: 'Id', keyCode: 'KeyCode', companyId: 'Company_id' };

const SITE_FIELDS = [
  'site_name',
  'site_addr1',
  'site_addr2',
  'city_name',
  'state_id',
  'zip_code',
  'county_name',
  'cross_street',
  'phone1',
  'sitetype_id',
  'timezone_no',
  'codeword1',
  'udf1',
  'udf2',
  'udf3',
  'udf4',
];

const CONTACT_FIELDS = [
  'last_name',
  'first_name',
  'ctactype_id',
  'auth_id',
  'relation_id',
  'has_key_flag',
  'contract_signer_flag',
  ...[1, 2, 3, 4].flatMap((n) => [`phone${n}`, `phonetype_id${n}`]),
  'email_address',
  'cs_seqno',
];

/** Every operation of the contract. Reads answer with their rows; writes, and all that is refused, with `MasResult`. */
export const OPERATIONS: readonly Operation[] = [
  read('site', 'GetSiteSystemList', 'SiteDetail', ['SiteStat_id']),
  read('site', 'GetSiteNumber', 'SiteNumber', ['s_Cs_no']),
  read('site', 'GetSiteSystemDetails', 'SiteDetail', ['site_no']),
  {
    ...read('site', 'GetGenDispatch', 'GenDispatch', ['site_no', 'cs_no']),
    keys: { id: 'Id', keyCode: 'Key_Code', companyId: 'Company_Id' },
  },
  write(
    'site',
    'AddSite',
    [...SITE_FIELDS, 'systype_id', 'cs_no'],
    ['site_name', 'site_addr1', 'city_name', 'state_id', 'zip_code', 'phone1', 'sitetype_id', 'systype_id'],
  ),
  write('site', 'UpdateSite', ['site_no', 'req_type', ...SITE_FIELDS, 'change_no'], ['site_no', 'req_type']),
  write('site', 'SetSiteStatus', ['site_no', 'sitestat_id', 'ooscat_id', 'effective_date'], ['site_no', 'sitestat_id']),
  read('contacts', 'GetContactList', 'ContactList', ['site_no']),
  read('contacts', 'GetCodeList', 'Code', ['table']),
  write(
    'contacts',
    'AddContact',
    ['site_no', ...CONTACT_FIELDS],
    ['site_no', 'last_name', 'ctactype_id', 'phone1', 'phonetype_id1'],
  ),
  write('contacts', 'UpdateContact', ['ctaclink_no', 'req_type', ...CONTACT_FIELDS], ['ctaclink_no', 'req_type']),
  write('contacts', 'DeleteContact', ['ctaclink_no', 'req_type'], ['ctaclink_no', 'req_type']),
  read('zones', 'GetZoneList', 'ZoneList', ['site_no']),
  {
    ...read('interfacemas', 'GetEventHistoryDate', 'EventHistory', ['cs_no', 'start_date', 'end_date']),
    wrapper: 'EventhistoryDate',
    keys: { id: 'Id', keyCode: 'KeyCode', companyId: 'company_id' },
  },
];

function read(service: Operation['service'], name: string, row: string, fields: readonly string[]): Operation {
  return { service, name, wrapper: 'obj', keys: KEYS, fields, required: [], row };
}

function write(
  service: Operation['service'],
  name: string,
  fields: readonly string[],
  required: readonly string[],
): Operation {
  return { service, name, wrapper: 'obj', keys: KEYS, fields, required, row: 'MasResult' };
}
