/** Pairs in which nothing is to be done, for measuring. */
export interface LargeSeed {
  large: number;
  /** One contact on both sides of each pair. */
  contacts?: boolean;
  /** CMS: each site has two systems, so the list has two rows for it. */
  twoSystems?: boolean;
  /** With the key links there already. Default true. */
  linked?: boolean;
  /** Rev.io: whose the key links are. Default CMS. */
  rapidResponse?: boolean;
}

/** Rev.io alone knows `rapid-response`, the customers of its world, and `demo`, those of both worlds. */
export type NamedSeed = 'empty' | 'small' | 'match' | 'rapid-response' | 'demo';
const NAMED: readonly string[] = ['empty', 'small', 'match', 'rapid-response', 'demo'] satisfies NamedSeed[];
export type Seed = NamedSeed | LargeSeed;

/** `match`, or `large:10000` and after it, each behind a comma, `contacts`, `two-systems`, `unlinked`, `rapid-response`. */
export function parseSeed(text: string): Seed {
  if (NAMED.includes(text)) return text as NamedSeed;
  const large = /^large:(\d+)((?:,(?:contacts|two-systems|unlinked|rapid-response))*)$/.exec(text);
  if (!large) throw new Error(`There is no seed '${text}': use ${NAMED.join(', ')} or large:10000`);
  const options = large[2] ?? '';
  return {
    large: Number(large[1]),
    contacts: options.includes('contacts'),
    twoSystems: options.includes('two-systems'),
    linked: !options.includes('unlinked'),
    rapidResponse: options.includes('rapid-response'),
  };
}
