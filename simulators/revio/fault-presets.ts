import type { FaultMatch, FaultRule } from '../kit/faults';

/** The faults of the contract as rules for the script; say which calls with the rest of a rule: `{ ...quota, nth: 3 }`. */

export function rateLimitFault(seconds: number, withHeader = true): FaultRule {
  return {
    status: 429,
    body: { statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` },
    ...(withHeader ? { headers: { 'retry-after': String(seconds) } } : {}),
  };
}

export const QUOTA: FaultRule = {
  status: 403,
  headers: { 'retry-after': '3600' },
  body: { statusCode: 403, message: 'Out of call volume quota. Quota will be replenished in 01:00:00.' },
};

export const NO_PERMISSION: FaultRule = { status: 403, body: { ok: false, message: 'You do not have permission.' } };

export const UNAUTHORIZED: FaultRule = { status: 401, body: { statusCode: 401, message: 'Access denied.' } };

export const BAD_REQUEST_ARRAY: FaultRule = {
  status: 400,
  body: [{ ok: false, error: 'BadRequest', message: 'The request is invalid.' }],
};

export const OK_FALSE: FaultRule = { status: 200, body: { ok: false, error: 'Something went wrong.' } };

export const SERVER_ERROR: FaultRule = {
  status: 500,
  body: { Message: 'An error has occurred.', ModelState: {} },
};

export const BAD_GATEWAY: FaultRule = {
  status: 502,
  body: '<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>',
};

export const UNAVAILABLE: FaultRule = { status: 503, body: '<html><body>Service Unavailable</body></html>' };

export const EMPTY_BODY: FaultRule = { status: 200, body: '' };

export const CUT_REPLY: FaultRule = { end: 'cut' };

/** The write is done; nobody is told. */
export function lostReply(match: FaultMatch, nth = 1): FaultRule {
  return { match, nth, when: 'after', end: 'reset' };
}
