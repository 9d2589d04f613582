import type { FaultMatch, FaultRule } from '../kit/faults';

/** The faults of the contract as rules for the script; say which calls with the rest of a rule: `{ ...HTML_PAGE, nth: 3 }`. */

const envelope = (given: object) => ({
  Success: false,
  ErrorTypeNum: 0,
  UserErrorMessage: '',
  SqlConnectionLost: false,
  OutputParameter: null,
  ResultSet: null,
  ...given,
});

/** A refusal that carries no number: only `Success` tells. */
export const REFUSED: FaultRule = { status: 200, body: envelope({ UserErrorMessage: 'The request was refused.' }) };

export const SQL_LOST: FaultRule = { status: 200, body: envelope({ SqlConnectionLost: true }) };

/** As an expired session may answer. */
export const NO_ROWS: FaultRule = { status: 200, body: envelope({ Success: true, ResultSet: [] }) };

export const HTML_PAGE: FaultRule = {
  status: 200,
  headers: { 'content-type': 'text/html' },
  body: '<html><head><title>Sign in</title></head><body>Proxy authentication required</body></html>',
};

export const SERVER_ERROR: FaultRule = { status: 500, body: '<html><body><h1>Server Error</h1></body></html>' };

export const UNAVAILABLE: FaultRule = { status: 503, body: '<html><body>Service Unavailable</body></html>' };

export function rateLimitFault(seconds: number): FaultRule {
  return { status: 429, headers: { 'retry-after': String(seconds) }, body: { Message: 'Too many requests.' } };
}

/** Just before the call every session ends. */
export const SESSION_LOST: FaultRule = { edits: [{ entity: 'sessions', action: 'remove' }] };

/** The write is done; nobody is told. */
export function lostReply(match: FaultMatch, nth = 1): FaultRule {
  return { match, nth, when: 'after', end: 'reset' };
}
