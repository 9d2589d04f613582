import type { Clock } from '../clock';
import { DealerSyncError } from '../errors';
import type { RetrySettings } from '../http/back-off';
import type { ProfileOverrides } from './profile';

/** What a person enters for Rev.io, with the defaults of the contract where blank. */
export interface RevioSettings {
  /** Default {@link DEFAULT_BASE_URL}. */
  baseUrl?: string;
  username: string;
  /** Decides tenant and sandbox: the host is the same for all. */
  clientCode: string;
  password: string;
  /** Of the gateway; sent whenever set. */
  subscriptionKey?: string;
  /** Default 200 of the 500 that all vendors of a tenant share. */
  callsPerMinute?: number;
  /** Default 40,000 of 150,000. */
  dailyCalls?: number;
  /** Default 4. */
  maxConcurrent?: number;
  timeoutMs?: number;
  retry?: Partial<RetrySettings>;
  profile?: ProfileOverrides;
  clock?: Clock;
}

export const DEFAULT_BASE_URL = 'https://restapi.rev.io/v1';

const REQUIRED = [
  ['username', 'user name'],
  ['clientCode', 'client code'],
  ['password', 'password'],
] as const;

/** Fails with `MISSING_SETTING`, naming the first blank field. */
export function requireSettings(settings: RevioSettings): void {
  for (const [field, words] of REQUIRED) {
    if (!settings[field]?.trim()) {
      throw new DealerSyncError('MISSING_SETTING', `Enter the ${words} of the Rev.io API user.`, {
        cause: { system: 'Rev.io', field },
      });
    }
  }
}

/** Sentences about settings that may work but probably are a mistake. */
export function settingsWarnings(settings: Pick<RevioSettings, 'username' | 'baseUrl'>): string[] {
  const warnings: string[] = [];
  if (settings.username?.includes('@')) {
    warnings.push(
      "The user name looks like an e-mail address. Rev.io's API wants the API user's plain name; dealer-sync adds @ and the client code itself.",
    );
  }
  if (/^http:\/\/(?!localhost\b|127\.|\[::1\])/i.test(settings.baseUrl?.trim() ?? '')) {
    warnings.push('The base URL begins with http://, so the password travels unprotected. Use https://.');
  }
  return warnings;
}
