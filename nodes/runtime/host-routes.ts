import { type HostState, hostStates } from '../../lib/http/hosts';
import type { routes } from './http-routes';

/** How we stand with a remote system. Instants are ISO texts. */
export type HostView = Omit<HostState, 'openUntil' | 'pausedUntil'> & { openUntil?: string; pausedUntil?: string };

/** Every host that this process has called: whether it answers, and whether it asked for quiet (S14). */
export function addHostRoute({ get }: Pick<ReturnType<typeof routes>, 'get'>): void {
  get('hosts', async () => {
    const items = hostStates().map(viewOf);
    return { total: items.length, items };
  });
}

function viewOf({ openUntil, pausedUntil, ...state }: HostState): HostView {
  return {
    ...state,
    ...(openUntil === undefined ? {} : { openUntil: new Date(openUntil).toISOString() }),
    ...(pausedUntil === undefined ? {} : { pausedUntil: new Date(pausedUntil).toISOString() }),
  };
}
