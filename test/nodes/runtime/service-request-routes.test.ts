import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { NodeAPI } from 'node-red';
import { routes } from '../../../nodes/runtime/http-routes';
import { addServiceRequestRoutes } from '../../../nodes/runtime/service-request-routes';
import { FeedSite } from '../../dealer-feed/run/feed-site';

describe('the routes of service requests', () => {
  let site: FeedSite;
  let server: ReturnType<ReturnType<typeof express>['listen']>;
  let root: string;

  before(async () => {
    site = new FeedSite();
    site.drop({ D1: site.supply.lot(3), D9: site.supply.lot(1) });
    await site.done();
    const httpAdmin = express();
    httpAdmin.use(express.json());
    const auth = { needsPermission: () => (_req: unknown, _res: unknown, next: () => void) => next() };
    addServiceRequestRoutes(routes({ httpAdmin, auth } as unknown as NodeAPI), async () => site.engine);
    server = httpAdmin.listen(0, '127.0.0.1');
    await once(server, 'listening');
    root = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dealer-sync`;
  });
  after(async () => {
    server.close();
    await site.close();
  });

  const get = async (path: string) => (await fetch(`${root}/${path}`)).json() as Promise<Record<string, never>>;
  const post = (path: string, body: string) =>
    fetch(`${root}/${path}`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });

  it('list, read and change one, by an id that holds a |', async () => {
    const { total, items } = (await get('service-requests?dealer=D1&status=open&limit=2')) as unknown as {
      total: number;
      items: { id: string; vin: string }[];
    };
    assert.deepEqual([total, items.length], [3, 2]);
    const path = `service-requests/${encodeURIComponent(items[0]?.id ?? '')}`;
    const answer = await post(path, '{"action": "add-inspection"}');
    assert.equal(answer.status, 200);
    assert.equal(((await get(path)).inspections as unknown as unknown[]).length, 1);
    const { requests } = (await get(`service-requests/vin/${items[0]?.vin}`)) as unknown as { requests: unknown[] };
    assert.equal(requests.length, 1);
  });

  it('list the files that were looked at, with what was quarantined of each', async () => {
    const { items } = (await get('feed-files?verdict=accepted')) as unknown as { items: { id: string }[] };
    const file = await get(`feed-files/${encodeURIComponent(items[0]?.id ?? '')}`);
    const [row] = file.quarantined as unknown as { code: string; line: number }[];
    assert.deepEqual([row?.code, row?.line], ['UNKNOWN_DEALER', 5]);
  });

  it('N3: answer 4xx with a sentence to any malformed body', async () => {
    const [doc] = await site.requests();
    const path = `service-requests/${encodeURIComponent(doc?._id ?? '')}`;
    const bodies = ['[]', '"x"', '{}', '{"action": 7}', '{"action": "edit", "fields": null}'];
    bodies.push('{"action": "edit", "fields": {"__proto__": "x"}}', '{"action": "status", "status": {}}');
    bodies.push('{"action": "close", "reject": 1}', '{"action": "edit", "fields": {"vin": "x"}}');
    for (const body of bodies) {
      const answer = await post(path, body);
      assert.ok(answer.status >= 400 && answer.status < 500, `${body}: ${answer.status}`);
      assert.match(((await answer.json()) as { message: string }).message, /\.$/, body);
    }
    assert.equal((await post('service-requests/none', '{"action": "close"}')).status, 404);
    assert.equal((await fetch(`${root}/service-requests?limit=-1`)).status, 400);
  });
});
