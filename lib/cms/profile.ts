/**
 * Everything that is CMS's own spelling, in one table: services, operations, wrappers, credential elements, request
 * elements, columns, codes. The rest of `lib/cms` speaks the words on the left; the WSDLs that we ship are built from
 * this table, and a site whose CMS spells something else overrides the entry (`profile-overrides.ts`), without a
 * release.
 *
 * Reads are documented in public client code. **Writes, `GetSiteSystemDetails` and `GetCodeList` are assumed**: no
 * public source says how CMS spells them, and they are unverified against the live service.
 */

/** Element names of the three secrets. Case counts: a wrong spelling is a missing key. */
export interface KeySpelling {
  id: string;
  keyCode: string;
  companyId: string;
}

export interface OperationProfile {
  service: string;
  /** The SOAP operation; its reply is `{name}Response/{name}Result/{row}…`. */
  name: string;
  /** The element around the arguments. */
  wrapper: string;
  keys: KeySpelling;
  /** Our word -> element of the request. */
  request: Record<string, string>;
  /** Our words that must not be blank. */
  required: readonly string[];
  /** Element around each row of the reply. */
  row: string;
  /** Our word -> column of a row. Other columns, secrets among them, never leave the reply's parser. */
  columns: Record<string, string>;
  /** A write may have acted when its reply is lost (S15), and is never sent twice by itself. */
  writes: boolean;
}

export interface CodeTables {
  /** `sitetype_id` -> kind; a code that is not here is of kind `other`. */
  siteTypes: Record<string, string>;
  /** `sitestat_id` -> status. */
  siteStatuses: Record<string, string>;
  /** Phone types that are a mobile; every other type is a phone. */
  mobilePhoneTypes: Record<string, string>;
  /** `err_no` -> our error code. */
  errors: Record<string, string>;
}

export interface CmsProfile {
  /** XML namespace and start of each SOAPAction. */
  namespace: string;
  /** What `{Server URL}/{service}` ends with. */
  extension: string;
  /** `sitestat_id` that the list of active sites asks for. */
  activeStatus: string;
  /** Phone type written for a contact's mobile. */
  mobilePhoneType: string;
  /** What an account number (`cs_no`) must look like, as a regular expression. */
  accountNumber: string;
  operations: Record<OperationKey, OperationProfile>;
  /** Our word -> column of the result row that writes, and refused calls of any kind, answer with. */
  result: Record<ResultWord, string>;
  codes: CodeTables;
  /** Column -> what people call it, for sentences; a column that is not here is shown as it is. */
  labels: Record<string, string>;
}

const KEYS = { id: 'Id', keyCode: 'KeyCode', companyId: 'Company_id' } as const;

const SITE_COLUMNS = {
  id: 'site_no',
  system: 'system_no',
  number: 'cs_no',
  name: 'site_name',
  line1: 'site_addr1',
  line2: 'site_addr2',
  city: 'city_name',
  state: 'state_id',
  postalCode: 'zip_code',
  phone: 'phone1',
  otherPhone: 'phone2',
  type: 'sitetype_id',
  status: 'sitestat_id',
} as const;

const SITE_FIELDS = {
  name: 'site_name',
  line1: 'site_addr1',
  line2: 'site_addr2',
  city: 'city_name',
  state: 'state_id',
  postalCode: 'zip_code',
} as const;

const CONTACT_FIELDS = {
  lastName: 'last_name',
  firstName: 'first_name',
  type: 'ctactype_id',
  authority: 'auth_id',
  relation: 'relation_id',
  hasKey: 'has_key_flag',
  signsContract: 'contract_signer_flag',
  phone1: 'phone1',
  phoneType1: 'phonetype_id1',
  phone2: 'phone2',
  phoneType2: 'phonetype_id2',
  phone3: 'phone3',
  phoneType3: 'phonetype_id3',
  phone4: 'phone4',
  phoneType4: 'phonetype_id4',
  email: 'email_address',
  order: 'cs_seqno',
} as const;

