import { type OverrideRules, overrideProfile, type ProfileOverrides } from '../profile-overrides';
import { RAPID_RESPONSE_PROFILE, type RapidResponseProfile } from './profile';
import type { RapidResponseSettings } from './settings';

/** Paths are appended to the base URL: one that leaves it would take the session elsewhere. */
const PATH = /^[\w-]+(\/[\w-]+)*$/;

const RULES: OverrideRules = {
  system: 'Rapid Response',
  openTables: new Set(['codes.siteTypes', 'codes.siteStatuses']),
  complaint: (path, text) => {
    if (/^endpoints\.\w+\.path$/.test(path) && !PATH.test(text)) return 'a path like Site/SiteInsert';
    if (path.startsWith('refusals.') && !isPattern(text)) return 'a regular expression';
    return undefined;
  },
};

/**
 * The profile with a station's own spellings in place.
 *
 * @throws DealerSyncError `BAD_PROFILE`, naming the entry that is no part of the profile or is not of its kind
 */
export function resolveProfile(overrides: ProfileOverrides = {}): RapidResponseProfile {
  return overrideProfile(RAPID_RESPONSE_PROFILE, overrides, RULES);
}

/** The profile of a station, with the choices that the settings have fields of their own for. */
export function profileFor(settings: RapidResponseSettings): RapidResponseProfile {
  const { codes, ...rest } = resolveProfile(settings.profile);
  const commercial = settings.commercialTypes ?? typesOf('commercial', codes.siteTypes);
  const residential = settings.residentialTypes ?? typesOf('residential', codes.siteTypes);
  return {
    ...rest,
    codes: {
      ...codes,
      siteTypes: Object.fromEntries([
        ...commercial.map((type) => [type, 'commercial']),
        ...residential.map((type) => [type, 'residential']),
      ]),
      newSiteTypes: {
        business: settings.commercialTypes?.[0] ?? codes.newSiteTypes.business,
        residential: settings.residentialTypes?.[0] ?? codes.newSiteTypes.residential,
      },
      cancelled: settings.cancelCategories ?? codes.cancelled,
    },
  };
}

function typesOf(kind: string, siteTypes: Record<string, string>): string[] {
  return Object.keys(siteTypes).filter((type) => siteTypes[type] === kind);
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text, 'i');
    return true;
  } catch {
    return false;
  }
}
