import type { Engine } from '../../lib/sync/engine';
import { decideConflict, decideConflicts, listConflicts } from '../../lib/sync/operations/conflicts';
import { searchCustomers } from '../../lib/sync/operations/customers';
import { decideHold, listHolds, readHold } from '../../lib/sync/operations/holds';
import { decideLink, listLinks } from '../../lib/sync/operations/links';
import { badRequest } from '../../lib/sync/operations/pages';
import { listParked, retryManyParked, retryParked } from '../../lib/sync/operations/parked';
import { decidePending, listPending, PENDING_SORTS } from '../../lib/sync/operations/pending';
import { acceptMany, previewMany } from '../../lib/sync/operations/pending-bulk';
import {
  bodyOf,
  choiceOf,
  idOf,
  idsOf,
  optional,
  optionalChoice,
  optionalFlag,
  optionalShare,
  pageOf,
  type routes,
  shareOf,
  textOf,
  userOf,
} from './http-routes';

const SIDES = ['revio', 'monitoring', 'undo'] as const;

/** What waits for a person: pending matches, conflicts, held runs, parked records; and links, for who decides anew. */
export function addReviewRoutes(
  { get, post }: Pick<ReturnType<typeof routes>, 'get' | 'post'>,
  engine: () => Promise<Engine>,
): void {
  get('pending', async (req) =>
    listPending(await engine(), {
      ...pageOf(req),
      ...optional(req, 'space'),
      ...optionalFlag(req, 'decided'),
      ...optionalShare(req, 'minScore'),
      ...optionalChoice(req, 'sort', PENDING_SORTS),
    }),
  );
  post('pending', async (req) => {
    const body = bodyOf(req);
    const ids = idsOf(body);
    if (!ids) throw badRequest('Send {"ids": ["…"], "decision": "…"}.');
    const decision = choiceOf(body, 'decision', ['accept', 'reject', 'undo']);
    const items = [];
    for (const id of ids) items.push(await decidePending(await engine(), id, { decision }, userOf(req)));
    return { items };
  });
  // Before `:id`, which would take `bulk` for one.
  post('pending/bulk', async (req) => {
    const body = bodyOf(req);
    const filter = { minScore: shareOf(body.minScore, 'minScore'), ...textOf(body, 'space'), ...textOf(body, 'q') };
    if (body.preview !== undefined && typeof body.preview !== 'boolean')
      throw badRequest('preview must be true or false.');
    return body.preview ? previewMany(await engine(), filter) : acceptMany(await engine(), filter, userOf(req));
  });
  post('pending/:id', async (req) => {
    const body = bodyOf(req);
    const decision = choiceOf(body, 'decision', ['accept', 'reject', 'reassign', 'undo']);
    return decidePending(await engine(), idOf(req), { decision, ...textOf(body, 'customerId') }, userOf(req));
  });

  get('customers', async (req) => searchCustomers(await engine(), pageOf(req)));

  get('conflicts', async (req) =>
    listConflicts(await engine(), {
      ...pageOf(req),
      ...optional(req, 'field'),
      ...optional(req, 'reason'),
      ...optional(req, 'space'),
    }),
  );
  post('conflicts', async (req) => {
    const body = bodyOf(req);
    const side = choiceOf(body, 'side', SIDES);
    const ids = idsOf(body);
    if (!ids && typeof body.all !== 'object')
      throw badRequest('Send {"ids": ["…"], "side": "…"}, or {"all": {"field": "…"}, "side": "…"}.');
    const all = ids ? {} : bodyOf({ body: body.all });
    const kind = { ...textOf(all, 'field'), ...textOf(all, 'reason'), ...textOf(all, 'space') };
    return { decided: await decideConflicts(await engine(), ids ? { ids } : { all: kind }, side, userOf(req)) };
  });
  post('conflicts/:id', async (req) => {
    await decideConflict(await engine(), idOf(req), choiceOf(bodyOf(req), 'side', SIDES), userOf(req));
    return { decided: true };
  });

  get('holds', async (req) => listHolds(await engine(), { ...pageOf(req), ...optional(req, 'integration') }));
  get('holds/:id', async (req) => readHold(await engine(), idOf(req)));
  post('holds/:id', async (req) =>
    decideHold(await engine(), idOf(req), choiceOf(bodyOf(req), 'decision', ['approve', 'discard']), userOf(req)),
  );

  get('parked', async (req) => listParked(await engine(), { ...pageOf(req), ...optional(req, 'space') }));
  post('parked', async (req) => {
    const body = bodyOf(req);
    const ids = idsOf(body);
    if (!ids && body.all !== true) throw badRequest('Send {"ids": ["…"]}, or {"all": true}.');
    return { retried: await retryManyParked(await engine(), ids ? { ids } : { all: true }, userOf(req)) };
  });
  post('parked/:id/retry', async (req) => {
    bodyOf(req);
    await retryParked(await engine(), idOf(req), userOf(req));
    return { retried: true };
  });

  get('links', async (req) => listLinks(await engine(), { ...pageOf(req), ...optional(req, 'space') }));
  post('links/:id', async (req) => {
    const body = bodyOf(req);
    const action = choiceOf(body, 'action', ['unlink', 'relink', 'additional', 'undo']);
    return decideLink(await engine(), idOf(req), { action, ...textOf(body, 'customerId') }, userOf(req));
  });
}
