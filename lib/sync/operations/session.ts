/** Who asks, and what they may do here. */
export interface SessionView {
  user: { name: string; anonymous: boolean };
  can: { read: true; write: boolean };
  /** Node-RED has users (adminAuth). False: everybody may do everything, as in the editor. */
  secured: boolean;
  /** Of this package. */
  version: string;
}

/** What Node-RED tells of whoever asks: nothing when it has no users. */
export interface Asker {
  username?: string;
  anonymous?: boolean;
}

/** Scopes of Node-RED's users: one text or several. */
export type Scope = string | readonly string[];

/**
 * May a user of this scope do that? As Node-RED decides it on each route, for a page that shows only the buttons that will
 * work; the routes themselves ask Node-RED.
 * @param permission ends in `.read` or `.write`
 */
export function hasPermission(scope: Scope | undefined, permission: string): boolean {
  return [scope ?? []].flat().some((one) => {
    const all = one.startsWith('*.') ? one.slice(2) : one;
    if (all === 'read' || all === 'write') return permission.endsWith(`.${all}`);
    return one === '*' || one === permission;
  });
}
