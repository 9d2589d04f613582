import type { MatchReason } from '../../lib/model/item';
import { tOr } from '../i18n';

/** What a reason says of a match: for it, against it, or only why nobody was linked without a person. */
export type ReasonSays = 'for' | 'against' | 'unsure';

/** A reason of the matcher as a sentence; `text` is the server's own, for one that this page does not know. */
export function reasonWords({ key, values = {}, text = key }: MatchReason & { text?: string }): string {
  return tOr(`reason.${key}`, text, values);
}

const FOR = /(?:Agrees?|Near|spelling|nickname|joined|short|cut|madeForCustomer)$/;
const AGAINST = /(?:Differs?|onlyAt\w+|noName|closed|InUse|alreadyLinked(?:To)?)$/;

export function reasonSays({ key }: Pick<MatchReason, 'key'>): ReasonSays {
  if (key.startsWith('matching.guard.')) return 'unsure';
  if (AGAINST.test(key)) return 'against';
  return FOR.test(key) ? 'for' : 'unsure';
}
