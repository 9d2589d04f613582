import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import type { NodeAPI } from 'node-red';
import { asDealerSyncError, type DealerSyncError } from '../../lib/errors';
import { badRequest, type PageRequest } from '../../lib/sync/operations/pages';

type Answer = (req: Request, res: Response) => Promise<unknown>;
/** The parts of a file, as they are asked for. */
type FileAnswer = (req: Request) => Promise<Iterable<string>>;

const READ = 'dealer-sync.read';
export const WRITE = 'dealer-sync.write';

/** Admin apps that have our routes already: each node type of ours is loaded with the same one. */
const done = new WeakSet<object>();

/**
 * Routes below `dealer-sync/`, each under a permission (N3): 401 without a user, 403 without the permission, and a
 * sentence with every 4xx. Write routes take JSON only, so that no form on another site can post to them.
 */
export function routes(RED: NodeAPI): {
  get(path: string, work: Answer): void;
  /** A file under the route's own name, for a person to keep. */
  getFile(path: string, type: string, work: FileAnswer): void;
  /** A reply that stays open, in the handler's own hands. */
  stream(path: string, work: (req: Request, res: Response) => void): void;
  post(path: string, work: Answer): void;
  registered: boolean;
} {
  const admin = RED.httpAdmin;
  const registered = done.has(admin);
  // Node-RED mounts the nodes' app in its own, where bodies are read: a body that cannot be read never comes down here.
  if (!registered) ((admin as Express & { parent?: Express }).parent ?? admin).use('/dealer-sync', unreadable);
  done.add(admin);
  const reading = [forThisUser, RED.auth.needsPermission(READ)];
  return {
    registered,
    get: (path, work) => admin.get(`/dealer-sync/${path}`, reading, answer(work)),
    getFile: (path, type, work) => admin.get(`/dealer-sync/${path}`, reading, fileAnswer(path, type, work)),
    stream: (path, work) => admin.get(`/dealer-sync/${path}`, reading, work),
    post: (path, work) =>
      admin.post(`/dealer-sync/${path}`, forThisUser, RED.auth.needsPermission(WRITE), jsonOnly, answer(work)),
  };
}

/** Records of people: no cache on the way or in the browser keeps them for the next user, and none is taken for a page. */
const forThisUser: RequestHandler = (_req, res, next) => {
  res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
  next();
};

const jsonOnly: RequestHandler = (req, res, next) => {
  if (req.is('application/json')) next();
  else
    res.status(415).json({ code: 'JSON_ONLY', message: 'Send JSON, with the header Content-Type: application/json.' });
};

/** To a body that cannot be read express would answer with a page, and a stack on it. */
const unreadable: ErrorRequestHandler = (error: { status?: number; type?: string }, _req, res, next) => {
  const status = error.status ?? 500;
  if (status >= 500) {
    next(error);
    return;
  }
  const message = error.type === 'entity.too.large' ? 'The body is too large.' : 'The body cannot be read as JSON.';
  res.status(status).json({ code: 'BAD_BODY', message });
};

function answer(work: Answer): RequestHandler {
  return (req, res) => {
    work(req, res).then(
      (body) => res.json(body),
      (thrown: unknown) => refuse(res, thrown),
    );
  };
}

/** Streamed, as fast as it is taken; who goes away in the middle of it ends it. */
function fileAnswer(name: string, type: string, work: FileAnswer): RequestHandler {
  return (req, res) => {
    work(req).then(
      (parts) => {
        res.attachment(name).type(`${type}; charset=utf-8`);
        pipeline(Readable.from(parts), res).catch(() => res.destroy());
      },
      (thrown: unknown) => refuse(res, thrown),
    );
  };
}

function refuse(res: Response, thrown: unknown): void {
  const error = asDealerSyncError(thrown);
  res.status(statusOf(error)).json({ code: error.code, message: error.message });
}

const STATUS: Record<string, number> = {
  NOT_FOUND: 404,
  UNKNOWN_INTEGRATION: 404,
  NO_STORE: 404,
  BAD_REQUEST: 400,
  BAD_TRIGGER: 400,
  NO_CUSTOMERS: 400,
  NOT_ARCHIVED: 404,
  STALE: 409,
  OPEN_TWICE: 409,
  AUDIT_CHANGING: 503,
  STORE_LOCKED: 503,
  STORE_CLOSED: 503,
  STORE_REFUSED: 503,
  STORE_TOO_NEW: 503,
  STORE_UNREACHABLE: 503,
  STORE_UNWRITABLE: 503,
};

