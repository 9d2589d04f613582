import type { Seed } from '../kit/seed-text';
import { createWorld, type Truth } from '../world';
import { createLarge } from '../world/large';
import { seedSmall } from './seed-small';
import { seedOtherDealer, seedWorld } from './seed-world';
import type { CmsState } from './state';

/** Fills an empty CMS. Returns the truth about the world it comes from, if that has one. */
export function seedCms(state: CmsState, seed: Seed, worldSeed: number): readonly Truth[] | undefined {
  if (seed === 'empty') return undefined;
  if (seed === 'small') {
    seedSmall(state);
    return undefined;
  }
  const world = seed === 'match' ? createWorld(worldSeed) : undefined;
  seedWorld(state, world ?? createLarge(largeOptions(seed)));
  seedOtherDealer(state);
  return world?.truth;
}

function largeOptions(seed: Seed) {
  if (typeof seed === 'string') return { n: 0 };
  const { large: n, contacts = false, twoSystems = false } = seed;
  return { n, contacts, twoSystems };
}
