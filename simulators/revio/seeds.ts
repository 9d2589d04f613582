import { seedBillProfiles, seedSmall } from './seed-small';
import type { RevioState } from './state';

export type RevioSeed = 'empty' | 'small';

export function parseRevioSeed(text: string): RevioSeed {
  if (text === 'empty' || text === 'small') return text;
  throw new Error(`There is no seed '${text}'`);
}

/** Fills an empty Rev.io. Returns the truth about the world it comes from, if that has one. */
export function seedRevio(state: RevioState, seed: RevioSeed): unknown {
  if (seed === 'small') seedSmall(state);
  else seedBillProfiles(state);
  return undefined;
}
