import type { Engine } from '../../sync/engine';
import { iso } from '../../sync/operations/overview';
import { notFound, type PageOf, type PageRequest } from '../../sync/operations/pages';
import type { FeedFileDoc } from '../store/documents';

/** A file that was looked at. Its quarantined rows and warnings are with the single one. */
export interface FeedFileView {
  id: string;
  feed: string;
  integration: string;
  name: string;
  folder: string;
  /** ISO instants. */
  fileTime: string;
  takenAt: string;
  runId: string;
  verdict: FeedFileDoc['verdict'];
  refused?: FeedFileDoc['refused'];
  counts: FeedFileDoc['counts'];
}

export interface FeedFileDetail extends FeedFileView {
  /** The first hundred of each code; the counts know of all. */
  quarantined: FeedFileDoc['quarantined'];
  warnings: FeedFileDoc['warnings'];
  unknownDealers: FeedFileDoc['unknownDealers'];
}

/** Newest first; `verdict: refused` are those that were put aside whole (F1). */
export async function listFeedFiles(
  engine: Engine,
  { q, feed, verdict, offset, limit }: PageRequest & { feed?: string; verdict?: string },
): Promise<PageOf<FeedFileView>> {
  const { total, items } = await engine.store.collection<FeedFileDoc>('feedFiles').find({
    where: { ...(feed ? { feed } : {}), ...(verdict ? { verdict } : {}) },
    ...(q ? { text: { query: q, fields: ['name', 'folder', 'feed'] } } : {}),
    sort: [{ field: 'takenAt', descending: true }],
    offset,
    limit,
  });
  return { total, items: items.map(viewOf) };
}

export async function readFeedFile(engine: Engine, id: string): Promise<FeedFileDetail> {
  const doc = await engine.store.collection<FeedFileDoc>('feedFiles').get(id);
  if (!doc) throw notFound('such feed file');
  const { quarantined, warnings, unknownDealers } = doc;
  return { ...viewOf(doc), quarantined, warnings, unknownDealers };
}

function viewOf(doc: FeedFileDoc): FeedFileView {
  const { _id, feed, integration, name, folder, fileTime, takenAt, runId, verdict, refused, counts } = doc;
  return {
    id: _id,
    feed,
    integration,
    name,
    folder,
    fileTime: iso(fileTime),
    takenAt: iso(takenAt),
    runId,
    verdict,
    ...(refused ? { refused } : {}),
    counts,
  };
}
