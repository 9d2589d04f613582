import { signal } from '@preact/signals';
import { ApiError, get } from './client';

/** Who is at the page, and what they may do. */
export interface Session {
  user: { name: string; anonymous: boolean };
  can: { read: boolean; write: boolean };
  /** False: Node-RED has no users, and everybody may do everything here, as in the editor. */
  secured: boolean;
  version: string;
}

/** Undefined until known; `signed-out` when Node-RED wants to know who asks; else why it cannot be known. */
export const session = signal<Session | 'signed-out' | { problem: string } | undefined>(undefined);

export async function loadSession(): Promise<void> {
  try {
    session.value = await get<Session>('session');
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) session.value = 'signed-out';
    else session.value = { problem: error instanceof Error ? error.message : String(error) };
  }
}

export function current(): Session | undefined {
  const now = session.value;
  return now !== undefined && typeof now === 'object' && 'user' in now ? now : undefined;
}

/** Buttons that write are off without it. */
export function mayWrite(): boolean {
  return current()?.can.write === true;
}
