import { join } from 'node:path';
import type { Node, NodeAPI } from 'node-red';
import type { FeedRunSettings } from '../../lib/dealer-feed/run/feed-run';
import { FeedArchive } from '../../lib/dealer-feed/sources/feed-archive';
import { fieldOrEnv } from './settings';

/** A feed that is deployed, for whoever is asked about it outside a run. */
export interface DeployedFeed {
  feed: string;
  /** As its nodes say now. Fails with a sentence while a setting is missing. */
  settings(): FeedRunSettings;
  archive: FeedArchive;
}

const feeds = new Map<string, DeployedFeed>();

/** @returns takes it off again */
export function addFeed(feed: DeployedFeed): () => void {
  feeds.set(feed.feed, feed);
  return () => {
    if (feeds.get(feed.feed) === feed) feeds.delete(feed.feed);
  };
}

export function deployedFeed(name: string): DeployedFeed | undefined {
  return feeds.get(name);
}

export function deployedFeeds(): DeployedFeed[] {
  return [...feeds.values()];
}

/** Where copies of feed files are kept: beside the embedded store, also where the store itself is a database. */
export function feedFolders(RED: NodeAPI, node: Node): { spoolDir: string; archive: FeedArchive } {
  const dir = fieldOrEnv(RED, node, '', 'DEALER_SYNC_DIR') || join(RED.settings.userDir ?? '.', 'dealer-sync');
  return { spoolDir: join(dir, 'feeds', 'spool'), archive: new FeedArchive(join(dir, 'feeds', 'archive')) };
}
