import type { Companion } from '../profiles/profile';
import { isBaseName, type ListedFile } from './feed-source';
import { type FileNames, isPartialName } from './file-names';

/** Why a listed file is not taken. */
export type LeftReason =
  /** Its name is a path: no server talks us into another folder (N4). */
  | 'unsafe-name'
  /** `.part`, `.tmp` and the like. */
  | 'partial-name'
  /** Its trigger or checksum file is not there yet. */
  | 'no-companion'
  /** Its size or time changed between two looks, or it had but one look. */
  | 'still-written'
  /** A newer file of the same feed is there. */
  | 'superseded'
  /** Older than the last one that was taken (F6). */
  | 'stale'
  /** The last one that was taken. */
  | 'taken';

export interface LeftFile {
  file: ListedFile;
  reason: LeftReason;
}

/** A file to take: the newest of its group. */
export interface ChosenFile {
  file: ListedFile;
  /** Files of which only the newest counts: those of one dealer where name or folder tells it, else all. */
  group: string;
  /** As the name, or the folder, says. */
  dealerId?: string;
  /** The name of its checksum file. */
  checksum?: string;
}

export interface ChooseOptions {
  names: FileNames;
  companion?: Companion;
  /** The folder says the dealer. */
  dealerInFolder?: boolean;
  /** What was last taken from a group, as it was listed. */
  lastTaken(group: string): Pick<ListedFile, 'name' | 'size' | 'modifiedAt'> | undefined;
}

/**
 * Which files of a listing are whole and new. Pure.
 *
 * @param before an earlier listing: without a companion file, a file counts as whole when both looks saw it alike
 */
export function chooseFiles(
  listing: readonly ListedFile[],
  before: readonly ListedFile[],
  options: ChooseOptions,
): { chosen: ChosenFile[]; left: LeftFile[] } {
  const left: LeftFile[] = [];
  const groups = new Map<string, ChosenFile[]>();
  for (const file of listing) {
    const named = nameOf(file, options, listing);
    if (!named) continue;
    if (typeof named === 'string') {
      left.push({ file, reason: named });
      continue;
    }
    const reason = whole(file, listing, before, options.companion);
    if (reason) {
      left.push({ file, reason });
      continue;
    }
    const group = groups.get(named.group) ?? [];
    groups.set(named.group, group);
    group.push(named);
  }
  const chosen: ChosenFile[] = [];
  for (const [group, files] of groups) {
    files.sort((a, b) => newestFirst(a.file, b.file));
    const [newest, ...older] = files;
    left.push(...older.map(({ file }) => ({ file, reason: 'superseded' as const })));
    if (!newest) continue;
    const reason = againstLast(newest.file, options.lastTaken(group));
    if (reason) left.push({ file: newest.file, reason });
    else chosen.push(newest);
  }
  return { chosen, left };
}

/** Files that are none of the feed's, and the companions of others, are not even told of. */
function nameOf(
  file: ListedFile,
  { names, companion, dealerInFolder }: ChooseOptions,
  listing: readonly ListedFile[],
): ChosenFile | LeftReason | undefined {
  const { folder, name } = file;
  if (!isBaseName(name) || (folder !== '' && !isBaseName(folder))) return 'unsafe-name';
  if (isPartialName(name)) return 'partial-name';
  if (companion && name.endsWith(companion.ending) && has(listing, folder, name.slice(0, -companion.ending.length))) {
    return undefined;
  }
  const found = names.match(name);
  if (!found) return undefined;
  const dealerId = dealerInFolder ? folder : found.dealerId;
  return {
    file,
    group: [folder, found.dealerId ?? ''].filter(Boolean).join('/'),
    ...(dealerId ? { dealerId } : {}),
    ...(companion?.kind === 'checksum' ? { checksum: name + companion.ending } : {}),
  };
}

function whole(
  file: ListedFile,
  listing: readonly ListedFile[],
  before: readonly ListedFile[],
  companion: Companion | undefined,
): LeftReason | undefined {
  if (companion) return has(listing, file.folder, file.name + companion.ending) ? undefined : 'no-companion';
  const earlier = before.find(({ folder, name }) => folder === file.folder && name === file.name);
  return earlier && earlier.size === file.size && earlier.modifiedAt === file.modifiedAt ? undefined : 'still-written';
}

function has(listing: readonly ListedFile[], folder: string, name: string): boolean {
  return listing.some((file) => file.folder === folder && file.name === name);
}

/** A file whose time nobody tells is taken for new. Names often end in a date, so they settle equal times. */
function newestFirst(a: ListedFile, b: ListedFile): number {
  const [left, right] = [a.modifiedAt ?? Number.POSITIVE_INFINITY, b.modifiedAt ?? Number.POSITIVE_INFINITY];
  if (left !== right) return left < right ? 1 : -1;
  return a.name < b.name ? 1 : -1;
}

function againstLast(file: ListedFile, last: ReturnType<ChooseOptions['lastTaken']>): LeftReason | undefined {
  if (last?.modifiedAt === undefined || file.modifiedAt === undefined) return undefined;
  if (file.modifiedAt < last.modifiedAt) return 'stale';
  const same = file.modifiedAt === last.modifiedAt && file.name === last.name && file.size === last.size;
  return same ? 'taken' : undefined;
}
