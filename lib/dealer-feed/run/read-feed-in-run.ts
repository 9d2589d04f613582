import { setImmediate as nextTurn } from 'node:timers/promises';
import { Slices } from '../../matching/slices';
import type { Item } from '../../model/item';
import type { Run } from '../../sync/run';
import { settingsKey } from '../planner';
import type { LeftFile } from '../sources/choose-files';
import { type TakenFile, takeFiles } from '../sources/take-files';
import type { FeedFileDoc } from '../store/documents';
import { loadFeedState, type RunFeedState } from '../store/feed-state';
import type { FeedFile } from '../types';
import { FeedMemory } from './feed-memory';
import { heldItems, itemOf, sampleOf, talliesOf } from './feed-records';
import type { FeedReading, FeedRunSettings, FileReport, ReadFeedDeps } from './feed-run';
import { planFile } from './plan-file';

/**
 * A run's look at its feed: the newest whole file of each group is copied, streamed through the planner, and told to the
 * run. Nothing is stored before the run's last record has its outcome; what is remembered then makes the next look quiet
 * (F4), and a run that ends before that is simply done again (F7). A preview remembers nothing (S19).
 *
 * The rows stay here: only vehicles that something is to be done about become items. The node that calls it has no
 * listing to close (`run.skipListing`), since the guards of a feed are its own, by dealer (F3).
 *
 * @throws DealerSyncError of the source, the archive and the store
 */
export function readFeedInRun(run: Run, settings: FeedRunSettings, deps: ReadFeedDeps): Promise<FeedReading> {
  return run.during(() => new FeedLook(run, settings, deps).read());
}

class FeedLook {
  readonly #run: Run;
  readonly #settings: FeedRunSettings;
  readonly #deps: ReadFeedDeps;
  readonly #memory: FeedMemory;
  readonly #reading: FeedReading = { items: [], files: [] };

  constructor(run: Run, settings: FeedRunSettings, deps: ReadFeedDeps) {
    this.#run = run;
    this.#settings = settings;
    this.#deps = deps;
    this.#memory = new FeedMemory(run, settings, deps);
  }

  async read(): Promise<FeedReading> {
    const { feed } = this.#settings;
    const run = this.#run;
    const known = await this.#memory.load();
    const { taken, left } = await this.#take(known);
    try {
      for (const file of left) this.#leave(file);
      if (taken.length) {
        const state = await loadFeedState(this.#deps.store, feed.feed);
        for (const file of taken.sort(byTime)) await this.#plan(file, known, state);
      }
    } finally {
      await Promise.all(taken.map((file) => file.discard()));
    }
    if (!run.setup.preview) {
      this.#memory.noteLateness();
      run.beforeDone(() => this.#memory.keep());
    }
    // Known to the run before this step ends, or the gate would decide without them.
    run.arrive(this.#reading.items, feed.feed);
    // A first import has many thousand, and the gate looks at all of them at once.
    await nextTurn();
    return this.#reading;
  }

  #take(known: ReadonlyMap<string, FeedFileDoc>) {
    const { names, dealerInFolder, settleMs, maxBytes, spoolDir, profile, feed } = this.#settings;
    const settings = settingsKey(feed);
    return takeFiles(this.#deps.source, {
      names,
      dealerInFolder,
      settleMs,
      maxBytes,
      spoolDir,
      ...(profile.companion ? { companion: profile.companion } : {}),
      clock: this.#deps.clock,
      signal: this.#run.signal,
      lastTaken: (group) => {
        const last = known.get(group);
        // What waits is looked at again, and other settings make another plan of the same bytes.
        return last && last.verdict !== 'held' && last.verdict !== 'unfinished' && last.settings === settings
          ? last
          : undefined;
      },
    });
  }

  /** F6: an older file after a newer one is told of and not applied. The other reasons are a file's usual way. */
  #leave({ file, reason }: LeftFile): void {
    if (reason !== 'stale') return;
    this.#reading.files.push({ name: file.name, verdict: 'stale', counts: [], held: [] });
    const sentence = 'The newest file at the source is older than the last one that was read, so it is left alone.';
    this.#conclude([
      { ...this.#fileItem(file.name), outcome: { name: 'skipped', code: 'STALE_FILE', reason: sentence } },
    ]);
  }

  async #plan(file: TakenFile, known: ReadonlyMap<string, FeedFileDoc>, state: RunFeedState): Promise<void> {
    const { feed, profile } = this.#settings;
    const run = this.#run;
    const now = this.#deps.clock.now();
    const last = known.get(file.group);
    const input = {
      settings: feed,
      state,
      file: { hash: file.inspection.hash, time: timeOf(file, last, now) } satisfies FeedFile,
      now,
      approved: this.#memory.approved,
    };
    // Packing works beside the event loop, so both go on together.
    const [packed, read] = await Promise.allSettled([
      run.setup.preview ? undefined : this.#deps.archive.keep(file),
      planFile(file, profile, input, run),
    ]);
    if (read.status === 'rejected') throw read.reason;
    if (packed.status === 'rejected') throw packed.reason;
    const planned = read.value;
    const { name } = file.file;
    if (planned.verdict === 'refused') {
      const { code, message } = planned.refusal;
      this.#reading.files.push({ name, verdict: 'refused', counts: [], held: [] });
      this.#conclude([{ ...this.#fileItem(name), outcome: { name: 'failed', code, reason: message } }]);
      this.#memory.refused(file, input.file, { code, message });
      return;
    }
    const { plan, quarantined } = planned;
    const samples = quarantined.map((note) => sampleOf(feed.feed, name, note));
    for (const tally of talliesOf(plan)) {
      const its = samples.filter(({ outcome }) => outcome?.code === tally.code);
      run.tally(tally, its);
    }
    const report: FileReport = { name, verdict: 'planned', counts: plan.counts, held: [] };
    const items: Item[] = [];
    const slices = new Slices(run.signal);
    for (const dealer of plan.dealers) {
      for (const action of dealer.actions) {
        state.note(action, now);
        items.push(itemOf(feed.feed, dealer.dealerId, action, now));
        const pause = slices.pause();
        if (pause) await pause;
      }
      if (dealer.baseline) state.setBaseline(dealer.baseline);
      this.#conclude(heldItems(feed.feed, dealer, now));
    }
    const held = plan.dealers.filter(({ hold }) => hold).map(({ dealerId }) => dealerId);
    this.#reading.files.push({ ...report, held });
    for (const item of items) this.#reading.items.push(item);
    this.#memory.planned(file, planned, items);
  }

  #fileItem(name: string): Pick<Item, 'key' | 'label'> {
    return { key: `file:${this.#settings.feed.feed}:${name}`, label: `File ${name}` };
  }

  #conclude(items: Item[]): void {
    this.#run.conclude(items);
  }
}

/** In the order in which the sender wrote them, so that a vehicle that moved ends where it is now. */
function byTime(a: TakenFile, b: TakenFile): number {
  return (a.file.modifiedAt ?? Number.POSITIVE_INFINITY) - (b.file.modifiedAt ?? Number.POSITIVE_INFINITY) || 0;
}

/** A server may not tell a file's time: then it is when we first saw its bytes. */
function timeOf({ file, inspection }: TakenFile, last: FeedFileDoc | undefined, now: number): number {
  return file.modifiedAt ?? (last?.hash === inspection.hash ? last.fileTime : now);
}
