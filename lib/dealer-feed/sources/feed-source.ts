import type { Readable } from 'node:stream';
import { DealerSyncError } from '../../errors';

/** A file as a source lists it. Its name is the server's word: nothing is done with it before {@link isBaseName}. */
export interface ListedFile {
  /** The dealer's folder below the source's own, where each dealer has one; else `''`. */
  folder: string;
  name: string;
  /** Bytes. Some HTTP servers do not say. */
  size?: number;
  /** Milliseconds since the epoch. Some HTTP servers do not say. */
  modifiedAt?: number;
}

/** Where feed files lie. Every failure is a DealerSyncError without a secret in it. */
export interface FeedSource {
  /** `folder /srv/feeds`, `SFTP feeds.example.com/out`: for sentences and statuses. */
  readonly description: string;
  list(): Promise<ListedFile[]>;
  /** The stream ends with an error when the transfer breaks off; a whole file ends it cleanly. */
  open(file: ListedFile): Promise<Readable>;
  /** Moves the file to the folder `archive` beside it. Fails with `CANNOT_ARCHIVE` where nothing can be moved. */
  archive(file: ListedFile): Promise<void>;
  close(): Promise<void>;
}

/** The folder that taken files are moved to. It is never a dealer's. */
export const ARCHIVE_FOLDER = 'archive';

/** One name, and no way out of its folder: no server talks us into another path (N4). */
export function isBaseName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\\\0\r\n]/.test(name);
}

/**
 * The parts of a file's path below the source's folder.
 *
 * @throws DealerSyncError `UNSAFE_NAME`
 */
export function safeParts({ folder, name }: ListedFile): string[] {
  const parts = folder === '' ? [name] : [folder, name];
  if (parts.every(isBaseName)) return parts;
  throw new DealerSyncError(
    'UNSAFE_NAME',
    'The server listed a file under a name that is a path. It was left alone; ask whoever runs the server about it.',
  );
}

/** Sortable, and no other file of the feed has it: `20260131T140500Z-inventory.csv`. */
export function archiveName({ name, modifiedAt }: ListedFile, now: number): string {
  const stamp = new Date(modifiedAt ?? now).toISOString().replace(/[-:]|\.\d+/g, '');
  return `${stamp}-${name}`;
}
