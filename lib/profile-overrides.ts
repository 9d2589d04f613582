import { DealerSyncError } from './errors';

/** A part of a profile's shape, as JSON: `{"operations": {"addSite": {"name": "CreateSite"}}}`. */
export type ProfileOverrides = { readonly [key: string]: unknown };

export interface OverrideRules {
  /** For sentences: `CMS`. */
  system: string;
  /** Tables that a site may add entries to; everywhere else an unknown name is a misspelling. */
  openTables: ReadonlySet<string>;
  /** What a text at this place must be beyond a text: `an XML name`; undefined when it may stand there. */
  complaint?(path: string, text: string): string | undefined;
}

/**
 * A profile (one table of a remote system's spellings) with a site's own in place.
 *
 * @throws DealerSyncError `BAD_PROFILE`, naming the entry that is no part of the profile or is not of its kind
 */
export function overrideProfile<P>(profile: P, overrides: ProfileOverrides, rules: OverrideRules): P {
  return merge(profile, overrides, '', rules) as P;
}

function merge(base: unknown, override: unknown, path: string, rules: OverrideRules): unknown {
  if (override === undefined) return base;
  if (Array.isArray(base)) {
    if (!Array.isArray(override) || !override.every((entry) => typeof entry === 'string'))
      throw bad(rules, path, 'a list');
    return override;
  }
  if (isRecord(base)) return mergeRecord(base, override, path, rules);
  if (typeof override !== typeof base) throw bad(rules, path, typeof base === 'string' ? 'text' : 'true or false');
  const complaint = typeof override === 'string' ? rules.complaint?.(path, override) : undefined;
  if (complaint) throw bad(rules, path, complaint);
  return override;
}

function mergeRecord(base: Fields, override: unknown, path: string, rules: OverrideRules): Fields {
  if (!isRecord(override)) throw bad(rules, path, 'an object');
  const merged: Fields = { ...base };
  for (const [key, value] of Object.entries(override)) {
    const at = path ? `${path}.${key}` : key;
    if (Object.hasOwn(base, key)) merged[key] = merge(base[key], value, at, rules);
    else if (rules.openTables.has(path) && typeof value === 'string') merged[key] = value;
    else throw bad(rules, at);
  }
  return merged;
}

type Fields = Record<string, unknown>;

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function bad({ system }: OverrideRules, path: string, expected?: string): DealerSyncError {
  const where = path || 'the whole';
  const sentence = expected
    ? `The ${system} profile override "${where}" must be ${expected}. Correct it in the ${system} settings.`
    : `The ${system} profile override "${where}" is no part of the profile. Correct its name in the ${system} settings.`;
  return new DealerSyncError('BAD_PROFILE', sentence, { cause: { system, field: where } });
}
