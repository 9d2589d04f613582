import type { Readable } from 'node:stream';
import type { AxiosResponse } from 'axios';
import { DealerSyncError } from '../errors';
import type { Reply } from './call';

/** Received whole, because a reply that breaks off is a failed try; kept in pieces, because it may be large. */
export async function piecesOf(body: Readable): Promise<Buffer[]> {
  const pieces: Buffer[] = [];
  for await (const piece of body) pieces.push(piece);
  return pieces;
}

export function isWebPage({ headers, text }: Reply): boolean {
  return /text\/html/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(text);
}

export function plainHeaders(response: AxiosResponse): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined && value !== null) headers[name.toLowerCase()] = String(value);
  }
  return headers;
}

/** `encodeURIComponent`, because some servers read a `+` as a plus and not as a blank. */
export function queryString(query: Record<string, string | number> = {}): string {
  const pairs = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length > 0 ? `?${pairs.join('&')}` : '';
}

/** Aborts `controller` with `signal`; returns what ends that. */
export function follow(controller: AbortController, signal: AbortSignal | undefined): () => void {
  if (!signal) return () => undefined;
  const abort = () => controller.abort(signal.reason);
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  return () => signal.removeEventListener('abort', abort);
}

export function parseBaseUrl(system: string, text: string): URL {
  const url = URL.canParse(text.trim()) ? new URL(text.trim()) : undefined;
  if (url && (url.protocol === 'https:' || url.protocol === 'http:') && !url.username && !url.search && !url.hash) {
    return url;
  }
  throw new DealerSyncError(
    'BAD_URL',
    `The address of ${system} must be a URL like https://example.com/path, without a user name or a question mark in it.`,
    { cause: { system, field: 'baseUrl' } },
  );
}
