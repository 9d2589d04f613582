import { CMS_LOGIN, REVIO_LOGIN, type RunningSimulator } from '../../scripts/demo/simulators';

/** Settings of the clients, for the peers that read from the simulators without Node-RED. */
export const cmsSettings = ({ url }: RunningSimulator, callsPerMinute: number) => ({
  serverUrl: url,
  accessKeyId: CMS_LOGIN.CMS_ACCESS_KEY_ID,
  keyCode: CMS_LOGIN.CMS_KEY_CODE,
  companyId: CMS_LOGIN.CMS_COMPANY_ID,
  callsPerMinute,
});

export const revioSettings = ({ url }: RunningSimulator, callsPerMinute: number) => ({
  baseUrl: url,
  username: REVIO_LOGIN.REVIO_USERNAME,
  clientCode: REVIO_LOGIN.REVIO_CLIENT_CODE,
  password: REVIO_LOGIN.REVIO_PASSWORD,
  callsPerMinute,
});
