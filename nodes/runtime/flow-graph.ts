import type { Node, NodeAPI } from 'node-red';
import type { FlowShape } from '../../lib/sync/integration';

interface Wired extends Node {
  wires?: string[][];
  /** Of a link out node. */
  links?: string[];
  /** Ours: this node lists records in a run. */
  listsRecords?: boolean;
}

/** Marks a node as one that closes a listing in each run that passes it. */
export function markListing(node: Node): void {
  (node as Wired).listsRecords = true;
}

/** What lies behind a sync-start, along its wires and link nodes. */
export function flowBehind(RED: NodeAPI, start: Node): FlowShape {
  const nodeIds = new Set<string>();
  const listingNodes: string[] = [];
  let hasGate = false;
  let syncsAccounts = false;
  const queue = [start.id];
  for (let id = queue.shift(); id; id = queue.shift()) {
    if (nodeIds.has(id)) continue;
    const node = RED.nodes.getNode(id) as Wired | null;
    if (!node) continue;
    nodeIds.add(id);
    if (node.listsRecords) listingNodes.push(id);
    if (node.type === 'dealer-sync-sync-plan') hasGate = true;
    if (node.type === 'dealer-sync-apply-changes') syncsAccounts = true;
    queue.push(...(node.wires ?? []).flat(), ...(node.type === 'link out' ? (node.links ?? []) : []));
  }
  return { nodeIds, listingNodes, hasGate, syncsAccounts };
}
