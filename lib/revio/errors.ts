import { DealerSyncError } from '../errors';
import type { RemoteFailure } from '../http/failures';
import type { Reply } from '../http/http-client';

/** A JSON object as it came over the wire. */
export type WireObject = Record<string, unknown>;

export function isWireObject(value: unknown): value is WireObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The message in any of the shapes that Rev.io and the gateway before it give a failure: `[{ok:false,error,message}]`,
 * `{ok:false,error|message}`, `{statusCode,message}`, `{Message,ModelState}` (contract: failures).
 */
export function failureMessage(body: unknown): string | undefined {
  const first: unknown = Array.isArray(body) ? body[0] : body;
  if (!isWireObject(first)) return undefined;
  const said = [first.message, first.Message, first.error, ...modelState(first.ModelState)];
  const texts = said.filter((text): text is string => typeof text === 'string' && text.trim() !== '');
  return texts.length > 0 ? [...new Set(texts)].join(' ') : undefined;
}

/** `{field: [message, …]}` of a validation. */
function modelState(state: unknown): string[] {
  if (!isWireObject(state)) return [];
  return Object.entries(state).map(([field, messages]) => `${field}: ${[messages].flat().join(' ')}`);
}

/** How the HTTP stack reads a failure of Rev.io. */
export function readFailure(reply: Reply): RemoteFailure {
  const message = failureMessage(parse(reply.text));
  const failure: RemoteFailure = message === undefined ? {} : { message };
  // 403 is the day's quota when it says so or asks to come back later; else it is a missing right (contract: rate limit).
  if (reply.status === 403 && (reply.headers['retry-after'] !== undefined || /quota/i.test(message ?? ''))) {
    return { ...failure, code: 'QUOTA_EXCEEDED' };
  }
  const seconds = reply.status === 429 ? /(\d+)\s*second/i.exec(message ?? '')?.[1] : undefined;
  return seconds === undefined ? failure : { ...failure, retryAfterMs: (Number(seconds) + 1) * 1000 };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** An error of a Rev.io operation, beyond those of the HTTP stack. */
export function revioError(
  code: string,
  sentence: string,
  cause: { operation: string; message?: string; status?: number; field?: string },
  acted: 'no' | 'unknown' = 'no',
): DealerSyncError {
  return new DealerSyncError(code, sentence, { cause: { system: 'Rev.io', ...cause }, acted });
}
