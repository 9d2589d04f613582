import { type Acted, DealerSyncError, type ErrorCause } from '../errors';

/** What a system's own wire knows about a reply that is a failure. */
export interface RemoteFailure {
  /** The remote system's message, out of whatever shape its failures have. */
  message?: string;
  /** A better code than the status gives: `QUOTA_EXCEEDED` for a 403 that means the day's quota. */
  code?: HttpErrorCode;
  /** How long to wait when no `Retry-After` says so. */
  retryAfterMs?: number;
}

/** Every code that a call over HTTP may end with. */
export type HttpErrorCode =
  /** No whole reply in time. */
  | 'TIMEOUT'
  /** No connection: the request never left. */
  | 'UNREACHABLE'
  /** No trusted connection: the request never left. */
  | 'TLS_FAILED'
  /** The connection broke after the request began to leave. */
  | 'CONNECTION_LOST'
  /** 429, or told to wait longer than we do. */
  | 'RATE_LIMITED'
  /** The day's quota, theirs or our own budget. */
  | 'QUOTA_EXCEEDED'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  /** Any other 4xx. */
  | 'REFUSED'
  /** 3xx; we follow none (N4). */
  | 'REDIRECTED'
  | 'SERVER_ERROR'
  /** The reply ended too early: a shorter body than announced, JSON without its end, or nothing at all. */
  | 'REPLY_CUT'
  | 'REPLY_TOO_LARGE'
  /** A web page where data was expected. */
  | 'HTML_REPLY'
  /** Neither JSON nor a web page. */
  | 'NOT_JSON'
  | 'BREAKER_OPEN'
  | 'ABORTED'
  /** A call to another host than the client's own: credentials stay at home (N4). */
  | 'WRONG_HOST';

/** Worth another try later with nobody changing anything. */
const TRANSIENT: ReadonlySet<HttpErrorCode> = new Set<HttpErrorCode>([
  'TIMEOUT',
  'UNREACHABLE',
  'CONNECTION_LOST',
  'RATE_LIMITED',
  'QUOTA_EXCEEDED',
  'SERVER_ERROR',
  'REPLY_CUT',
  'BREAKER_OPEN',
]);

/** Who is called and for what, as the sentences say it. */
export interface CallWords {
  /** `Rev.io` */
  system: string;
  /** `restapi.rev.io` */
  host: string;
  /** `list customers` */
  operation: string;
}

const SENTENCES: Record<HttpErrorCode, (words: CallWords) => string> = {
  TIMEOUT: ({ system, operation }) =>
    `${system} did not answer in time (${operation}). If this goes on, check the network, or raise the time-out.`,
  UNREACHABLE: ({ system, host }) =>
    `${system} cannot be reached at ${host}. Check the address for typing errors, and that this machine may connect to it.`,
  TLS_FAILED: ({ system, host }) =>
    `No secure connection to ${system} at ${host}. Check that the address begins with the right one of https:// and http://, that this machine's clock is right, and, where a proxy or an authority of your own signs certificates, name it in NODE_EXTRA_CA_CERTS.`,
  CONNECTION_LOST: ({ system, operation }) =>
    `The connection to ${system} broke off (${operation}). If this goes on, check the network between here and there.`,
  RATE_LIMITED: ({ system }) =>
    `${system} takes no more calls for now. Lower the calls per minute in the settings, or wait; other programs may be using the same allowance.`,
  QUOTA_EXCEEDED: ({ system }) =>
    `The day's allowance of calls to ${system} is spent. It goes on tomorrow; to change that, raise the daily calls in the settings or the quota at ${system}.`,
  UNAUTHORIZED: ({ system }) => `${system} does not accept the credentials. Check them in the settings.`,
  FORBIDDEN: ({ system, operation }) =>
    `${system} does not allow this user to ${operation}. Ask whoever administers ${system} to grant the right.`,
  NOT_FOUND: ({ system, operation }) => `${system} does not have what was asked for (${operation}).`,
  REFUSED: ({ system, operation }) => `${system} refused to ${operation}.`,
  REDIRECTED: ({ system, host }) =>
    `${host} answered with a redirect, which is not followed. Enter the address that ${system} really has.`,
  SERVER_ERROR: ({ system, operation }) =>
    `${system} failed on its own side (${operation}). It is tried again later; if it stays, report it to ${system}.`,
  REPLY_CUT: ({ system, operation }) => `The reply of ${system} was cut off (${operation}). It is tried again later.`,
  REPLY_TOO_LARGE: ({ system, operation }) =>
    `The reply of ${system} is larger than allowed (${operation}). If it is right for your data, raise the limit in the settings.`,
  HTML_REPLY: ({ system, host }) =>
    `${host} answered with a web page instead of data. Check the Server URL / base URL of ${system}.`,
  NOT_JSON: ({ system, host }) =>
    `${host} answered with something that is not data of ${system}. Check the Server URL / base URL.`,
  BREAKER_OPEN: ({ system, host }) =>
    `${system} at ${host} failed many times in a row, so calls are paused. They go on by themselves once it answers.`,
  ABORTED: ({ operation }) => `Stopped before the end (${operation}).`,
  WRONG_HOST: ({ system, host }) =>
    `A call left for another host than ${host} and was stopped, so that no credentials of ${system} go astray.`,
};

