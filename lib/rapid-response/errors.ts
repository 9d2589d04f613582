import { type Acted, DealerSyncError, type ErrorCause } from '../errors';
import { redactedMessage } from '../http/redact';
import type { RapidResponseProfile, RefusalCode } from './profile';

const SYSTEM = 'Rapid Response';

/** What the sentences need to know of the call that failed. */
export interface FailedCall {
  /** In our words: `create site`. */
  operation: string;
  writes: boolean;
  /** Whom it is about, at the start of the sentence: `Customer 1003 (Ash & Birch Dental)`. */
  about?: string;
  secrets: readonly string[];
}

/** A refusal as it came: 200 with `Success: false`. */
export interface Refusal {
  errorType: string;
  message: string;
  /** `SqlConnectionLost`: the station lost its own database. */
  lost: boolean;
}

/** True for the refusal of a session that is over: the call was not processed, and may be sent again with a new one. */
export function isSessionEnd(refusal: Refusal, profile: RapidResponseProfile): boolean {
  return !refusal.lost && codeOf(refusal, profile) === 'SESSION_ENDED';
}

/** The error that a refusal means. It was not carried out, unless the station lost its database on the way. */
export function refusalError(refusal: Refusal, profile: RapidResponseProfile, call: FailedCall): DealerSyncError {
  const message = redactedMessage(refusal.message, call.secrets);
  if (refusal.lost) {
    return rapidResponseError(
      'STATION_DATABASE_LOST',
      `Rapid Response lost its own database for a moment (${call.operation}). It is tried again later; if it stays, report it to Rapid Response.`,
      { ...call, message, transient: true, acted: fate(call) },
    );
  }
  const code = codeOf(refusal, profile);
  if (code === 'REFUSED') {
    return rapidResponseError(
      code,
      `Rapid Response refused to ${call.operation}. It said: ${message || 'no reason given'}. Correct the record, or ask your Rapid Response Dealer Support Representative what it means.`,
      { ...call, message },
    );
  }
  const { sentence, field, transient } = REFUSALS[code];
  return rapidResponseError(code, sentence + (message ? ` It said: ${message}` : ''), {
    ...call,
    message,
    ...(field ? { field } : {}),
    ...(transient ? { transient } : {}),
  });
}

/** What the station refused a moment ago of another record, and would refuse of this one, too; nothing was sent. */
export function refusedBefore(code: RefusalCode, operation: string, about: string): DealerSyncError {
  const { sentence, field } = REFUSALS[code];
  return rapidResponseError(code, sentence, { operation, about, ...(field ? { field } : {}) });
}

/** A login that was refused; only the number of sessions is another reason than the credentials. */
export function loginError(refusal: Refusal, profile: RapidResponseProfile, call: FailedCall): DealerSyncError {
  if (refusal.lost || codeOf(refusal, profile) === 'TOO_MANY_SESSIONS') return refusalError(refusal, profile, call);
  return rapidResponseError(
    'BAD_LOGIN',
    'Rapid Response does not accept the Username or the Password. Check both in the Rapid Response settings: they are the external login that your Dealer Support Representative has set up.',
    { ...call, message: redactedMessage(refusal.message, call.secrets), field: 'username' },
  );
}

function codeOf({ errorType, message }: Refusal, profile: RapidResponseProfile): RefusalCode | 'REFUSED' {
  const { refusals, invalidSession } = profile;
  if (invalidSession.includes(errorType)) return 'SESSION_ENDED';
  const codes = Object.keys(refusals) as RefusalCode[];
  return codes.find((code) => new RegExp(refusals[code], 'i').test(message)) ?? 'REFUSED';
}

interface Wording {
  sentence: string;
  /** Field of the record or of the settings. */
  field?: string;
  transient?: boolean;
}

