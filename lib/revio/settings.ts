import type { RetrySettings } from '../http/back-off';
import type { Surroundings } from '../http/call';
import { requireFilledIn } from '../required-settings';
import type { ProfileOverrides } from './profile';

/** What a person enters for Rev.io, with the defaults of the contract where blank. */
export interface RevioSettings extends Surroundings {
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
}

export const DEFAULT_BASE_URL = 'https://restapi.rev.io/v1';

/** What no call can be made without, by the names in the dialog. */
export const CONNECTION_LABELS = {
  username: 'User name',
  clientCode: 'Client code',
  password: 'Password',
} as const;

/** @throws DealerSyncError `MISSING_SETTING`, naming every one of the three connection settings that is blank */
export function requireSettings(settings: RevioSettings): void {
  requireFilledIn(settings, CONNECTION_LABELS, { system: 'Rev.io', whoKnows: 'Your Rev.io representative' });
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
