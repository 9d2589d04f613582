/** Matches monitoring accounts to billing customers, safely enough to act on the result. */
export { plainMatchAccounts as matchAccounts } from './plain';
export type * from './types';

export const DEFAULT_THRESHOLD = 0.95;
export const MATCHER_VERSION = '0';
