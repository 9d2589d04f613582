import type { Clock } from '../../clock';
import type { Store } from '../../store/store';
import { iso } from '../../sync/operations/overview';
import { explainVin } from '../explain';
import type { FeedRow, QuarantinedRow } from '../parser/feed-row';
import { readFeed } from '../parser/read-feed';
import { normaliseVin } from '../parser/vin';
import type { FeedRunSettings } from '../run/feed-run';
import type { FeedArchive } from '../sources/feed-archive';
import type { BaselineDoc, FeedFileDoc, RequestDoc } from '../store/documents';
import { RunFeedState } from '../store/feed-state';

export interface ExplainDeps {
  store: Store;
  clock: Clock;
  archive: FeedArchive;
  settings: Pick<FeedRunSettings, 'feed' | 'profile'>;
}

/** What one file says of a vehicle, and what the rules make of that today. */
export interface VehicleStory {
  feed: string;
  file?: string;
  /** ISO instant. */
  takenAt?: string;
  sentences: string[];
}

/**
 * Why a vehicle was ignored, left unchanged or quarantined, from our own copies of the newest files of a feed (F11): of
 * each file that lists it, else of all of them together.
 *
 * @throws DealerSyncError `NOT_ARCHIVED`
 */
export async function explainVehicle(vinAsTyped: string, deps: ExplainDeps): Promise<VehicleStory[]> {
  const { store, settings } = deps;
  const { feed } = settings.feed;
  const vin = normaliseVin(vinAsTyped);
  const state = await stateOf(vin, feed, store);
  const explain = (doc: FeedFileDoc | undefined, rows: FeedRow[], quarantined: QuarantinedRow[]) => {
    const now = deps.clock.now();
    const file = { hash: doc?.hash ?? '', time: doc?.fileTime ?? now };
    return explainVin(vin, { settings: settings.feed, state, file, now, rows, quarantined });
  };
  const stories: VehicleStory[] = [];
  const files = await newestFiles(feed, store);
  for (const doc of files) {
    const { name, refused, takenAt } = doc;
    const about = { feed, file: name, takenAt: iso(takenAt) };
    if (refused) {
      stories.push({ ...about, sentences: [`The whole file was put aside. ${refused.message}`] });
      continue;
    }
    const { rows, quarantined } = await rowsOf(vin, doc, deps);
    if (rows.length + quarantined.length > 0) {
      stories.push({ ...about, sentences: explain(doc, rows, quarantined) });
    }
  }
  if (stories.some(({ file }) => file !== undefined)) return stories;
  const [newest] = files;
  const about = newest ? { file: newest.name, takenAt: iso(newest.takenAt) } : {};
  return [{ feed, ...about, sentences: explain(newest, [], []) }];
}

/** The newest one of each group. */
async function newestFiles(feed: string, store: Store): Promise<FeedFileDoc[]> {
  const { items } = await store
    .collection<FeedFileDoc>('feedFiles')
    .find({ where: { feed }, sort: [{ field: 'takenAt', descending: true }] });
  const newest = new Map<string, FeedFileDoc>();
  for (const doc of items) if (!newest.has(doc.group)) newest.set(doc.group, doc);
  return [...newest.values()];
}

async function stateOf(vin: string, feed: string, store: Store): Promise<RunFeedState> {
  const state = new RunFeedState(feed);
  const requests = await store.collection<RequestDoc>('serviceRequests').find({ where: { vin } });
  for (const doc of requests.items) state.add(doc);
  const baselines = await store.collection<BaselineDoc>('feedBaselines').find({ where: { feed } });
  for (const doc of baselines.items) state.setBaseline(doc);
  return state;
}

async function rowsOf(vin: string, doc: FeedFileDoc, { archive, settings }: ExplainDeps) {
  const found: { rows: FeedRow[]; quarantined: QuarantinedRow[] } = { rows: [], quarantined: [] };
  const { hash, charset = 'utf-8', dealerId } = doc;
  const context = dealerId === undefined ? {} : { dealerId };
  const bytes = await archive.open(hash);
  for await (const batch of readFeed(bytes, { profile: settings.profile, charset, ...context })) {
    for (const row of batch.rows) if (row.vin === vin) found.rows.push(row);
    for (const row of batch.quarantined) if (row.vin === vin) found.quarantined.push(row);
  }
  return found;
}
