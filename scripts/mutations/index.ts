import { CRASH_SAFETY } from './crash-safety';
import { DEALER_FEEDS } from './dealer-feeds';
import { JUDGEMENT } from './judgement';
import type { Mutation } from './mutation';
import { PLATFORM } from './platform';

/** Every guard that is taken away, one at a time. */
export const MUTATIONS: readonly Mutation[] = [...CRASH_SAFETY, ...JUDGEMENT, ...DEALER_FEEDS, ...PLATFORM];
