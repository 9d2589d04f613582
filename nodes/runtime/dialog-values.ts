import type { Node, NodeAPI } from 'node-red';
import { asDealerSyncError } from '../../lib/errors';
import { fieldOrEnv } from './settings';

export type Answer = ({ ok: true } & object) | { ok: false; code: string; message: string };

/** A node as it is deployed, or a stand-in for one that is not yet. */
export type Stored = Node & { credentials?: Record<string, string>; fields?: Record<string, string> };

/** What an open dialog is told: done, or a sentence for people. */
export async function told(work: () => Promise<object>): Promise<Answer> {
  try {
    return { ok: true, ...(await work()) };
  } catch (thrown) {
    const { code, message } = asDealerSyncError(thrown);
    return { ok: false, code, message };
  }
}

/** The variable that a text names as a whole, else the text: `${NAME}` in a dialog means what it will mean once deployed. */
export function named(RED: NodeAPI, node: Node, text: string | undefined): string {
  const variable = /^\$\{(\S+)\}$/.exec(text ?? '')?.[1];
  return variable ? fieldOrEnv(RED, node, '', variable) : (text ?? '');
}

export function asTexts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, String(field ?? '')]));
}
