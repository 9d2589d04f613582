import { DealerSyncError } from '../../errors';
import { redactedMessage } from '../../http/redact';

export interface SourceWords {
  /** `SFTP`, `FTP`, `folder` */
  system: string;
  /** `feeds.example.com/out` */
  place: string;
  secrets?: readonly string[];
}

interface Kind {
  code: string;
  transient: boolean;
  /** What Node, ssh2 or an FTP server calls it. */
  is: RegExp;
  sentence: (words: SourceWords) => string;
}

/** The first that fits counts. */
const KINDS: Kind[] = [
  {
    code: 'UNAUTHORIZED',
    transient: false,
    is: /authentication methods failed|^530\b|login (incorrect|authentication failed)|cannot parse privateKey|encrypted.*passphrase/i,
    sentence: ({ system, place }) =>
      `${system} ${place} does not accept the user name and password or key. Check them in the settings.`,
  },
  {
    code: 'TLS_FAILED',
    transient: false,
    is: /certificate|self[- ]signed|ERR_TLS|ERR_SSL|EPROTO|CERT_|UNABLE_TO_|wrong version number/i,
    sentence: ({ system, place }) =>
      `No secure connection to ${system} ${place}. Check the host name and the kind of encryption, and enter the certificate of the server's authority where it is one of its own.`,
  },
  {
    code: 'UNREACHABLE',
    transient: true,
    is: /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|getaddrinfo/,
    sentence: ({ system, place }) =>
      `${system} cannot be reached at ${place}. Check the host and port for typing errors, and that this machine may connect to it.`,
  },
  {
    code: 'TIMEOUT',
    transient: true,
    is: /ETIMEDOUT|time(d )?[- ]?out/i,
    sentence: ({ system, place }) => `${system} ${place} did not answer in time. If this goes on, check the network.`,
  },
  {
    code: 'NOT_FOUND',
    transient: false,
    is: /ENOENT|ENOTDIR|no such file|^550\b.*(not found|no such|exist)|not a directory/i,
    sentence: ({ system, place }) =>
      `There is no such folder or file: ${system} ${place}. Check the path in the settings; if a file was taken away meanwhile, the next round finds the new one.`,
  },
  {
    code: 'FORBIDDEN',
    transient: false,
    is: /EACCES|EPERM|EROFS|permission denied|^55[03]\b/i,
    sentence: ({ system, place }) =>
      `This user may not do that at ${system} ${place}. Ask its administrator for the right to list, read and, where files are archived, to move files.`,
  },
  {
    code: 'DISK_FULL',
    transient: true,
    is: /ENOSPC|EDQUOT/,
    sentence: () =>
      'The disk is full, so the feed file could not be kept. Free some space; the file is taken again then.',
  },
  {
    code: 'CONNECTION_LOST',
    transient: true,
    is: /ECONNRESET|EPIPE|ECONNABORTED|closed|aborted|connection lost|end event|socket hang up|FIN packet/i,
    sentence: ({ system, place }) => `The connection to ${system} ${place} broke off. It is tried again next time.`,
  },
];

/** Whatever a source's library threw, as an error that tells what to do; one of ours passes unchanged. */
export function sourceError(words: SourceWords, operation: string, thrown: unknown): DealerSyncError {
  if (thrown instanceof DealerSyncError) return thrown;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const message = redactedMessage(code && !text.includes(code) ? `${code} ${text}` : text, words.secrets);
  const kind = KINDS.find(({ is }) => is.test(message));
  // Not the error below itself: the libraries' errors carry their settings, password included.
  const cause = { system: words.system, operation, message };
  if (kind) return new DealerSyncError(kind.code, kind.sentence(words), { cause, transient: kind.transient });
  return new DealerSyncError('SOURCE_FAILED', `${words.system} ${words.place} failed: ${message}`, {
    cause,
    transient: true,
  });
}
