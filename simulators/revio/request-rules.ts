import type { Call, Reply } from '../kit/server';
import { badRequest, unauthorized, wrongMediaType } from './replies';

export interface RevioCredentials {
  username: string;
  clientCode: string;
  password: string;
}

const MEDIA_TYPES: Record<string, string> = {
  POST: 'application/json',
  PUT: 'application/json',
  PATCH: 'application/json-patch+json',
};

/** `Basic base64(username@clientcode:password)`. Another form breaks the contract; wrong values are only refused. */
export function checkAuthorization(call: Call, credentials: RevioCredentials): Reply | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/=]+)$/.exec(call.headers.authorization ?? '')?.[1];
  const given = encoded && Buffer.from(encoded, 'base64').toString('utf8');
  if (!given || !/^[^:]+@[^:@]+:/.test(given)) {
    call.breach('authorization is not Basic base64(username@clientcode:password)');
    return unauthorized();
  }
  const { username, clientCode, password } = credentials;
  return given === `${username}@${clientCode}:${password}` ? undefined : unauthorized();
}

export function checkMediaTypes(call: Call): Reply | undefined {
  const wanted = MEDIA_TYPES[call.method];
  const given = (call.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (wanted && given !== wanted) {
    call.breach(`${call.method} with content type '${given}' where '${wanted}' belongs`);
    return wrongMediaType(given);
  }
  if (!/application\/json/i.test(call.headers.accept ?? '')) call.breach('no Accept: application/json');
  return undefined;
}

/** The body as an object or array, or the refusal. */
export function parseBody(call: Call): { body: unknown } | { refusal: Reply } {
  try {
    const body: unknown = JSON.parse(call.body);
    if (typeof body === 'object' && body !== null) return { body };
  } catch {
    // Said below: what is no JSON and what is JSON but no object are refused alike.
  }
  return { refusal: badRequest('The body is not a JSON object.') };
}

export interface Replacement {
  /** Between the slashes: `['service_address', 'line_1']`. */
  path: string[];
  value: unknown;
}

/** A JSON Patch of which Rev.io knows only `replace`. */
export function parsePatch(body: unknown): Replacement[] | undefined {
  if (!Array.isArray(body) || body.length === 0) return undefined;
  const replacements: Replacement[] = [];
  for (const step of body as { op?: unknown; path?: unknown; value?: unknown }[]) {
    if (step?.op !== 'replace' || typeof step.path !== 'string' || !step.path.startsWith('/') || !('value' in step)) {
      return undefined;
    }
    replacements.push({ path: step.path.slice(1).split('/'), value: step.value });
  }
  return replacements;
}
