import { accessToken } from './token';

/** What the admin API said no with: its code, and a sentence for the person. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

export type QueryValue = string | number | boolean | undefined;

/** The admin API lies beside the page: `<admin root>/dealer-sync/…`, the page in `<admin root>/dealer-sync/ui/`. */
const API = new URL('..', new URL('.', location.href));

export function apiUrl(path: string, query: Record<string, QueryValue> = {}): URL {
  const url = new URL(path, API);
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '' && value !== false) url.searchParams.set(name, String(value));
  }
  return url;
}

/**
 * Reads from the admin API.
 * @throws ApiError with a sentence to show
 */
export async function get<T>(path: string, query: Record<string, QueryValue> = {}, signal?: AbortSignal): Promise<T> {
  const response = await ask(apiUrl(path, query), { ...(signal ? { signal } : {}) });
  return (await response.json()) as T;
}

/**
 * Does something at the admin API.
 * @throws ApiError with a sentence to show
 */
export async function post<T>(path: string, body: object = {}): Promise<T> {
  const response = await ask(apiUrl(path), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return (await response.json()) as T;
}

/** Keeps a file of the admin API: a link could not carry the token. */
export async function download(path: string, query: Record<string, QueryValue>, name: string): Promise<void> {
  const blob = await (await ask(apiUrl(path, query))).blob();
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has taken the address over by the next turn.
  setTimeout(() => URL.revokeObjectURL(link.href));
}

/** A request with the signed-in user's token. */
export async function ask(url: URL, init: RequestInit = {}): Promise<Response> {
  const token = accessToken();
  const headers = {
    accept: 'application/json',
    ...init.headers,
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
  let response: Response;
  try {
    response = await fetch(url, { ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, 'UNREACHABLE', 'Node-RED did not answer. Check that it is running, then try again.');
  }
  if (response.ok) return response;
  const said = (await response.json().catch(() => undefined)) as { code?: string; message?: string } | undefined;
  throw new ApiError(
    response.status,
    said?.code ?? String(response.status),
    said?.message ?? sentenceFor(response.status),
  );
}

function sentenceFor(status: number): string {
  if (status === 401) return 'Sign in, or ask your Node-RED administrator for the permission to do this.';
  return `Node-RED answered with status ${status}.`;
}
