import { DEALER_FEEDS } from './dealer-feeds';
import type { Mutation } from './mutation';
import { PLATFORM } from './platform';
import { TWO_WAY } from './two-way';

/** Every guard that is taken away, one at a time. */
export const MUTATIONS: readonly Mutation[] = [...TWO_WAY, ...DEALER_FEEDS, ...PLATFORM];
