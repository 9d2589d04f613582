import type { Node } from 'node-red';
import type { Engine } from '../../lib/sync/engine';

/** What a sync-store offers the nodes that use it. */
export interface SyncStoreNode extends Node {
  engine: Engine;
}
