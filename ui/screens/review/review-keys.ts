import type { Key } from '../../i18n';

export const REVIEW_KEYS: readonly (readonly [string, Key])[] = [
  ['a', 'review.key.accept'],
  ['r', 'review.key.reject'],
  ['e', 'review.key.reassign'],
  ['u', 'review.key.undo'],
  ['j ↓', 'review.key.next'],
  ['k ↑', 'review.key.previous'],
  ['← →', 'review.key.candidate'],
  ['b', 'review.key.bulk'],
];
