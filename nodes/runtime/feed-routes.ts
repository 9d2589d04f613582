import type { Request } from 'express';
import type { NodeAPI } from 'node-red';
import { previewFeed } from '../../lib/dealer-feed/parser/preview';
import { chooseFiles, type LeftReason } from '../../lib/dealer-feed/sources/choose-files';
import { createSource } from '../../lib/dealer-feed/sources/create-source';
import type { ListedFile } from '../../lib/dealer-feed/sources/feed-source';
import { fileNames } from '../../lib/dealer-feed/sources/file-names';
import { DealerSyncError } from '../../lib/errors';
import { asTexts, deployedNode, named, newlyNamed, type Stored, told } from './dialog-values';
import { readFeedConnection, readFeedProfile } from './feed-settings';
import { bodyOf, type routes } from './http-routes';

/** What the dialog of a dms-config asks for: the newest files, and what a profile makes of a sample. */
export function addFeedRoutes(RED: NodeAPI, post: ReturnType<typeof routes>['post']): void {
  post('editor/test/dms-config', (req) => told(() => testSource(RED, req), newlyNamed(RED, req)));
  post('editor/preview-feed', (req) => told(() => previewSample(req)));
}

const TYPE = 'dealer-sync-dms-config';
/** Where the secrets go. When any of these differs from what is deployed, the stored secrets stay at home. */
const ADDRESS = ['sourceKind', 'host', 'port', 'encryption', 'hostKey', 'authority', 'urls'];
const SECRETS = ['password', 'privateKey', 'passphrase'];

/** The dialog's values over the stored node's: an untouched password field is not sent, so the stored one is used. */
function fieldsOf(RED: NodeAPI, req: Request) {
  const body = bodyOf(req);
  const known = deployedNode(RED, body.id);
  const node = known?.type === TYPE ? known : ({ id: '', type: TYPE } as Stored);
  const typed = { ...asTexts(body.values), ...asTexts(body.credentials) };
  const deployed: Record<string, string> = { ...asTexts(node.fields), ...node.credentials };
  const value = (fields: Record<string, string>, name: string) => named(RED, node, fields[name]).trim();
  const moved = ADDRESS.some((name) => name in typed && value(typed, name) !== value(deployed, name));
  if (moved && SECRETS.some((name) => deployed[name] && typed[name] === undefined)) {
    throw new DealerSyncError(
      'RETYPE_PASSWORD',
      'The server was changed: type the password or key again, so that it is not sent to a server it was not meant for.',
    );
  }
  const fields = { ...deployed };
  for (const [name, text] of Object.entries(typed)) {
    // At another server `${NAME}` could name any secret of this machine: only the address itself may be one there.
    fields[name] = moved && !ADDRESS.includes(name) ? text : named(RED, node, text);
  }
  return { node, fields };
}

const SHOWN_FILES = 5;

async function testSource(RED: NodeAPI, req: Request) {
  const { node, fields } = fieldsOf(RED, req);
  const feed = readFeedConnection(RED, node, fields);
  const source = createSource(feed.source);
  try {
    const listing = await source.list();
    const { companion } = feed.profile;
    const { chosen, left } = chooseFiles(listing, listing, {
      ...feed,
      ...(companion ? { companion } : {}),
      lastTaken: () => undefined,
    });
    const known = [
      ...chosen.map(({ file }) => ({ file, state: 'is taken next' })),
      ...left.map(({ file, reason }) => ({ file, state: STATES[reason] })),
    ].sort((a, b) => (b.file.modifiedAt ?? 0) - (a.file.modifiedAt ?? 0));
    const shown = known.slice(0, SHOWN_FILES).map(({ file, state }) => `${describe(file)}: ${state}`);
    const others = listing.length - known.length;
    const sentences = [
      `Connected to ${source.description}.`,
      shown.length ? `Newest files: ${shown.join('; ')}.` : 'No file there is a feed file by its name.',
      ...(known.length > shown.length ? [`And ${known.length - shown.length} more.`] : []),
      ...(others > 0 ? [`${others} other files are passed over.`] : []),
    ];
    return { message: sentences.join(' ') };
  } finally {
    await source.close();
  }
}

const STATES: Record<LeftReason, string> = {
  'unsafe-name': 'refused, its name is a path',
  'partial-name': 'still on its way, by its name',
  'no-companion': 'waits for its trigger or checksum file',
  'still-written': 'still being written',
  superseded: 'older, passed over',
  stale: 'older than the last one taken',
  taken: 'taken already',
};

/** `MP1/a.csv (1.2 MB, 2026-03-14 08:00 UTC)` */
function describe({ folder, name, size, modifiedAt }: ListedFile): string {
  const details = [
    ...(size === undefined
      ? []
      : [size < 1_000_000 ? `${Math.ceil(size / 1000)} kB` : `${(size / 1e6).toFixed(1)} MB`]),
    ...(modifiedAt === undefined ? [] : [`${new Date(modifiedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`]),
  ];
  const path = folder ? `${folder}/${name}` : name;
  return details.length ? `${path} (${details.join(', ')})` : path;
}

const LARGEST_SAMPLE = 2 * 1024 * 1024;

async function previewSample(req: Request) {
  const { values, sample, fileName, beginning } = bodyOf(req);
  if (typeof sample !== 'string' || sample === '' || sample.length > LARGEST_SAMPLE * 1.4) {
    throw new DealerSyncError('NO_SAMPLE', 'Choose a sample file, or paste the first lines of one.');
  }
  // Taken as it is written: what `${NAME}` stands for could be a secret, and the answer would show it.
  const fields = asTexts(values);
  const profile = readFeedProfile(fields);
  const inName = profile.dealer.from === 'file';
  const name = typeof fileName === 'string' && fileName ? fileName : 'sample.csv';
  const found = fileNames(fields.files ?? '', inName).match(name);
  // Which folder a sample lies in nobody knows here.
  const dealerId =
    profile.dealer.from === 'folder' ? '(folder)' : inName ? (found?.dealerId ?? '(file name)') : undefined;
  const preview = await previewFeed(Buffer.from(sample, 'base64'), {
    profile,
    beginning: beginning === true,
    ...(dealerId ? { dealerId } : {}),
  });
  return { preview, nameFits: found !== undefined };
}
