import type { Reply } from '../kit/server';

const json = (body: object, status = 200): Reply => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(body),
});

const ENVELOPE = { Success: true, ErrorTypeNum: 0, UserErrorMessage: '', SqlConnectionLost: false };

export function output(OutputParameter: object, note?: { ErrorTypeNum: number; UserErrorMessage: string }): Reply {
  return json({ ...ENVELOPE, ...note, OutputParameter, ResultSet: null });
}

/** Written piece by piece: a list of 10,000 sites is never one text. */
export function rows(list: Iterable<object>): Reply {
  const head = JSON.stringify({ ...ENVELOPE, OutputParameter: null }).slice(0, -1);
  return {
    status: 200,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: pieces(`${head},"ResultSet":[`, list),
  };
}

function* pieces(head: string, list: Iterable<object>): Generator<string> {
  let piece = head;
  let first = true;
  for (const row of list) {
    piece += (first ? '' : ',') + JSON.stringify(row);
    first = false;
    if (piece.length < 65_536) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]}`;
}

/** 200 with `Success: false`. The number may be 0: only `Success` counts (contract: envelope). */
export function refused(UserErrorMessage: string, ErrorTypeNum: number | string = 0): Reply {
  return json({ ...ENVELOPE, Success: false, ErrorTypeNum, UserErrorMessage, OutputParameter: null, ResultSet: null });
}

export const invalidSession = (): Reply => refused('Your session is not valid.', 'InvalidSession');

export const notFound = (path: string): Reply => ({
  status: 404,
  headers: { 'content-type': 'text/html' },
  body: `<html><body><h1>404</h1><p>No resource at ${path.replace(/[<>&]/g, '')}</p></body></html>`,
});

export const badRequest = (): Reply => json({ Message: 'The request is invalid.' }, 400);

export const tooMany = (seconds: number): Reply => ({
  ...json({ Message: 'Too many requests.' }, 429),
  headers: { 'content-type': 'application/json', 'retry-after': String(seconds) },
});
