import type { MatchReason } from '../../lib/model/item';
import { tOr } from '../i18n';

/** A reason of the matcher as a sentence; `text` is the server's own, for one that this page does not know. */
export function reasonWords({ key, values = {}, text = key }: MatchReason & { text?: string }): string {
  return tOr(`reason.${key}`, text, values);
}
