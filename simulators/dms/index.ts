import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoryFeed } from './story';

export { FEED_FORMATS, type FeedFormat, feedLines, type Lot, writeFeed } from './formats';
export { cutAt, MUTATORS, type Mutator } from './mutators';
export { STORY_DEALERS, type StoryFeed, type StoryOptions, tellStory } from './story';
export { type LotVehicle, VehicleSupply, withCheckDigit } from './vehicles';

/** Drops a feed into a folder as an uploading program would, with the time it was made. */
export function dropFeed(folder: string, { name, text, at }: Pick<StoryFeed, 'name' | 'text' | 'at'>): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, text);
  utimesSync(path, new Date(at), new Date(at));
  return path;
}
