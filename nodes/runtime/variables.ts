/**
 * The environment variables that blank fields of the config nodes take, by node and field. Credentials are not exported
 * with flows; this is how an imported flow finds them.
 */
export const VARIABLES = {
  'revio-config': {
    baseUrl: 'REVIO_BASE_URL',
    username: 'REVIO_USERNAME',
    clientCode: 'REVIO_CLIENT_CODE',
    password: 'REVIO_PASSWORD',
    subscriptionKey: 'REVIO_SUBSCRIPTION_KEY',
    billProfile: 'REVIO_BILL_PROFILE',
  },
  'cms-config': {
    serverUrl: 'CMS_SERVER_URL',
    accessKeyId: 'CMS_ACCESS_KEY_ID',
    keyCode: 'CMS_KEY_CODE',
    companyId: 'CMS_COMPANY_ID',
    defaultAuthId: 'CMS_DEFAULT_AUTH_ID',
  },
  'rapid-response-config': {
    baseUrl: 'RR_BASE_URL',
    username: 'RR_USERNAME',
    password: 'RR_PASSWORD',
    dealerNumber: 'RR_DEALER_NUMBER',
    deviceType: 'RR_DEVICE_TYPE',
    timezone: 'RR_TIMEZONE',
    billProfile: 'RR_BILL_PROFILE',
  },
  'dms-config': {
    folder: 'DMS_FEED_DIR',
  },
} as const;
