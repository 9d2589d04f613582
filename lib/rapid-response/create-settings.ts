import type { DealerSyncError } from '../errors';
import type { Choice } from '../sync/ports';
import { rapidResponseError } from './errors';
import type { RapidResponseProfile } from './profile';
import type { RapidResponseSettings } from './settings';
import type { NewSiteSettings } from './site-writes';

/** What the station says that may be used. */
export interface StationCodes {
  deviceTypes: readonly Choice[];
  timeZones: readonly Choice[];
  siteTypes: readonly Choice[];
}

/**
 * The settings that a new site takes.
 *
 * @throws DealerSyncError `MISSING_DEALER_NUMBER`, `MISSING_DEVICE_TYPE` or `MISSING_TIME_ZONE`
 */
export function newSiteSettings(settings: RapidResponseSettings): NewSiteSettings {
  const { deviceType = '', timeZone = '', inService = false } = settings;
  const group = dealerNumber(settings);
  if (!deviceType) throw missing('DEVICE_TYPE', 'Default Device Type', 'RR_DEVICE_TYPE', 'deviceType');
  if (!timeZone) throw missing('TIME_ZONE', 'Default Timezone', 'RR_TIMEZONE', 'timeZone');
  return { group, deviceType, timeZone, inService };
}

/** @throws DealerSyncError `MISSING_DEALER_NUMBER` */
export function dealerNumber(settings: RapidResponseSettings): string {
  if (settings.dealerNumber) return settings.dealerNumber;
  throw missing('DEALER_NUMBER', 'Dealer Number', 'RR_DEALER_NUMBER', 'dealerNumber');
}

/** Which of the settings for new sites the station does not know, one error each. */
export function unknownCodes(
  { deviceType, timeZone }: NewSiteSettings,
  known: StationCodes,
  profile: RapidResponseProfile,
): DealerSyncError[] {
  const { business, residential } = profile.codes.newSiteTypes;
  return [
    ...unknown('DEVICE_TYPE', 'Default Device Type', 'deviceType', deviceType, known.deviceTypes),
    ...unknown('TIME_ZONE', 'Default Timezone', 'timeZone', timeZone, known.timeZones),
    ...unknown('SITE_TYPE', 'commercial site type', 'siteType', business, known.siteTypes),
    ...unknown('SITE_TYPE', 'residential site type', 'siteType', residential, known.siteTypes),
  ];
}

/** A dealer number that no site has while others do is a wrong one: each create would leave half a site behind. */
export function unknownDealerNumber(group: string, seen: readonly string[]): DealerSyncError {
  return rapidResponseError(
    'UNKNOWN_DEALER_NUMBER',
    `No site at Rapid Response is in the dealer group ${group}; this login sees sites of ${seen.slice(0, 5).join(', ')}. Correct the Dealer Number in the Rapid Response settings, or, if the group is new, have your Dealer Support Representative put its first site there.`,
    { operation: 'check settings', field: 'dealerNumber' },
  );
}

function unknown(
  what: string,
  label: string,
  field: string,
  value: string,
  known: readonly Choice[],
): DealerSyncError[] {
  const choice = known.find(({ id }) => id === value);
  if (choice?.active) return [];
  const said = choice ? 'has retired' : 'does not know';
  return [
    rapidResponseError(
      `UNKNOWN_${what}`,
      `Rapid Response ${said} the ${label} "${value}". Choose another in the Rapid Response settings.`,
      { operation: 'check settings', field },
    ),
  ];
}

function missing(what: string, label: string, variable: string, field: string): DealerSyncError {
  return rapidResponseError(
    `MISSING_${what}`,
    `The ${label} is blank: choose one in the Rapid Response settings, or set ${variable}.`,
    { operation: 'check settings', field },
  );
}
