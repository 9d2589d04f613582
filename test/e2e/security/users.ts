import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Site } from '../site';

/** Node-RED's own users: one who may only look at flows, one of ours who reads, one who also writes. */
const USERS = {
  visitor: ['flows.read'],
  reader: ['dealer-sync.read'],
  operator: ['dealer-sync.read', 'dealer-sync.write'],
} as const;

export type User = keyof typeof USERS;
export const ALL_USERS = Object.keys(USERS) as User[];

const TABLE = JSON.stringify(USERS);

/** For `Site`'s settings: what {@link probe} asks. */
export const OPEN = `nodesDir: ${JSON.stringify(join(__dirname, 'probe'))},`;

/** For `Site`'s settings: whoever shows the name of a user as the token is that user, and nobody else is anybody. */
export const SECURED = `adminAuth: {
  type: 'credentials',
  users: async (username) => (${TABLE})[username] ? { username, permissions: (${TABLE})[username] } : null,
  authenticate: async () => null,
  tokens: async (token) => (${TABLE})[token] ? { username: token, permissions: (${TABLE})[token] } : null,
},
${OPEN}`;

export interface Route {
  method: 'get' | 'post';
  /** As it was given to express, `:id` and all. */
  path: string;
}

export interface Probe {
  routes: Route[];
  /** Names that every object of the Node-RED process has by inheritance; there should be none. */
  inherited: string[];
  /** Memory of the process, in bytes. */
  rss: number;
}

/** What the process says of itself; its routes are ours alone. */
export async function probe(site: Site): Promise<Probe> {
  const told = (await (await fetch(`${site.nodeRed.url}/security-probe`)).json()) as Probe;
  return { ...told, routes: told.routes.filter(({ path }) => /^\/dealer-sync(\/|$)/.test(path)) };
}

/** The operations page itself: the same files for everybody. What they show comes from the other routes. */
export function isPage({ path }: Route): boolean {
  return path === '/dealer-sync' || /^\/dealer-sync\/ui(\/|$)/.test(path);
}

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** The reply's object; an empty one where it is none. */
  json: { code?: unknown; message?: unknown } & Record<string, unknown>;
}

/** Whatever any of our routes says, to whomever: no stack, no place on this machine, no secret (N3, S21). */
const NEVER = /SIMCODE1|simpass|PLANTED-|node_modules|\n\s+at \S+ \(|file:\/\/\//;

/** One request of a user, or of nobody. */
export async function ask(
  site: Site,
  user: User | undefined,
  method: string,
  path: string,
  body?: string,
  type = 'application/json',
): Promise<Reply> {
  const response = await fetch(`${site.nodeRed.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(user ? { authorization: `Bearer ${user}` } : {}),
      ...(body === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body }),
  });
  const { status, headers } = response;
  if (/event-stream/.test(headers.get('content-type') ?? '')) {
    await response.body?.cancel();
    return { status, headers, text: '', json: {} };
  }
  const text = await response.text();
  assert.doesNotMatch(text, NEVER, `${method} ${path.slice(0, 200)}`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  return { status, headers, text, json: typeof json === 'object' && json !== null ? (json as Reply['json']) : {} };
}

/** A 4xx of ours, with a sentence that a person can act on. */
export function assertRefused({ status, json, text }: Reply, what: string): void {
  assert.ok(status >= 400 && status < 500, `${what}: ${status} ${text.slice(0, 300)}`);
  assert.match(String(json.message), /(\S+ ){2}.*\.$/, `${what}: ${text.slice(0, 300)}`);
}
