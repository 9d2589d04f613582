import type { WorldAddress, WorldName, WorldPerson } from './types';

/** The ways in which two offices write the same thing. */

export function isPerson(name: WorldName): name is WorldPerson {
  return 'last' in name;
}

/** `Mary T Lopez`. */
export function plainName(name: WorldName): string {
  return isPerson(name) ? [name.first, name.middle, name.last].filter(Boolean).join(' ') : name.company;
}

/** `Lopez, Mary T`; a mark such as `Jr` stays with the surname. */
export function lastFirst(name: WorldPerson): string {
  return `${name.last}, ${[name.first, name.middle].filter(Boolean).join(' ')}`;
}

export function withAnd(company: string): string {
  return company.replace(' & ', ' and ');
}

/** Swaps two letters that stand together, near the middle: the slip of a finger. */
export function withTypo(word: string): string {
  let at = Math.floor(word.length / 2);
  while (at > 1 && word[at] === word[at + 1]) at -= 1;
  return `${word.slice(0, at)}${word[at + 1] ?? ''}${word[at] ?? ''}${word.slice(at + 2)}`;
}

const SHORT_FORMS: readonly [string, string][] = [
  ['Street', 'St'],
  ['Avenue', 'Ave'],
  ['Road', 'Rd'],
  ['Lane', 'Ln'],
  ['Boulevard', 'Blvd'],
  ['Drive', 'Dr'],
  ['North', 'N'],
  ['South', 'S'],
  ['Suite', 'Ste'],
];

/** `10 North Chestnut Street` -> `10 N Chestnut St`. */
export function abbreviated(address: WorldAddress): WorldAddress {
  const short = (text: string) =>
    SHORT_FORMS.reduce((written, [long, brief]) => written.replace(new RegExp(`\\b${long}\\b`), brief), text);
  return { ...address, line1: short(address.line1), line2: short(address.line2) };
}

export function upperCased(address: WorldAddress): WorldAddress {
  return {
    line1: address.line1.toUpperCase(),
    line2: address.line2.toUpperCase(),
    city: address.city.toUpperCase(),
    state: address.state.toUpperCase(),
    zip: address.zip,
  };
}
