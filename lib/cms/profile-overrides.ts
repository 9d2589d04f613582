import { type OverrideRules, overrideProfile, type ProfileOverrides } from '../profile-overrides';
import { CMS_PROFILE, type CmsProfile } from './profile';

export type { ProfileOverrides } from '../profile-overrides';

/** What takes the place of an element or attribute name ends up in XML as it is. */
const XML_NAME = /^[A-Za-z_][\w.-]*$/;
const NAME_PATHS = /^(operations|result)\./;

const RULES: OverrideRules = {
  system: 'CMS',
  openTables: new Set(['codes.siteTypes', 'codes.siteStatuses', 'codes.mobilePhoneTypes', 'codes.errors', 'labels']),
  complaint: (path, text) => (NAME_PATHS.test(path) && !XML_NAME.test(text) ? 'an XML name' : undefined),
};

/**
 * The profile with a site's own spellings in place.
 *
 * @throws DealerSyncError `BAD_PROFILE`, naming the entry that is no part of the profile or is not text
 */
export function resolveProfile(overrides: ProfileOverrides = {}): CmsProfile {
  return overrideProfile(CMS_PROFILE, overrides, RULES);
}
