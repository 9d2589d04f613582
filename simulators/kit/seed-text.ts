/** Pairs in which nothing is to be done, for measuring. */
export interface LargeSeed {
  large: number;
  /** One contact on both sides of each pair. */
  contacts?: boolean;
  /** CMS: each site has two systems, so the list has two rows for it. */
  twoSystems?: boolean;
  /** With the key links there already. Default true. */
  linked?: boolean;
}

export type NamedSeed = 'empty' | 'small' | 'match';
export type Seed = NamedSeed | LargeSeed;

/** `empty`, `small`, `match`, `large:10000`, `large:10000,contacts`, `large:10000,contacts,two-systems`, `large:10000,unlinked`. */
export function parseSeed(text: string): Seed {
  if (text === 'empty' || text === 'small' || text === 'match') return text;
  const large = /^large:(\d+)((?:,(?:contacts|two-systems|unlinked))*)$/.exec(text);
  if (!large) throw new Error(`There is no seed '${text}': use empty, small, match or large:10000`);
  const options = large[2] ?? '';
  return {
    large: Number(large[1]),
    contacts: options.includes('contacts'),
    twoSystems: options.includes('two-systems'),
    linked: !options.includes('unlinked'),
  };
}