function statusOf(error: DealerSyncError): number {
  return STATUS[error.code] ?? 500;
}

/** The user that Node-RED knows; without adminAuth everyone is the same, as in the editor. */
export function userOf(req: Request): string {
  const { user } = req as Request & { user?: { username?: string; anonymous?: boolean } };
  return user?.username ?? 'anonymous';
}

/** True, false, or not asked for. */
export function optionalFlag<K extends string>(req: Request, name: K): Partial<Record<K, boolean>> {
  const value = optionalChoice(req, name, ['true', 'false'])[name];
  return value === undefined ? {} : ({ [name]: value === 'true' } as Record<K, boolean>);
}

/** A share from 0 to 1. */
export function optionalShare<K extends string>(req: Request, name: K): Partial<Record<K, number>> {
  const text = queryText(req, name);
  return text === undefined ? {} : ({ [name]: shareOf(text, name) } as Record<K, number>);
}

export function shareOf(value: unknown, name: string): number {
  const share = typeof value === 'string' || typeof value === 'number' ? Number(value) : Number.NaN;
  if (share >= 0 && share <= 1) return share;
  throw badRequest(`${name} must be a number from 0 to 1.`);
}

/** An ISO instant, or a date for its first moment in UTC; milliseconds. */
export function optionalInstant<K extends string>(req: Request, name: K): Partial<Record<K, number>> {
  const text = queryText(req, name);
  if (text === undefined) return {};
  const instant = Date.parse(text);
  if (Number.isFinite(instant)) return { [name]: instant } as Record<K, number>;
  throw badRequest(`${name} must be a date or an instant, as in 2026-03-14 or 2026-03-14T08:00:00Z.`);
}

/** Which of many a body means: those that it names, or all. */
export function idsOf(body: Record<string, unknown>): string[] | undefined {
  const { ids } = body;
  if (ids === undefined) return undefined;
  if (Array.isArray(ids) && ids.every((id): id is string => typeof id === 'string')) return ids;
  throw badRequest('ids must be a list of texts, as in {"ids": ["…"]}.');
}

/** Of the path. */
export function idOf(req: Request): string {
  return String(req.params.id ?? '');
}

export function bodyOf(req: Pick<Request, 'body'>): Record<string, unknown> {
  const { body } = req;
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body;
  throw badRequest('Send a JSON object.');
}

export function queryText(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' && value.trim() ? value.trim() : undefined;
}

export function optional<K extends string>(req: Request, name: K): Partial<Record<K, string>> {
  const value = queryText(req, name);
  return value ? ({ [name]: value } as Record<K, string>) : {};
}

/** A query that must be one of a few words, or not be there. */
export function optionalChoice<K extends string, T extends string>(
  req: Request,
  name: K,
  choices: readonly T[],
): Partial<Record<K, T>> {
  const value = queryText(req, name);
  return value === undefined ? {} : ({ [name]: choiceOf({ [name]: value }, name, choices) } as Record<K, T>);
}

const MAX_LIMIT = 500;

export function pageOf(req: Request): PageRequest {
  const q = queryText(req, 'q');
  return {
    ...(q ? { q } : {}),
    offset: wholeNumber(req, 'offset', 0),
    limit: Math.min(wholeNumber(req, 'limit', 50), MAX_LIMIT),
  };
}

function wholeNumber(req: Request, name: string, fallback: number): number {
  const text = queryText(req, name);
  if (text === undefined) return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0) return value;
  throw badRequest(`${name} must be a whole number.`);
}

export function choiceOf<T extends string>(body: Record<string, unknown>, name: string, choices: readonly T[]): T {
  const value = body[name];
  const chosen = choices.find((choice) => choice === value);
  if (chosen) return chosen;
  throw badRequest(`${name} must be one of ${choices.join(', ')}.`);
}

export function textOf<K extends string>(body: Record<string, unknown>, name: K): Partial<Record<K, string>> {
  const value = body[name];
  if (value === undefined) return {};
  if ((typeof value === 'string' && value.trim()) || typeof value === 'number') {
    return { [name]: String(value).trim() } as Record<K, string>;
  }
  throw badRequest(`${name} must be a text.`);
}
