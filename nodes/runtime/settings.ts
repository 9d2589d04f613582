import type { Node, NodeAPI } from 'node-red';

/**
 * A field of a node, or the environment variable that a blank field takes: credentials are not exported with flows, and
 * this is how an imported flow finds them. The group's and the flow's own variables come before the process's.
 */
export function fieldOrEnv(RED: NodeAPI, node: Node, value: unknown, variable?: string): string {
  const own = text(value);
  if (own || !variable) return own;
  return text(RED.util.getSetting(node, variable)) || text(process.env[variable]);
}

/** A number that may have come as a string; the fallback when it is blank or none. */
export function numberOr(value: unknown, fallback: number): number {
  const own = text(value);
  const number = Number(own);
  return own && Number.isFinite(number) ? number : fallback;
}

function text(value: unknown): string {
  // An object is no setting; one out of a body may even be unable to say what text it is.
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value).trim();
}