const RESULT_ROW = 'MasResult';

const OPERATIONS = {
  listSites: {
    service: 'site',
    name: 'GetSiteSystemList',
    wrapper: 'obj',
    keys: KEYS,
    request: { status: 'SiteStat_id' },
    required: ['status'],
    row: 'SiteDetail',
    columns: SITE_COLUMNS,
    writes: false,
  },
  findSiteByNumber: {
    service: 'site',
    name: 'GetSiteNumber',
    wrapper: 'obj',
    keys: KEYS,
    request: { number: 's_Cs_no' },
    required: ['number'],
    row: 'SiteNumber',
    columns: { id: 'site_no', system: 'system_no', number: 'cs_no' },
    writes: false,
  },
  getSite: {
    service: 'site',
    name: 'GetSiteSystemDetails',
    wrapper: 'obj',
    keys: KEYS,
    request: { site: 'site_no' },
    required: ['site'],
    row: 'SiteDetail',
    columns: SITE_COLUMNS,
    writes: false,
  },
  listDispatch: {
    service: 'site',
    name: 'GetGenDispatch',
    wrapper: 'obj',
    keys: { id: 'Id', keyCode: 'Key_Code', companyId: 'Company_Id' },
    request: { site: 'site_no' },
    required: ['site'],
    row: 'GenDispatch',
    columns: { id: 'site_no' },
    writes: false,
  },
  addSite: {
    service: 'site',
    name: 'AddSite',
    wrapper: 'obj',
    keys: KEYS,
    request: {
      ...SITE_FIELDS,
      phone: 'phone1',
      type: 'sitetype_id',
      systemType: 'systype_id',
      timezone: 'timezone_no',
      number: 'cs_no',
      county: 'county_name',
      crossStreet: 'cross_street',
    },
    required: ['name', 'line1', 'city', 'state', 'postalCode', 'phone', 'type', 'systemType'],
    row: RESULT_ROW,
    columns: { id: 'site_no', system: 'system_no', number: 'cs_no' },
    writes: true,
  },
  updateSite: {
    service: 'site',
    name: 'UpdateSite',
    wrapper: 'obj',
    keys: KEYS,
    request: { site: 'site_no', action: 'req_type', ...SITE_FIELDS, changeNumber: 'change_no' },
    required: ['site', 'action'],
    row: RESULT_ROW,
    columns: { id: 'site_no' },
    writes: true,
  },
  setSiteStatus: {
    service: 'site',
    name: 'SetSiteStatus',
    wrapper: 'obj',
    keys: KEYS,
    request: { site: 'site_no', status: 'sitestat_id', outOfService: 'ooscat_id', effective: 'effective_date' },
    required: ['site', 'status'],
    row: RESULT_ROW,
    columns: { id: 'site_no' },
    writes: true,
  },
  listContacts: {
    service: 'contacts',
    name: 'GetContactList',
    wrapper: 'obj',
    keys: KEYS,
    request: { site: 'site_no' },
    required: ['site'],
    row: 'ContactList',
    columns: {
      id: 'ctaclink_no',
      site: 'site_no',
      name: 'name',
      title: 'title',
      order: 'cs_seqno',
      phoneTypes: 'phone_type_list',
      phone1: 'phn1',
      phone2: 'phn2',
      phone3: 'phn3',
      phone4: 'phn4',
      email: 'email_address',
      ends: 'end_date',
    },
    writes: false,
  },
  addContact: {
    service: 'contacts',
    name: 'AddContact',
    wrapper: 'obj',
    keys: KEYS,
    request: { site: 'site_no', ...CONTACT_FIELDS },
    required: ['site', 'lastName', 'type', 'authority', 'phone1', 'phoneType1'],
    row: RESULT_ROW,
    columns: { id: 'ctaclink_no', person: 'contact_no' },
    writes: true,
  },
  updateContact: {
    service: 'contacts',
    name: 'UpdateContact',
    wrapper: 'obj',
    keys: KEYS,
    request: { id: 'ctaclink_no', action: 'req_type', ...CONTACT_FIELDS },
    required: ['id', 'action'],
    row: RESULT_ROW,
    columns: { id: 'ctaclink_no' },
    writes: true,
  },
  deleteContact: {
    service: 'contacts',
    name: 'DeleteContact',
    wrapper: 'obj',
    keys: KEYS,
    request: { id: 'ctaclink_no', action: 'req_type' },
    required: ['id', 'action'],
    row: RESULT_ROW,
    columns: { id: 'ctaclink_no' },
    writes: true,
  },
  listCodes: {
    service: 'contacts',
    name: 'GetCodeList',
    wrapper: 'obj',
    keys: KEYS,
    request: { list: 'table' },
    required: ['list'],
    row: 'Code',
    columns: { id: 'code_id', label: 'descr', active: 'active_flag' },
    writes: false,
  },
  listZones: {
    service: 'zones',
    name: 'GetZoneList',
    wrapper: 'obj',
    keys: KEYS,
    request: { site: 'site_no' },
    required: ['site'],
    row: 'ZoneList',
    columns: { id: 'zone_id' },
    writes: false,
  },
  listEvents: {
    service: 'interfacemas',
    name: 'GetEventHistoryDate',
    wrapper: 'EventhistoryDate',
    keys: { id: 'Id', keyCode: 'KeyCode', companyId: 'company_id' },
    request: { number: 'cs_no' },
    required: ['number'],
    row: 'EventHistory',
    columns: { id: 'event_id' },
    writes: false,
  },
} as const satisfies Record<string, OperationProfile>;

