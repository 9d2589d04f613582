import { DealerSyncError } from '../errors';
import { CMS_PROFILE, type CmsProfile } from './profile';

/** A part of the profile's shape, as JSON: `{"operations": {"addSite": {"name": "CreateSite"}}}`. */
export type ProfileOverrides = { readonly [key: string]: unknown };

/** Tables that a site may add entries to; everywhere else an unknown name is a misspelling. */
const OPEN_TABLES = new Set([
  'codes.siteTypes',
  'codes.siteStatuses',
  'codes.mobilePhoneTypes',
  'codes.errors',
  'labels',
]);

/** What takes the place of an element or attribute name ends up in XML as it is. */
const XML_NAME = /^[A-Za-z_][\w.-]*$/;
const NAME_PATHS = /^(operations|result)\./;

/**
 * The profile with a site's own spellings in place.
 *
 * @throws DealerSyncError `BAD_PROFILE`, naming the entry that is no part of the profile or is not text
 */
export function resolveProfile(overrides: ProfileOverrides = {}): CmsProfile {
  return merge(CMS_PROFILE, overrides, '') as CmsProfile;
}

function merge(base: unknown, override: unknown, path: string): unknown {
  if (override === undefined) return base;
  if (Array.isArray(base)) {
    if (!Array.isArray(override) || !override.every((entry) => typeof entry === 'string')) throw bad(path, 'a list');
    return override;
  }
  if (isRecord(base)) return mergeRecord(base, override, path);
  if (typeof override !== typeof base) throw bad(path, typeof base === 'string' ? 'text' : 'true or false');
  if (typeof override === 'string' && NAME_PATHS.test(path) && !XML_NAME.test(override)) throw bad(path, 'an XML name');
  return override;
}

function mergeRecord(base: Record<string, unknown>, override: unknown, path: string): Record<string, unknown> {
  if (!isRecord(override)) throw bad(path, 'an object');
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(override)) {
    const at = path ? `${path}.${key}` : key;
    if (Object.hasOwn(base, key)) merged[key] = merge(base[key], value, at);
    else if (OPEN_TABLES.has(path) && typeof value === 'string') merged[key] = value;
    else throw bad(at);
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad(path: string, expected?: string): DealerSyncError {
  const where = path || 'the whole';
  const sentence = expected
    ? `The CMS profile override "${where}" must be ${expected}. Correct it in the CMS settings.`
    : `The CMS profile override "${where}" is no part of the profile. Correct its name in the CMS settings.`;
  return new DealerSyncError('BAD_PROFILE', sentence, { cause: { system: 'CMS', field: where } });
}
