import type { Node, NodeAPI } from 'node-red';
import { type Charset, FEED_COLUMNS, type FeedColumn, type FeedProfile } from '../../lib/dealer-feed/profiles/profile';
import { type CustomFormat, type ProfileSettings, profileOf } from '../../lib/dealer-feed/profiles/settings';
import type { SourceSettings } from '../../lib/dealer-feed/sources/create-source';
import { type FileNames, fileNames } from '../../lib/dealer-feed/sources/file-names';
import type { FtpSettings } from '../../lib/dealer-feed/sources/ftp-source';
import { fieldOrEnv, numberOr } from './settings';
import { VARIABLES } from './variables';

/** The fields of a dms-config, credentials included, as a flow file or an open dialog holds them. */
export type FeedFields = Record<(typeof FIELD_NAMES)[number] | `${FeedColumn}Column`, string> &
  Record<'finalLineEnd' | 'header', string | boolean>;

const FIELD_NAMES = [
  ...(['sourceKind', 'folder', 'host', 'port', 'encryption', 'hostKey', 'authority', 'path', 'urls'] as const),
  ...(['username', 'password', 'privateKey', 'passphrase'] as const),
  ...(['files', 'dealerFrom', 'dealerId', 'afterwards', 'companion', 'companionEnding'] as const),
  ...(['profile', 'kind', 'vinCheck', 'charset', 'delimiter', 'quote', 'goneWords'] as const),
  ...(['settleSeconds', 'maxMegabytes'] as const),
] as const;

/** What a dms-config offers the nodes that use it. */
export interface DmsConfigNode extends Node {
  /** Fails with a sentence while a setting is missing. */
  feed(): FeedConnection;
  /** As deployed, for the dialogs of nodes that refer to it. */
  fields: object;
}

/** Where feed files come from, and how they are read. */
export interface FeedConnection {
  source: SourceSettings;
  profile: FeedProfile;
  names: FileNames;
  dealerInFolder: boolean;
  /** What becomes of a file at its source once it was accepted. */
  afterwards: 'keep' | 'archive';
  /** Between the two looks at a file that has no trigger or checksum file. */
  settleMs: number;
  maxBytes: number;
}

const DEFAULT_SETTLE_SECONDS = 10;
const DEFAULT_MAX_MEGABYTES = 1024;

/** @throws DealerSyncError `BAD_PROFILE` */
export function readFeedConnection(RED: NodeAPI, node: Node, fields: Partial<FeedFields>): FeedConnection {
  const profile = readFeedProfile(fields);
  const maxBytes = numberOr(fields.maxMegabytes, DEFAULT_MAX_MEGABYTES) * 1024 * 1024;
  const dealerInFolder = profile.dealer.from === 'folder';
  return {
    source: sourceOf(RED, node, fields, dealerInFolder, maxBytes),
    profile,
    names: fileNames(fields.files ?? '', profile.dealer.from === 'file'),
    dealerInFolder,
    afterwards: fields.afterwards === 'archive' ? 'archive' : 'keep',
    settleMs: numberOr(fields.settleSeconds, DEFAULT_SETTLE_SECONDS) * 1000,
    maxBytes,
  };
}

/** @throws DealerSyncError `BAD_PROFILE` */
export function readFeedProfile(fields: Partial<FeedFields>): FeedProfile {
  const custom = fields.profile === 'custom';
  const dealer = dealerOf(fields);
  const settings: ProfileSettings = {
    profile: fields.profile || 'generic',
    ...(dealer ? { dealer } : {}),
    ...(fields.charset ? { charset: fields.charset as Charset } : {}),
    ...(fields.kind ? { kind: fields.kind as FeedProfile['kind'] } : {}),
    ...(fields.vinCheck ? { vinCheck: fields.vinCheck as FeedProfile['vinCheck'] } : {}),
    finalLineEnd: isOn(fields.finalLineEnd),
    ...(fields.companion === 'trigger' || fields.companion === 'checksum'
      ? { companion: { kind: fields.companion, ending: fields.companionEnding || `.${ENDINGS[fields.companion]}` } }
      : {}),
    ...(custom ? { custom: customOf(fields) } : {}),
  };
  return profileOf(settings);
}

const ENDINGS = { trigger: 'done', checksum: 'sha256' };

function dealerOf({ dealerFrom, dealerId = '' }: Partial<FeedFields>): ProfileSettings['dealer'] {
  if (dealerFrom === 'fixed') return { from: 'fixed', id: dealerId };
  return dealerFrom === 'column' || dealerFrom === 'file' || dealerFrom === 'folder' ? { from: dealerFrom } : undefined;
}

function customOf(fields: Partial<FeedFields>): CustomFormat {
  const goneWords = listOf(fields.goneWords);
  return {
    delimiter: fields.delimiter || 'comma',
    quote: fields.quote ?? '"',
    header: isOn(fields.header),
    columns: FEED_COLUMNS.map((column) => ({ column, source: fields[`${column}Column`] ?? '' })),
    ...(goneWords.length ? { goneWords } : {}),
  };
}

function sourceOf(
  RED: NodeAPI,
  node: Node,
  fields: Partial<FeedFields>,
  folders: boolean,
  maxBytes: number,
): SourceSettings {
  const { host = '', username = '', password = '', privateKey, passphrase, hostKey = '', authority } = fields;
  const port = numberOr(fields.port, 0);
  const server = { host: host.trim(), ...(port ? { port } : {}), username, path: fields.path?.trim() || '/', folders };
  switch (fields.sourceKind) {
    case 'sftp':
      return {
        kind: 'sftp',
        ...server,
        hostKey,
        ...(password ? { password } : {}),
        ...(privateKey ? { privateKey } : {}),
        ...(passphrase ? { passphrase } : {}),
      };
    case 'ftp': {
      const encryption = (fields.encryption || 'explicit') as FtpSettings['encryption'];
      return { kind: 'ftp', ...server, password, encryption, ...(authority?.trim() ? { authority } : {}) };
    }
    case 'http':
      return { kind: 'http', urls: listOf(fields.urls, /\s+/), username, password, maxBytes };
    default:
      return { kind: 'folder', path: fieldOrEnv(RED, node, fields.folder, VARIABLES['dms-config'].folder), folders };
  }
}

function listOf(text: string | undefined, between: RegExp = /[,\n]/): string[] {
  return (text ?? '')
    .split(between)
    .map((part) => part.trim())
    .filter(Boolean);
}

/** A checkbox is a boolean in a flow file and a text in what an open dialog sends. */
function isOn(value: string | boolean | undefined): boolean {
  return value === true || value === 'true';
}