const REFUSALS: Record<RefusalCode, Wording> = {
  TOO_MANY_SESSIONS: {
    sentence:
      'Rapid Response has too many sessions open for this login. Give dealer-sync a login of its own, or wait until the other sessions end.',
    field: 'username',
    transient: true,
  },
  SESSION_ENDED: {
    sentence: 'Rapid Response ended the session again right after the login. It is tried again later.',
    transient: true,
  },
  ALREADY_LINKED: { sentence: 'Rapid Response has the site in this dealer group already.', field: 'dealerNumber' },
  ACCOUNT_NUMBER_TAKEN: {
    sentence:
      'Rapid Response already has a device with this account number as its transmitter code. Link the record to that site, or give the customer another account number.',
    field: 'accountNumber',
  },
  CANCEL_NOT_CONFIRMED: {
    sentence:
      'Rapid Response cancels a device only against its own transmitter code, and the account number is another. Nothing was cancelled; ask the station.',
    field: 'accountNumber',
  },
  BAD_ACCOUNT_NUMBER: {
    sentence:
      'Rapid Response does not take the account number as a transmitter code: it must have 1 to 12 characters, and no blank. Correct it on the customer.',
    field: 'accountNumber',
  },
  UNKNOWN_DEVICE_TYPE: {
    sentence:
      'Rapid Response does not know the Default Device Type. Choose another in the Rapid Response settings, or set RR_DEVICE_TYPE.',
    field: 'deviceType',
  },
  UNKNOWN_TIME_ZONE: {
    sentence:
      'Rapid Response does not know the Default Timezone. Choose another in the Rapid Response settings, or set RR_TIMEZONE.',
    field: 'timeZone',
  },
  UNKNOWN_SITE_TYPE: {
    sentence:
      'Rapid Response does not know the site type for this kind of customer. Correct the commercial and residential site types in the Rapid Response settings.',
    field: 'siteType',
  },
  UNKNOWN_CATEGORY: {
    sentence:
      'Rapid Response does not know the out-of-service category. Correct the cancel categories in the Rapid Response settings.',
    field: 'cancelCategories',
  },
  GROUP_NOT_ALLOWED: {
    sentence:
      'Rapid Response does not let this login use the dealer group. Check the Dealer Number in the Rapid Response settings, and ask your Dealer Support Representative for the right to it.',
    field: 'dealerNumber',
  },
  BAD_STATE: {
    sentence: "Rapid Response takes the state as two letters only. Correct the state of the customer's address.",
    field: 'state',
  },
};

/** What a write came to whose answer was lost; a read never acts. */
export function fate({ writes }: { writes: boolean }): Acted {
  return writes ? 'unknown' : 'no';
}

/** A 200 that is no answer of Rapid Response's, or not to what was asked. */
export function unexpectedReply(what: string, call: Pick<FailedCall, 'operation' | 'writes'>): DealerSyncError {
  return rapidResponseError(
    'UNEXPECTED_REPLY',
    `Rapid Response answered, but not what was asked for (${call.operation}): ${what}. Nothing was taken from it. This station may spell its replies differently; correct the profile overrides in the Rapid Response settings.`,
    { operation: call.operation, message: what, acted: fate(call) },
  );
}

/** Rapid Response took the write, and what it kept cannot be told (S3). */
export function notReadBack(operation: string): DealerSyncError {
  return rapidResponseError(
    'NOT_READ_BACK',
    `Rapid Response took the change (${operation}), but does not show the site. It is looked up on the next try.`,
    { operation, transient: true, acted: 'unknown' },
  );
}

export function rapidResponseError(
  code: string,
  sentence: string,
  details: { operation: string; about?: string; transient?: boolean; acted?: Acted } & Pick<
    ErrorCause,
    'message' | 'field'
  >,
): DealerSyncError {
  const { operation, about, transient = false, acted = 'no', message, field } = details;
  const cause: ErrorCause = { system: SYSTEM, operation, ...(message ? { message } : {}), ...(field ? { field } : {}) };
  return new DealerSyncError(code, about ? `${about}: ${sentence}` : sentence, { cause, transient, acted });
}
