import type { Item } from '../../model/item';
import type { Doc, Fence } from '../../store/store';
import type { Run } from '../../sync/run';
import { type Lateness, lateness } from '../lateness';
import { settingsKey } from '../planner';
import type { TakenFile } from '../sources/take-files';
import { type BaselineDoc, baselineId, type FeedFileDoc, fileId } from '../store/documents';
import { type Baseline, type DealerPlan, dealerKey, type FeedFile } from '../types';
import type { FeedRunSettings, ReadFeedDeps } from './feed-run';
import { fenceOf } from './fence';
import { HoldBook } from './hold-book';
import type { PlannedFile } from './plan-file';

/** So many files of a group stay known, and in the archive: enough to explain what became of a vehicle lately. */
const KEPT_FILES = 10;
/** A file may name a thousand dealers that are none of ours. */
const MAX_NAMED_DEALERS = 100;

interface Looked {
  file: TakenFile;
  doc: Omit<FeedFileDoc, 'rev'>;
  dealers: readonly DealerPlan[];
  /** What was planned, with the dealer. */
  items: readonly Item[];
}

/**
 * What is known of a feed from earlier runs, and what this run leaves for the next. It is stored last of all, after every
 * service request: whatever breaks off before, the next run reads the same file again and finds less to do (F7).
 */
export class FeedMemory {
  readonly #run: Run;
  readonly #settings: FeedRunSettings;
  readonly #deps: ReadFeedDeps;
  readonly #looked: Looked[] = [];
  readonly #holds: HoldBook;
  #baselines = new Map<string, BaselineDoc>();
  #files: FeedFileDoc[] = [];
  #late: Lateness[] = [];

  constructor(run: Run, settings: FeedRunSettings, deps: ReadFeedDeps) {
    this.#run = run;
    this.#settings = settings;
    this.#deps = deps;
    this.#holds = new HoldBook(run, settings.feed.feed, deps);
  }

  /** Hashes of the holds that people let through, and that no run has used yet. */
  get approved(): ReadonlySet<string> {
    return this.#holds.approved;
  }

  /** @returns the newest known file of each group */
  async load(): Promise<Map<string, FeedFileDoc>> {
    const { feed } = this.#settings.feed;
    const { store } = this.#deps;
    const { items } = await store.collection<BaselineDoc>('feedBaselines').find({ where: { feed } });
    this.#baselines = new Map(items.map((doc) => [doc.dealerId, doc]));
    const sort = [{ field: 'takenAt', descending: true }];
    this.#files = (await store.collection<FeedFileDoc>('feedFiles').find({ where: { feed }, sort })).items;
    await this.#holds.load();
    const newest = new Map<string, FeedFileDoc>();
    for (const doc of this.#files) if (!newest.has(doc.group)) newest.set(doc.group, doc);
    return newest;
  }

  refused(file: TakenFile, { time }: FeedFile, refused: NonNullable<FeedFileDoc['refused']>): void {
    this.#looked.push({
      file,
      dealers: [],
      items: [],
      doc: { ...this.#docOf(file, time), verdict: 'refused', refused },
    });
    this.#run.notices.push({ topic: 'refused', text: `the file ${file.file.name} was put aside. ${refused.message}` });
  }

  planned(file: TakenFile, planned: PlannedFile & { verdict: 'planned' }, items: readonly Item[]): void {
    const { plan, charset, quarantined, warnings } = planned;
    const { counts, dealers, unknownDealers } = plan;
    const told = { charset, counts, quarantined, warnings, unknownDealers: unknownDealers.slice(0, MAX_NAMED_DEALERS) };
    this.#looked.push({ file, dealers, items, doc: { ...this.#docOf(file, plan.file.time), ...told } });
  }

