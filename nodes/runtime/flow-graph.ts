import type { Node, NodeAPI } from 'node-red';
import type { FlowShape } from '../../lib/sync/integration';
import type { ReviewRule } from '../../lib/sync/review';
import type { FeedPart } from './feed-tables';

interface Wired extends Node {
  wires?: string[][];
  /** Of a link out node. */
  links?: string[];
  /** Ours: this node lists records in a run. */
  listsRecords?: boolean;
  /** Ours: what this node lends to the dms-feed before it. */
  lends?: () => FeedPart;
  /** Ours: the rule of a review queue. */
  review?: ReviewRule;
  /** Ours: this node plans to end the monitoring of customers who are closed. */
  cancels?: boolean;
}

/** Marks a node as one that closes a listing in each run that passes it. */
export function markListing(node: Node): void {
  (node as Wired).listsRecords = true;
}

/** Marks a node as the review queue of its flow: what it says becomes of a match that nobody decides. */
export function markReview(node: Node, rule: ReviewRule): void {
  (node as Wired).review = rule;
}

/** Marks a node as one that plans to end the monitoring of customers who are closed: their status is then followed. */
export function markCancels(node: Node): void {
  (node as Wired).cancels = true;
}

/**
 * Marks a node as one that lends its table to the dms-feed before it. A run reads the feed in one pass, and a million rows
 * do not ride on messages: what a user wrote into the nodes along the wires is taken to where the rows are.
 */
export function markLender(node: Node, part: () => FeedPart): void {
  (node as Wired).lends = part;
}

/** What the nodes behind a dms-feed lend to it, in the order of the wires. */
export function lentBehind(RED: NodeAPI, feed: Node): FeedPart[] {
  return [...nodesBehind(RED, feed)].flatMap(({ lends }) => lends?.() ?? []);
}

/** What lies behind a sync-start, along its wires and link nodes. */
export function flowBehind(RED: NodeAPI, start: Node): FlowShape {
  const nodeIds = new Set<string>();
  const listingNodes: string[] = [];
  let hasGate = false;
  let syncsAccounts = false;
  let cancelsAtStation = false;
  let review: ReviewRule | undefined;
  for (const node of nodesBehind(RED, start)) {
    nodeIds.add(node.id);
    if (node.listsRecords) listingNodes.push(node.id);
    if (node.type === 'dealer-sync-sync-plan') hasGate = true;
    if (node.type === 'dealer-sync-apply-changes') syncsAccounts = true;
    if (node.cancels) cancelsAtStation = true;
    review ??= node.review;
  }
  return { nodeIds, listingNodes, hasGate, syncsAccounts, cancelsAtStation, ...(review ? { review } : {}) };
}

/** A node and all that its messages can come to, nearest first, each once. */
function* nodesBehind(RED: NodeAPI, start: Node): Generator<Wired> {
  const seen = new Set<string>();
  const queue = [start.id];
  for (let id = queue.shift(); id; id = queue.shift()) {
    if (seen.has(id)) continue;
    const node = RED.nodes.getNode(id) as Wired | null;
    if (!node) continue;
    seen.add(id);
    yield node;
    queue.push(...(node.wires ?? []).flat(), ...(node.type === 'link out' ? (node.links ?? []) : []));
  }
}
