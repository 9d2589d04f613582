import type { CmsSettings } from '../../lib/cms/settings';

/** Complete settings; the address is the test's own server. Limits far above what a test calls. */
export const SETTINGS: Omit<CmsSettings, 'serverUrl'> = {
  accessKeyId: 'SIMKEY1',
  keyCode: 'SIMCODE1',
  companyId: 'SIM',
  defaultAuthId: '01',
  push: {
    siteTypeBusiness: 'CBFM',
    siteTypeResidential: 'RBFM',
    systemType: 'RADIO',
    timezone: '5',
    contactType: 'CT',
    relation: 'OWN',
    phoneType: 'HM',
  },
  callsPerMinute: 100_000,
};
