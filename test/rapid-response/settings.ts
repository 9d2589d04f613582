import type { RapidResponseSettings } from '../../lib/rapid-response/settings';

/** Complete settings; the address is the test's own server. Limits far above what a test calls. */
export const SETTINGS: Omit<RapidResponseSettings, 'baseUrl'> = {
  username: 'simuser',
  password: 'PLANTED-PASSWORD',
  dealerNumber: '390041',
  deviceType: '2GIGCP21',
  timeZone: '13',
  callsPerMinute: 100_000,
};
