import { type Acted, DealerSyncError, type ErrorCause } from '../errors';
import { type CallWords, httpError } from '../http/failures';
import { redactedMessage } from '../http/redact';
import type { CmsProfile, OperationKey, ResultWord } from './profile';
import type { Fault, ReplyProblem } from './reply-parser';

/** What the sentences need to know of the call that failed. */
export interface FailedCall {
  words: CallWords;
  writes: boolean;
  secrets: readonly string[];
  profile: CmsProfile;
}

type Result = Partial<Record<ResultWord, string>>;

/** `err_no` 0 = done; also in the sister form (`err_code`). Something that is no number is no success either. */
export function isDone(result: Result): boolean {
  return Number(errorNumber(result)) === 0;
}

/** The error that a result row with a number other than 0 means. CMS refused, so nothing acted. */
export function resultError(result: Result, call: FailedCall): DealerSyncError {
  const number = errorNumber(result);
  const code = call.profile.codes.errors[number] ?? 'REFUSED';
  const said = [result.errorText ?? result.errorMessage, result.errorInfo].filter(Boolean).join(' ');
  const message = redactedMessage(said, call.secrets);
  const field = result.entry ?? '';
  const sentence = (SENTENCES[code] ?? refused)({ field, label: labelOf(field, call.profile), message, number });
  return error(call, code, sentence, {
    message,
    transient: code === 'STALE',
    ...(field ? { field } : {}),
    ...(Number.isFinite(Number(number)) ? { status: Number(number) } : {}),
  });
}

/** The error that a SOAP fault means. A server's fault may come after it has acted; the client's own comes before. */
export function faultError(fault: Fault, call: FailedCall): DealerSyncError {
  const message = redactedMessage(fault.message, call.secrets);
  if (/invalid\s+id\s*\/\s*key\s*code/i.test(fault.message)) {
    return error(call, 'UNAUTHORIZED', wrongKeys(), { message });
  }
  const ours = /^(Client|Sender|VersionMismatch|MustUnderstand)\b/.test(fault.code);
  const sentence = ours
    ? `CMS did not understand the request (${call.words.operation}): ${message || 'no reason given'}. This CMS may name the operation differently; correct the profile overrides in the CMS settings.`
    : `CMS failed on its own side (${call.words.operation}): ${message || 'no reason given'}. It is tried again later; if it stays, report it to your CMS representative.`;
  return error(call, 'SOAP_FAULT', sentence, { message, transient: !ours, acted: ours ? 'no' : fate(call) });
}

/** The error that a reply means which is no proper SOAP answer. What a write did cannot be told from it. */
export function problemError(problem: ReplyProblem, call: FailedCall): DealerSyncError {
  const message = redactedMessage(problem.message, call.secrets);
  const acted = fate(call);
  const { system, operation, host } = call.words;
  switch (problem.kind) {
    case 'html':
      return httpError('HTML_REPLY', call.words, { acted, message });
    case 'cut':
      return httpError('REPLY_CUT', call.words, { acted, message });
    case 'unsafe':
      return error(
        call,
        'UNSAFE_REPLY',
        `The reply of ${system} carries a document type or an entity of its own, which is refused (${operation}). Check that the Server URL really leads to ${system}.`,
        { message, acted },
      );
    case 'bulky':
      return httpError('REPLY_TOO_LARGE', call.words, { acted, message });
    case 'not-soap':
      return error(
        call,
        'NOT_SOAP',
        `${host} answered with something that is not SOAP (${operation}). Check the Server URL of ${system}.`,
        { message, acted },
      );
    case 'unexpected':
      return error(
        call,
        'UNEXPECTED_REPLY',
        `${system} answered, but not what was asked for (${operation}): ${message}. This CMS may spell its replies differently; correct the profile overrides in the CMS settings.`,
        { message, acted },
      );
  }
}

/** A value that CMS needs is blank on our side: nothing was sent. */
export function requiredBlank(column: string, call: FailedCall): DealerSyncError {
  const sentence = requiredBlankSentence({ label: labelOf(column, call.profile) });
  return error(call, 'REQUIRED_BLANK', sentence, { message: '', field: column });
}

/** `listSites` -> `list sites`, as the sentences say it. */
export function operationLabel(key: OperationKey): string {
  return key.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** What a write came to whose answer was lost; a read never acts. */
export function fate(call: { writes: boolean }): Acted {
  return call.writes ? 'unknown' : 'no';
}

interface SentenceWords {
  /** The column that CMS named, as it named it. */
  field: string;
  /** The same as people call it. */
  label: string;
  message: string;
  number: string;
}

const SENTENCES: Record<string, (words: SentenceWords) => string> = {
  UNAUTHORIZED: wrongKeys,
  FORBIDDEN: () =>
    'CMS does not let this Company ID change that record. Check that the site belongs to your company, and ask your CMS representative for the right to change it.',
  REQUIRED_BLANK: requiredBlankSentence,
  TOO_LONG: ({ label }) => `The value for ${label} is longer than CMS allows. Shorten it on the record.`,
  BAD_CODE: ({ field, label, message }) =>
    field === 'auth_id'
      ? 'CMS does not know the Default Contact Auth ID. Ask your CMS representative for the value for contacts created through the API, and enter it in the CMS settings.'
      : `CMS does not know the code for ${label}${message ? ` (${message})` : ''}. Choose another default in the CMS settings.`,
  DUPLICATE_ACCOUNT_NUMBER: () =>
    'CMS already has a site with this account number. Link the record to that site, or give it another number.',
  STALE: () => 'Somebody changed the record in CMS at the same moment. It is read again on the next cycle.',
};

function requiredBlankSentence({ label }: Pick<SentenceWords, 'label'>): string {
  return `CMS needs a value for ${label}, and it is blank. Fill it in on the record, or set its default in the CMS settings.`;
}

function labelOf(column: string, profile: CmsProfile): string {
  return profile.labels[column] ?? (column || 'a field');
}

function wrongKeys(): string {
  return 'CMS does not accept the Access Key ID, Key Code or Company ID. Check all three in the CMS settings; they are not your Compass portal login.';
}

function refused({ message, number }: SentenceWords): string {
  return `CMS refused with error ${number}: ${message || 'no reason given'}. Correct the record, or ask your CMS representative what the number means.`;
}

function errorNumber(result: Result): string {
  return result.errorNumber ?? result.errorCode ?? '';
}

function error(
  call: FailedCall,
  code: string,
  sentence: string,
  details: { message: string; status?: number; field?: string; transient?: boolean; acted?: Acted },
): DealerSyncError {
  const { transient = false, acted = 'no', ...said } = details;
  const { system, operation } = call.words;
  const cause: ErrorCause = { system, operation, ...said };
  return new DealerSyncError(code, sentence, { cause, transient, acted });
}
