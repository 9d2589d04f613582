import type { Request } from 'express';
import type { NodeAPI } from 'node-red';
import { type Asker, hasPermission, type Scope, type SessionView } from '../../lib/sync/operations/session';
import { type routes, userOf, WRITE } from './http-routes';

/** What Node-RED leaves on a request that it let pass; nothing without adminAuth. */
type Authenticated = Request & { user?: Asker; authInfo?: { scope?: Scope } };

/** Who is there, for the page: what they may do, so that it shows no button that will be refused. */
export function addSessionRoute(RED: NodeAPI, { get }: Pick<ReturnType<typeof routes>, 'get'>): void {
  get('session', async (req): Promise<SessionView> => {
    const { user, authInfo } = req as Authenticated;
    const secured = Boolean((RED.settings as { adminAuth?: unknown }).adminAuth);
    return {
      user: { name: userOf(req), anonymous: !user || user.anonymous === true },
      can: { read: true, write: !secured || hasPermission(authInfo?.scope, WRITE) },
      secured,
      version: packageVersion(),
    };
  });
}

let version: string | undefined;

function packageVersion(): string {
  version ??= (require('@dealer-sync/node-red/package.json') as { version: string }).version;
  return version;
}
