import type { Clock } from '../../clock';
import type { Item } from '../../model/item';
import type { Store } from '../../store/store';
import type { FeedProfile } from '../profiles/profile';
import type { ServiceRequest, ServiceRequestType } from '../service-request';
import type { FeedArchive } from '../sources/feed-archive';
import type { FeedSource } from '../sources/feed-source';
import type { FileNames } from '../sources/file-names';
import type { FeedSettings, FieldChange, OutcomeCount } from '../types';

/** One feed as its nodes and its dms-config describe it together. */
export interface FeedRunSettings {
  /** The tables and switches; `kind` is the profile's. */
  feed: FeedSettings;
  profile: FeedProfile;
  names: FileNames;
  dealerInFolder: boolean;
  /** What becomes of a file at its source once it was accepted. */
  afterwards: 'keep' | 'archive';
  settleMs: number;
  maxBytes: number;
  /** A folder of ours for the copies that are read. */
  spoolDir: string;
}

export interface ReadFeedDeps {
  store: Store;
  clock: Clock;
  newId(): string;
  /** Closed by whoever opened it, when the run has ended: an accepted file is moved away only then. */
  source: FeedSource;
  /** Our own copies, for what is asked of a file later. */
  archive: FeedArchive;
}

export interface ApplyFeedDeps {
  store: Store;
  clock: Clock;
  /** With their phases, as a person moves a service request along them. */
  types: readonly ServiceRequestType[];
  /** The other end: service requests live in the site's own system, and ours mirrors them. */
  send?(command: FeedCommand): void | Promise<void>;
}

/**
 * One message to the site's own system. It goes out before the mirror is written, so that a crash repeats it and never
 * loses it: whoever takes commands knows by {@link key} which ones were done already.
 */
export interface FeedCommand {
  /** The same whenever and however often the command is planned. That of a create is the service request's id. */
  key: string;
  command: 'create' | 'update' | 'reopen' | 'close';
  /** Of the service request: `feed|dealer|VIN|epoch`. */
  id: string;
  reason: string;
  /** As it is after the command. */
  request: Omit<ServiceRequest, 'history'>;
  /** Of an update or a reopening: what changes, in the service request and what was made from it. */
  changes: readonly FieldChange[];
}

/** What a run's look at a feed came to. */
export interface FeedReading {
  /** What is to be done, in order: known to the run already, and on their way to the gate. */
  items: Item[];
  files: FileReport[];
}

export interface FileReport {
  name: string;
  verdict: 'planned' | 'refused' | 'stale';
  /** Of all its rows (F11). */
  counts: readonly OutcomeCount[];
  /** Dealers whose plan waits for approval. */
  held: readonly string[];
}
