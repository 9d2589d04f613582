import type { Node, NodeAPI } from 'node-red';

/** Which connections a node cannot do without: by the field that refers to each, blank where none is chosen. */
type Uses = Readonly<Record<string, string>>;

type Using = Node & { uses?: Uses };

/** Marks a node as one that cannot do without these connections, for whoever tells people what is still missing. */
export function markUses(node: Node, connections: Uses): void {
  (node as Using).uses = connections;
}

/** The fields in which these nodes refer to a connection, with the id that stands there. */
export function connectionsOf(
  RED: NodeAPI,
  nodeIds: Iterable<string>,
): { node: Node; field: string; connectionId: string }[] {
  return [...nodeIds].flatMap((id) => {
    const node = RED.nodes.getNode(id) as Using | null;
    if (!node) return [];
    return Object.entries(node.uses ?? {}).map(([field, connectionId]) => ({ node, field, connectionId }));
  });
}
