import type { Request } from 'express';
import type { Node, NodeAPI } from 'node-red';
import { asDealerSyncError } from '../../lib/errors';
import { redact } from '../../lib/http/redact';
import { fieldOrEnv } from './settings';

export type Answer = ({ ok: true } & object) | { ok: false; code: string; message: string };

/** A node as it is deployed, or a stand-in for one that is not yet. */
export type Stored = Node & { credentials?: Record<string, string>; fields?: Record<string, string> };

/**
 * What an open dialog is told: done, or a sentence for people.
 *
 * @param hidden texts that the sentence must not show, see {@link newlyNamed}
 */
export async function told(work: () => Promise<object>, hidden: readonly string[] = []): Promise<Answer> {
  try {
    const done: { message?: unknown } = await work();
    return {
      ok: true,
      ...done,
      ...(typeof done.message === 'string' ? { message: redact(done.message, hidden) } : {}),
    };
  } catch (thrown) {
    const { code, message } = asDealerSyncError(thrown);
    return { ok: false, code, message: redact(message, hidden) };
  }
}

/**
 * What the variables stand for that a dialog names and its deployed node does not. Who may try a connection may not for
 * that read every variable of this machine, as a folder that is not found or a device type that is not known (S21).
 */
export function newlyNamed(RED: NodeAPI, req: Request): string[] {
  const { id, values, credentials } = (req.body ?? {}) as Record<string, unknown>;
  const node = deployedNode(RED, id);
  const deployed: Record<string, string> = { ...asTexts(node?.fields), ...node?.credentials };
  return Object.entries({ ...asTexts(values), ...asTexts(credentials) })
    .filter(([name, text]) => text !== deployed[name])
    .map(([, text]) => [text, named(RED, node ?? ({ id: '' } as Stored), text)] as const)
    .flatMap(([text, meant]) => (meant === text ? [] : [meant]));
}

/** The node that a body names. */
export function deployedNode(RED: NodeAPI, id: unknown): Stored | null {
  return typeof id === 'string' ? (RED.nodes.getNode(id) as Stored | null) : null;
}

/** The variable that a text names as a whole, else the text: `${NAME}` in a dialog means what it will mean once deployed. */
export function named(RED: NodeAPI, node: Node, text: string | undefined): string {
  const variable = /^\$\{(\S+)\}$/.exec(text ?? '')?.[1];
  return variable ? fieldOrEnv(RED, node, '', variable) : (text ?? '');
}

/** The fields of a form. What is no text, number or switch is none of a form's, and blank. */
export function asTexts(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, isPlain(field) ? String(field) : '']));
}

/** A record typed by hand: its texts, and those of its address. Whatever else stands in it is none of a record's. */
export function sampleOf(value: object): object {
  const known = Object.entries(value).filter(([, field]) => isPlain(field));
  const { address } = value as { address?: unknown };
  return { ...asTexts(Object.fromEntries(known)), address: asTexts(address) };
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
