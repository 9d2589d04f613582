import { basename } from 'node:path';
import { DealerSyncError } from '../../errors';

const REASONS: Record<string, string> = {
  ENOSPC: 'the disk is full. Free some space',
  EDQUOT: 'the disk quota is used up. Free some space',
  EFBIG: 'the file may not grow any further. Raise the limit',
  EROFS: 'the disk is read-only. Mount it writable, or choose another folder',
  EACCES: 'Node-RED may not write there. Give its user the right, or choose another folder',
  EPERM: 'Node-RED may not write there. Give its user the right, or choose another folder',
  EMFILE: 'too many files are open. Raise the limit of open files',
  ENFILE: 'too many files are open. Raise the limit of open files',
  ENOTDIR: 'a part of that path is a file. Choose another folder',
  EEXIST: 'a part of that path is a file. Choose another folder',
};

/** For any failure of the file system: nothing is changed, and writes work again when the reason is gone (N5). */
export function unwritable(path: string, operation: string, error: unknown): DealerSyncError {
  if (error instanceof DealerSyncError) return error;
  const { code = '', message = String(error) } = error as NodeJS.ErrnoException;
  const reason = REASONS[code] ?? `the system said: ${message}. Check the disk`;
  return new DealerSyncError(
    'STORE_UNWRITABLE',
    `The store cannot write ${path}: ${reason}; nothing was changed, and it goes on by itself after that.`,
    { transient: true, cause: { system: 'store', operation, field: basename(path), message, error } },
  );
}

/** For damage that no crash explains. `where` says which part: `line 17`. */
export function corrupt(path: string, where: string, error?: unknown): DealerSyncError {
  return new DealerSyncError(
    'STORE_CORRUPT',
    `The store's file ${path} is damaged (${where}). Put a backup of it in place. Without one, move the file away: links ` +
      'are then rebuilt from the key links in Rev.io, and what was pending is matched anew.',
    { cause: { system: 'store', operation: 'open', field: basename(path), error } },
  );
}
