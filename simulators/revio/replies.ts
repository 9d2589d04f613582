import type { Reply } from '../kit/server';

export function ok(body: object, status = 200, headers: Record<string, string> = {}): Reply {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
  };
}

/** Failures come in several shapes; a bad request is an array. */
export function badRequest(message: string): Reply {
  return ok([{ ok: false, error: 'BadRequest', message }], 400);
}

export function unauthorized(): Reply {
  return ok({ statusCode: 401, message: 'Access denied: the user name, client code or password is wrong.' }, 401);
}

export function forbidden(message: string): Reply {
  return ok({ ok: false, message }, 403);
}

export function notFound(what: string): Reply {
  return ok({ ok: false, error: `${what} was not found.` }, 404);
}

export function wrongVerb(method: string): Reply {
  return ok({ Message: `The requested resource does not support http method '${method}'.` }, 405);
}

export function wrongMediaType(given: string): Reply {
  return ok(
    { Message: `The request entity's media type '${given}' is not supported for this resource.`, ModelState: {} },
    415,
  );
}

export function rateLimited(seconds: number): Reply {
  return ok({ statusCode: 429, message: `Rate limit is exceeded. Try again in ${seconds} seconds.` }, 429, {
    'retry-after': String(seconds),
  });
}

/** `Location` and `links` carry `http://` and another number than `id`: a client that follows them lands elsewhere. */
export function created(resource: string, id: number): Reply {
  return ok({ ok: true, id }, 201, { location: `http://restapi.invalid/v1/${resource}/${id + 70_000}` });
}

export function single(resource: string, id: number, record: object): Reply {
  return ok({
    ok: true,
    ...record,
    links: [{ rel: 'self', href: `http://restapi.invalid/v1/${resource}/${id + 70_000}` }],
  });
}