  /** F14: one alert for all dealers that are late now and were not told of yet; nothing is closed by it. */
  noteLateness(): void {
    const { feed } = this.#settings;
    const mapped = new Set(feed.clients.map(({ dealerId }) => dealerKey(dealerId)));
    const heard = new Set(
      this.#looked.flatMap(({ dealers }) => dealers.filter(isHeard).map(({ dealerId }) => dealerId)),
    );
    const now = this.#deps.clock.now();
    for (const doc of this.#baselines.values()) {
      if (!mapped.has(doc.dealerId) || heard.has(doc.dealerId)) continue;
      const late = lateness(doc, feed, now);
      if (late && doc.lateToldFor !== late.since) this.#late.push(late);
    }
    if (!this.#late.length) return;
    const dealers = this.#late.map(({ dealerId }) => dealerId).join(', ');
    const text = `no file was accepted for more than ${(2 * feed.usualInterval) / 60} hours, of: ${dealers}. Nothing is closed by that. Ask the sender.`;
    this.#run.notices.push({ topic: 'late', text });
  }

  async keep(): Promise<void> {
    for (const looked of this.#looked) {
      const failed = this.#failedDealers(looked);
      const waiting = await this.#holds.keep(looked.dealers);
      for (const { dealerId, baseline } of looked.dealers) {
        if (baseline && !failed.has(dealerId)) await this.#keepBaseline(baseline);
      }
      const { verdict } = looked.doc;
      const now = verdict === 'refused' ? verdict : failed.size ? 'unfinished' : waiting ? 'held' : 'accepted';
      await this.#put('feedFiles', { ...looked.doc, verdict: now });
      if (now === 'accepted' && this.#settings.afterwards === 'archive')
        await this.#deps.source.archive(looked.file.file);
    }
    for (const { dealerId, since } of this.#late) {
      const doc = this.#baselines.get(dealerId);
      if (doc) await this.#put('feedBaselines', { ...doc, lateToldFor: since });
    }
    await this.#forgetOld();
  }

  #docOf({ file, group, dealerId, inspection }: TakenFile, fileTime: number): Omit<FeedFileDoc, 'rev'> {
    const { feed } = this.#settings;
    const { id: runId, integration } = this.#run.setup;
    return {
      _id: fileId(feed.feed, group, inspection.hash),
      feed: feed.feed,
      integration,
      group,
      ...file,
      hash: inspection.hash,
      fileTime,
      ...(dealerId === undefined ? {} : { dealerId }),
      takenAt: this.#deps.clock.now(),
      settings: settingsKey(feed),
      runId,
      verdict: 'accepted',
      counts: [],
      quarantined: [],
      warnings: [],
      unknownDealers: [],
    };
  }

  /** A dealer with a failed vehicle keeps its baseline, so that the same file is planned for it again. */
  #failedDealers({ items }: Looked): Set<string> {
    const failed = items.filter(({ key }) => this.#run.records.get(key)?.outcome?.name === 'failed');
    return new Set(failed.flatMap(({ feed }) => feed?.dealerId ?? []));
  }

  async #keepBaseline(baseline: Baseline): Promise<void> {
    const _id = baselineId(baseline.feed, baseline.dealerId);
    this.#baselines.set(baseline.dealerId, await this.#put('feedBaselines', { _id, ...baseline }));
  }

  async #put<T extends Omit<Doc, 'rev'>>(name: 'feedFiles' | 'feedBaselines', doc: T): Promise<T & Doc> {
    const docs = this.#deps.store.collection<T & Doc>(name);
    const fence: Fence = fenceOf(this.#run);
    const known = await docs.get(doc._id);
    return known
      ? docs.put({ ...doc, rev: known.rev }, { fence })
      : docs.insert(doc as Omit<T & Doc, 'rev'>, { fence });
  }

  /** The newest files of each group stay, with their copies. */
  async #forgetOld(): Promise<void> {
    const files = this.#deps.store.collection<FeedFileDoc>('feedFiles');
    const looked = this.#looked.map(({ doc }) => doc);
    const seen = new Map<string, number>();
    const known = new Set(looked.map(({ _id }) => _id));
    for (const doc of [...looked, ...this.#files.filter(({ _id }) => !known.has(_id))]) {
      const count = (seen.get(doc.group) ?? 0) + 1;
      seen.set(doc.group, count);
      if (count > KEPT_FILES) await files.remove(doc._id);
    }
    if (!looked.length) return;
    const hashes = new Set<string>();
    for await (const docs of files.scan()) for (const { hash } of docs) hashes.add(hash);
    await this.#deps.archive.prune(hashes);
  }
}

/** A file of the dealer came and was good: a held one too is a sign of life, but no accepted one. */
function isHeard({ verdict }: DealerPlan): boolean {
  return verdict === 'accepted' || verdict === 'same';
}
