import { seedSmall } from './seed-small';
import type { CmsState } from './state';

export type CmsSeed = 'empty' | 'small';

export function parseCmsSeed(text: string): CmsSeed {
  if (text === 'empty' || text === 'small') return text;
  throw new Error(`There is no seed '${text}'`);
}

/** Fills an empty CMS. Returns the truth about the world it comes from, if that has one. */
export function seedCms(state: CmsState, seed: CmsSeed): unknown {
  if (seed === 'small') seedSmall(state);
  return undefined;
}
