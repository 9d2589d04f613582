import type { Node, NodeAPI } from 'node-red';
import { DealerSyncError } from '../../lib/errors';
import type { RevioClient } from '../../lib/revio/revio-client';
import type { MonitoringSystem } from '../../lib/sync/ports';

/** What a revio-config offers the nodes that use it. */
export interface RevioConfigNode extends Node {
  /** Fails with a sentence while a setting is missing. */
  client(): RevioClient;
  /** As deployed, for the dialogs of nodes that refer to it. */
  fields: object;
  billProfile: string;
}

/** What the config node of a monitoring system offers. */
export interface MonitoringConfigNode extends Node {
  monitoring(): MonitoringSystem;
  /** Bill profile of customers created from this station's accounts; blank or absent: the Rev.io connection's. */
  billProfile?: string;
  /** As deployed, for the dialogs of nodes that refer to it. */
  fields: object;
  /** Rejects with a sentence when a setting that creates need is missing, or is nothing that the station knows. */
  checkCreates?(): Promise<void>;
}

/** The config node that a node refers to; a deleted or unset one is one clear error, not a crash. */
export function requireConfig<T extends Node>(RED: NodeAPI, id: string, what: string): T {
  const config = RED.nodes.getNode(id) as T | null;
  if (config) return config;
  throw new DealerSyncError('NO_CONFIG', `Choose ${what} in this node's settings, and deploy.`);
}