/** Makes the error of a failed call. `cause.message` must be redacted already. */
export function httpError(
  code: HttpErrorCode,
  words: CallWords,
  options: { acted?: Acted; status?: number; message?: string } = {},
): DealerSyncError {
  const cause: ErrorCause = { system: words.system, operation: words.operation };
  if (options.status !== undefined) cause.status = options.status;
  if (options.message) cause.message = options.message;
  const said = options.message && SAID.has(code) ? ` It said: ${options.message}` : '';
  return new DealerSyncError(code, SENTENCES[code](words) + said, {
    cause,
    transient: TRANSIENT.has(code),
    acted: options.acted ?? 'no',
  });
}

/** Codes whose sentence is worth little without the far end's own words. */
const SAID: ReadonlySet<HttpErrorCode> = new Set<HttpErrorCode>(['REFUSED', 'FORBIDDEN', 'NOT_FOUND', 'SERVER_ERROR']);

/** The code of an HTTP status outside 2xx. */
export function codeOfStatus(status: number): HttpErrorCode {
  if (status >= 500) return 'SERVER_ERROR';
  if (status < 400) return 'REDIRECTED';
  switch (status) {
    case 401:
      return 'UNAUTHORIZED';
    case 403:
      return 'FORBIDDEN';
    case 404:
      return 'NOT_FOUND';
    case 408:
      return 'TIMEOUT';
    case 429:
      return 'RATE_LIMITED';
    default:
      return 'REFUSED';
  }
}

/**
 * May a write have acted, given the status it was answered with? A 4xx is a refusal; 408 says that the far end gave up
 * on us; a 5xx may have done the work first; 302 and 303 are how a web form answers after it has worked.
 */
export function actedBehind(status: number): Acted {
  if (status === 408 || status === 302 || status === 303) return 'unknown';
  return status >= 500 ? 'unknown' : 'no';
}

const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'ENETUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
]);

/** What Node's TLS says before a single byte of the request has left. */
const TLS_CODES =
  /^(CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO$|HOSTNAME_MISMATCH$|INVALID_CA$|PATH_LENGTH_)/;

export interface TransportFailure {
  code: HttpErrorCode;
  acted: Acted;
  /** `ECONNREFUSED`, not yet redacted. */
  message: string;
}

/** Reads what the HTTP adapter threw when there was no whole reply. */
export function transportFailure(error: unknown): TransportFailure {
  const code = textProperty(error, 'code') ?? '';
  const below = error instanceof Error ? error.cause : undefined;
  const syscall = textProperty(error, 'syscall') ?? textProperty(below, 'syscall');
  const text = error instanceof Error ? error.message : String(error);
  const message = code && !text.includes(code) ? `${code}: ${text}` : text;

  if (TLS_CODES.test(code) || /before secure TLS connection/i.test(text)) {
    return { code: 'TLS_FAILED', acted: 'no', message };
  }
  if (NEVER_SENT.has(code) || syscall === 'connect' || syscall === 'getaddrinfo') {
    return { code: 'UNREACHABLE', acted: 'no', message };
  }
  if (/maxContentLength/.test(text)) return { code: 'REPLY_TOO_LARGE', acted: 'unknown', message };
  if (/aborted|incorrect header check|unexpected end of file|Parse Error/i.test(text)) {
    return { code: 'REPLY_CUT', acted: 'unknown', message };
  }
  return { code: 'CONNECTION_LOST', acted: 'unknown', message };
}

function textProperty(value: unknown, name: string): string | undefined {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'string' ? found : undefined;
}
