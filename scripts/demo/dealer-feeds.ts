import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { dropFeed, STORY_DEALERS, tellStory } from '../../simulators/dms';

/** Longer than a demo lasts: the story is told as far as it is needed. */
const MOST_HOURS = 500;
/** When the story begins; files are given the time that they are dropped at. */
const BEGINS = Date.UTC(2026, 2, 14, 8);

/** Three dealers whose feeds come in one by one, in a folder of ours: new, sold, reappearing and retagged vehicles. */
export class DealerFeeds {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** How many feeds each dealer has sent, also before a restart. */
  get sent(): number {
    const names = existsSync(this.#folder) ? readdirSync(this.#folder) : [];
    const [{ dealerId } = { dealerId: '' }] = STORY_DEALERS;
    return names.filter((name) => name.endsWith(`_${dealerId}.csv`)).length;
  }

  /** The next feed of every dealer. @returns the files' names */
  next(at = Date.now()): string[] {
    const hours = this.sent + 1;
    if (hours > MOST_HOURS) return [];
    const feeds = tellStory({ from: BEGINS, hours }).slice(-STORY_DEALERS.length);
    for (const { name, text } of feeds) dropFeed(this.#folder, { name, text, at });
    return feeds.map(({ name }) => name);
  }
}