const RESULT = {
  errorNumber: 'err_no',
  errorText: 'err_text',
  /** The sister form of the same result. */
  errorCode: 'err_code',
  errorMessage: 'err_msg',
  errorInfo: 'addl_err_info',
  table: 'table_name',
  entry: 'entry_id',
} as const;

export type OperationKey = keyof typeof OPERATIONS;
export type ResultWord = keyof typeof RESULT;
/** Our words for the arguments of an operation. */
export type RequestWord<O extends OperationKey> = keyof (typeof OPERATIONS)[O]['request'];
/** Our words for the columns of an operation's rows. */
export type ColumnWord<O extends OperationKey> = keyof (typeof OPERATIONS)[O]['columns'];

export const CMS_PROFILE: CmsProfile = {
  namespace: 'http://tempuri.org/',
  extension: '.asmx',
  activeStatus: 'A',
  mobilePhoneType: 'CL',
  accountNumber: '^[A-Za-z0-9]{4,12}$',
  operations: OPERATIONS,
  result: RESULT,
  codes: {
    siteTypes: { RBFM: 'residential', RB: 'residential', CBFM: 'business', CB: 'business', CF: 'business' },
    siteStatuses: { A: 'open', P: 'pending', I: 'closed', C: 'closed', X: 'closed' },
    mobilePhoneTypes: { CL: 'mobile' },
    errors: {
      401: 'UNAUTHORIZED',
      403: 'FORBIDDEN',
      1001: 'REQUIRED_BLANK',
      1002: 'TOO_LONG',
      1003: 'BAD_CODE',
      1010: 'DUPLICATE_ACCOUNT_NUMBER',
      1020: 'STALE',
    },
  },
  labels: {
    site_name: 'the name',
    site_addr1: 'the first address line',
    site_addr2: 'the second address line',
    city_name: 'the city',
    state_id: 'the state',
    zip_code: 'the postal code',
    phone1: 'the phone number',
    cs_no: 'the account number',
    sitetype_id: 'the site type',
    systype_id: 'the system type',
    timezone_no: 'the time zone',
    last_name: "the contact's name",
    ctactype_id: 'the contact type',
    relation_id: 'the relation',
    phonetype_id1: 'the phone type',
    phonetype_id2: 'the phone type',
    email_address: 'the e-mail address',
  },
};
