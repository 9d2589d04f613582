import { DealerSyncError } from '../errors';
import type { Surroundings } from '../http/call';
import type { ProfileOverrides } from '../profile-overrides';
import { requireFilledIn } from '../required-settings';

/** The addresses that Rapid Response publishes. */
export const BASE_URLS = {
  production: 'https://eastapi.rrms.com/RestAPI/api',
  eastDev: 'https://eastdevapi.rrms.com/RestAPIDev/api',
  westDev: 'https://westdevapi.rrms.com/RestAPIDev/api',
} as const;

export interface RapidResponseSettings extends Surroundings {
  /** One of {@link BASE_URLS} or another; a slash at the end is dropped. */
  baseUrl: string;
  username: string;
  password: string;
  /** The dealer group (`SiteGroupNum`) whose sites are ours. Without it there are only the station's own lists. */
  dealerNumber?: string;
  /** On new sites only, and only needed for them. */
  deviceType?: string;
  timeZone?: string;
  /** New devices go in service at once, which starts the monitoring and its bill. Default off. */
  inService?: boolean;
  /** Site types of each kind, in place of the profile's; the first of each is what new sites get. */
  commercialTypes?: readonly string[];
  residentialTypes?: readonly string[];
  /** Out-of-service categories that mean cancelled, in place of the profile's; the first is what we cancel with. */
  cancelCategories?: readonly string[];
  /** Default 570. */
  callsPerMinute?: number;
  /** Default 4. */
  maxConcurrent?: number;
  /** Where this station spells something else than our profile. */
  profile?: ProfileOverrides;
}

/** Ten in any second, less what calls that do not travel equally fast may bring closer together. */
export const DEFAULT_CALLS_PER_MINUTE = 570;
export const DEFAULT_MAX_CONCURRENT = 4;

/** What no call can be made without, by the names in the dialog. */
export const CONNECTION_LABELS = {
  baseUrl: 'Base URL',
  username: 'Username',
  password: 'Password',
} as const;

/**
 * The settings without blanks around what people pasted; the password stays as it is.
 *
 * @throws DealerSyncError `MISSING_SETTING`, naming every one of the three connection settings that is blank; `BAD_DEALER_NUMBER`
 */
export function checkedSettings(settings: RapidResponseSettings): RapidResponseSettings {
  requireFilledIn(settings, CONNECTION_LABELS, {
    system: 'Rapid Response',
    whoKnows: 'Your Rapid Response Dealer Support Representative',
  });
  const dealerNumber = settings.dealerNumber?.trim() ?? '';
  if (dealerNumber && !/^\d+$/.test(dealerNumber)) {
    throw new DealerSyncError(
      'BAD_DEALER_NUMBER',
      'The Dealer Number in the Rapid Response settings must be digits only: it is the number of your dealer group, such as 390041.',
      { cause: { system: 'Rapid Response', field: 'dealerNumber' } },
    );
  }
  return {
    ...settings,
    baseUrl: settings.baseUrl.trim(),
    username: settings.username.trim(),
    dealerNumber,
    deviceType: settings.deviceType?.trim() ?? '',
    timeZone: settings.timeZone?.trim() ?? '',
  };
}
