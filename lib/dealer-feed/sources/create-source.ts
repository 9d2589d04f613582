import { DealerSyncError } from '../../errors';
import type { FeedSource } from './feed-source';
import type { FolderSettings } from './folder-source';
import { FolderSource } from './folder-source';
import { type FtpSettings, FtpSource } from './ftp-source';
import { type HttpSettings, HttpSource } from './http-source';
import { type SftpSettings, SftpSource } from './sftp-source';

export const SOURCE_KINDS = ['folder', 'sftp', 'ftp', 'http'] as const;

export type SourceSettings =
  | ({ kind: 'folder' } & FolderSettings)
  | ({ kind: 'sftp' } & SftpSettings)
  | ({ kind: 'ftp' } & FtpSettings)
  | ({ kind: 'http' } & HttpSettings);

/**
 * Connects on first use.
 *
 * @throws DealerSyncError `MISSING_SETTING`, `BAD_URL`
 */
export function createSource(settings: SourceSettings): FeedSource {
  switch (settings.kind) {
    case 'folder':
      need(settings.path, 'the folder that the feed files are dropped into, or set DMS_FEED_DIR');
      return new FolderSource(settings);
    case 'sftp':
      need(settings.host, 'the host of the SFTP server');
      need(settings.username, 'the user name at the SFTP server');
      return new SftpSource(settings);
    case 'ftp':
      need(settings.host, 'the host of the FTP server');
      return new FtpSource(settings);
    case 'http':
      return new HttpSource(settings);
  }
}

function need(value: string, what: string): void {
  if (!value.trim()) throw new DealerSyncError('MISSING_SETTING', `Enter ${what}.`);
}
