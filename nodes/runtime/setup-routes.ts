import type { NodeAPI } from 'node-red';
import { allEngines } from './engines';
import type { routes } from './http-routes';
import { setupOf } from './setup';

/** What is still to be filled in, integration by integration; told without a store, which may be what is wrong. */
export function addSetupRoutes(RED: NodeAPI, { get }: Pick<ReturnType<typeof routes>, 'get'>): void {
  get('setup', async () => allEngines().flatMap((engine) => engine.list().map((one) => setupOf(RED, one))));
}
