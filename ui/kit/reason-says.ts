import type { MatchReason } from '../../lib/model/item';

/** What a reason says of a match: for it, against it, or only why nobody was linked without a person. */
export type ReasonSays = 'for' | 'against' | 'unsure';

const FOR = /(?:Agrees?|Near|spelling|nickname|joined|short|cut|madeForCustomer)$/;
const AGAINST = /(?:Differs?|onlyAt\w+|noName|closed|InUse|alreadyLinked(?:To)?)$/;

export function reasonSays({ key }: Pick<MatchReason, 'key'>): ReasonSays {
  if (key.startsWith('matching.guard.')) return 'unsure';
  if (AGAINST.test(key)) return 'against';
  return FOR.test(key) ? 'for' : 'unsure';
}
