import type { Key } from '../../i18n';

export const REVIEW_KEYS: readonly (readonly [string, Key])[] = [];
