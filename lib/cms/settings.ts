import type { Surroundings } from '../http/call';
import { requireFilledIn } from '../required-settings';
import type { ProfileOverrides } from './profile-overrides';

/** What AddSite and AddContact need beyond the customer; codes of the station, chosen from its code lists. */
export interface PushDefaults {
  siteTypeBusiness: string;
  siteTypeResidential: string;
  systemType: string;
  timezone: string;
  contactType: string;
  relation: string;
  phoneType: string;
}

export interface CmsSettings extends Surroundings {
  /** Base address of the SOAP endpoint; a slash at the end is dropped. */
  serverUrl: string;
  accessKeyId: string;
  keyCode: string;
  companyId: string;
  /** `auth_id` of every contact that we create. Only needed to push customers to CMS. */
  defaultAuthId?: string;
  push?: Partial<PushDefaults>;
  /** Default 600. */
  callsPerMinute?: number;
  /** Default 4: CMS answers 503 to more than 5 calls at once with one key. */
  maxConcurrent?: number;
  /** Where this CMS spells something else than our profile. */
  profile?: ProfileOverrides;
}

export const DEFAULT_CALLS_PER_MINUTE = 600;
export const DEFAULT_MAX_CONCURRENT = 4;

/** What no call can be made without, by the names in the dialog. */
export const CONNECTION_LABELS = {
  serverUrl: 'Server URL',
  accessKeyId: 'Access Key ID',
  keyCode: 'Key Code',
  companyId: 'Company ID',
} as const;

/**
 * The settings without blanks around what people pasted.
 *
 * @throws DealerSyncError `MISSING_SETTING`, naming every one of the four connection settings that is blank
 */
export function checkedSettings(settings: CmsSettings): CmsSettings {
  requireFilledIn(settings, CONNECTION_LABELS, { system: 'CMS', whoKnows: 'Your CMS representative' });
  return {
    ...settings,
    serverUrl: settings.serverUrl.trim(),
    accessKeyId: settings.accessKeyId.trim(),
    keyCode: settings.keyCode.trim(),
    companyId: settings.companyId.trim(),
    defaultAuthId: settings.defaultAuthId?.trim() ?? '',
  };
}
