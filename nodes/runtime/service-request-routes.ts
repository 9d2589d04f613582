import type { Request } from 'express';
import { explainVehicle } from '../../lib/dealer-feed/operations/explain-vehicle';
import { listFeedFiles, readFeedFile } from '../../lib/dealer-feed/operations/feed-files';
import {
  decideServiceRequest,
  listServiceRequests,
  readRequestChange,
  readServiceRequest,
} from '../../lib/dealer-feed/operations/service-requests';
import { normaliseVin } from '../../lib/dealer-feed/parser/vin';
import type { Engine } from '../../lib/sync/engine';
import { deployedFeeds } from './feeds';
import { bodyOf, optional, pageOf, type routes, userOf } from './http-routes';

/** Service requests for people: list, search, edit, and why a vehicle has none. */
export function addServiceRequestRoutes(
  { get, post }: Pick<ReturnType<typeof routes>, 'get' | 'post'>,
  engine: () => Promise<Engine>,
): void {
  get('service-requests', async (req) => listServiceRequests(await engine(), filterOf(req)));
  // Before `:id`, which would take `vin` for one.
  get('service-requests/vin/:vin', async (req) => {
    const vin = normaliseVin(String(req.params.vin ?? ''));
    const known = await engine();
    const { items } = await listServiceRequests(known, { vin, offset: 0, limit: MAX_OF_A_VIN });
    const { store, clock } = known;
    const files = [];
    for (const { settings, archive } of deployedFeeds()) {
      files.push(...(await explainVehicle(vin, { store, clock, archive, settings: settings() })));
    }
    return { vin, requests: items, files };
  });
  get('service-requests/:id', async (req) => readServiceRequest(await engine(), String(req.params.id)));
  post('service-requests/:id', async (req) => {
    const change = readRequestChange(bodyOf(req));
    return decideServiceRequest(await engine(), String(req.params.id), change, userOf(req));
  });
  get('feed-files', async (req) =>
    listFeedFiles(await engine(), { ...pageOf(req), ...optional(req, 'feed'), ...optional(req, 'verdict') }),
  );
  get('feed-files/:id', async (req) => readFeedFile(await engine(), String(req.params.id)));
}

const MAX_OF_A_VIN = 100;

function filterOf(req: Request) {
  return {
    ...pageOf(req),
    ...optional(req, 'dealer'),
    ...optional(req, 'client'),
    ...optional(req, 'status'),
    ...optional(req, 'vin'),
  };
}
