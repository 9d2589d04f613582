import type { Node, NodeAPI } from 'node-red';
import { type ConnectionKind, type ConnectionSettings, missingSettings } from '../../lib/setup/missing-settings';
import type { MissingField, SetupView } from '../../lib/setup/setup-view';
import type { Integration } from '../../lib/sync/integration';
import { connectionsOf } from './connections-used';
import type { Stored } from './dialog-values';
import { fieldOrEnv } from './settings';
import { VARIABLES } from './variables';

const PREFIX = 'dealer-sync-';
const KINDS = Object.keys(VARIABLES) as ConnectionKind[];

/** What the fields that refer to a connection are called in the dialogs of the flow's nodes. */
const REFERENCES: Record<string, string> = {
  revio: 'Rev.io',
  cms: 'CMS',
  rapidResponse: 'Rapid Response',
  dms: 'Dealer feed',
};

/** By the wires of the integration's flow: the connections of its nodes, and what is blank in them. */
export function setupOf(RED: NodeAPI, integration: Integration): SetupView {
  const { nodeIds, syncsAccounts } = integration.flow();
  const missing: MissingField[] = [];
  const connections = new Map<string, Stored>();
  for (const { node, field, connectionId } of connectionsOf(RED, nodeIds)) {
    const connection = RED.nodes.getNode(connectionId ?? '') as Stored | null;
    if (connection) connections.set(connection.id, connection);
    else missing.push({ ...named(node), field, label: REFERENCES[field] ?? field });
  }
  const settings = [...connections.values()].flatMap((connection) => settingsOf(RED, connection));
  for (const { connectionId, field, label } of missingSettings({ ...integration, syncsAccounts }, settings)) {
    const connection = connections.get(connectionId) as Stored;
    const env = variableOf(kindOf(connection), field);
    missing.push({ ...named(connection), field, label, ...(env ? { env } : {}) });
  }
  return { integration: integration.id, name: integration.title, ready: missing.length === 0, missing };
}

function named(node: Node): Pick<MissingField, 'nodeId' | 'nodeType' | 'nodeName'> {
  return { nodeId: node.id, nodeType: node.type, nodeName: node.name || node.type.replace(PREFIX, '') };
}

/** The deployed fields with what the environment puts in their place; none of a kind that has nothing to fill in. */
function settingsOf(RED: NodeAPI, node: Stored): ConnectionSettings[] {
  const kind = kindOf(node);
  if (!kind) return [];
  const fields: Record<string, string> = { ...node.fields, ...node.credentials };
  const names = new Set([...Object.keys(fields), ...Object.keys(VARIABLES[kind])]);
  const value = (field: string) => fieldOrEnv(RED, node, fields[field], variableOf(kind, field));
  return [{ id: node.id, kind, values: Object.fromEntries([...names].map((field) => [field, value(field)])) }];
}

function kindOf(node: Node): ConnectionKind | undefined {
  return KINDS.find((kind) => node.type === `${PREFIX}${kind}`);
}

function variableOf(kind: ConnectionKind | undefined, field: string): string | undefined {
  return kind && (VARIABLES[kind] as Record<string, string>)[field];
}
