import type { Features } from './features';
import { nicknamesOf } from './given-names';
import { deletions, isAlike, isSpelling } from './spelling';
import { hash } from './text';

/** Lists longer than this tell nothing and are not read. */
const LONGEST_LIST = 200;
/** Candidates given for scoring. */
export const MAX_CANDIDATES = 12;
const MAX_SIMILAR_WORDS = 24;
const SHORTEST_SIMILAR = 4;
const PREFIX = 7;
/** Letters of a street's beginning, for finding it when its end is written badly. */
const STREET_START = 4;
/** Words of a name that make pairs; more would make many keys of a long name. */
const PAIRED_WORDS = 6;

/** Kinds of keys; a value under one never meets the same value under another. */
const KIND = {
  word: 1,
  deletion: 2,
  pair: 3,
  wordPostal: 4,
  initial: 5,
  joined: 6,
  phone: 7,
  email: 8,
  place: 9,
  housePostal: 10,
  streetPostal: 11,
  mailbox: 12,
  streetStart: 13,
};

/** Maps that the keys are spread over: one that holds them all would stop the process for as long as it grows. */
const SHARDS = 64;

/** One slot, or a list of them: most keys have one record only. */
type Posting = number | number[];

/**
 * Finds the customers worth comparing with an account, without comparing all: an inverted index from hashed keys
 * (words, pairs of words, phone, parts of the address, …) to slots. Two keys may share a hash: the score sorts it out.
 */
export class Blocking {
  private readonly postings = Array.from({ length: SHARDS }, () => new Map<number, Posting>());
  /** Hashed one-letter deletions of the words there are, for finding words written badly. */
  private readonly neighbours = new Map<number, string | string[]>();
  private readonly vocabulary = new Map<string, number>();
  private readonly slots: (Features | undefined)[] = [];
  private living = 0;
  private weights = new Float64Array(1024);
  /** Slots were given out in the order of the ids, so that comparing slots is comparing ids. */
  private inOrder = true;
  private lastKey = '';

  at(slot: number): Features {
    return this.slots[slot] as Features;
  }

  /** Slots ever given out. */
  get capacity(): number {
    return this.slots.length;
  }

  add(features: Features): number {
    const slot = this.slots.push(features) - 1;
    this.living += 1;
    this.inOrder &&= slot === 0 || this.lastKey < features.key;
    this.lastKey = features.key;
    for (const key of keysOf(features)) {
      const shard = this.shard(key);
      const posting = shard.get(key);
      if (posting === undefined) shard.set(key, slot);
      else if (typeof posting === 'number') shard.set(key, [posting, slot]);
      else posting.push(slot);
    }
    for (const word of wordsIn(features)) {
      const count = this.vocabulary.get(word);
      if (count === undefined) this.learn(word);
      this.vocabulary.set(word, (count ?? 0) + 1);
    }
    if (slot >= this.weights.length) {
      const larger = new Float64Array(this.weights.length * 2);
      larger.set(this.weights);
      this.weights = larger;
    }
    return slot;
  }

  remove(slot: number): void {
    const features = this.at(slot);
    for (const key of keysOf(features)) {
      const shard = this.shard(key);
      const posting = shard.get(key);
      if (posting === slot) shard.delete(key);
      else if (Array.isArray(posting)) {
        const at = posting.indexOf(slot);
        if (at >= 0) posting.splice(at, 1);
        if (posting.length === 0) shard.delete(key);
      }
    }
    for (const word of wordsIn(features)) this.vocabulary.set(word, (this.vocabulary.get(word) ?? 1) - 1);
    this.slots[slot] = undefined;
    this.living -= 1;
  }

  /** The best slots for an account by the weight of the keys they share, heaviest first, ties by id. */
  candidates(account: Features): number[] {
    const touched: number[] = [];
    const read = (key: number, factor: number) => {
      const posting = this.shard(key).get(key);
      if (posting === undefined) return;
      if (typeof posting === 'number') this.weigh(posting, this.rarity(1) * factor, touched);
      else if (posting.length <= LONGEST_LIST) {
        const weight = this.rarity(posting.length) * factor;
        for (const slot of posting) this.weigh(slot, weight, touched);
      }
    };
    this.readName(account, read);
    const { house, street, postal } = account.address;
    if (account.phone) read(hash(KIND.phone, account.phone.slice(-7)), 1);
    if (account.email) {
      read(hash(KIND.email, account.email), 1);
      read(hash(KIND.mailbox, mailboxOf(account.email)), 0.5);
    }
    if (house && street) read(hash(KIND.place, house, street), 1);
    if (house && postal) read(hash(KIND.housePostal, house, postal), 1);
    if (street && postal) read(hash(KIND.streetPostal, street, postal), 0.8);
    if (house && street.length >= STREET_START) read(hash(KIND.streetStart, house, street.slice(0, STREET_START)), 0.7);
    return this.heaviest(touched);
  }

  private readName(account: Features, read: (key: number, factor: number) => void): void {
    const { given, joined } = account.name;
    const postal = account.address.postal;
    const words = wordsIn(account);
    for (const word of words) {
      read(hash(KIND.word, word), 1);
      if (postal) read(hash(KIND.wordPostal, word, postal), 0.5);
      for (const similar of this.similarWords(word)) {
        read(hash(KIND.word, similar), 0.7);
        if (postal) read(hash(KIND.wordPostal, similar, postal), 0.4);
      }
    }
    for (const key of pairsOf(words)) read(key, 0.6);
    for (const nickname of nicknamesOf(given)) {
      for (const word of words) if (word !== given) read(pairKey(nickname, word), 0.5);
    }
    for (const key of initialsOf(words, given)) read(key, 0.4);
    if (joined.length >= PREFIX) read(hash(KIND.joined, joined.slice(0, PREFIX)), 0.6);
  }

  private shard(key: number): Map<number, Posting> {
    return this.postings[key % SHARDS] as Map<number, Posting>;
  }

  private rarity(length: number): number {
    return Math.log((this.living + 1000) / length);
  }

  private weigh(slot: number, weight: number, touched: number[]): void {
    const before = this.weights[slot] as number;
    if (before === 0) touched.push(slot);
    this.weights[slot] = before + weight;
  }

  private heaviest(touched: number[]): number[] {
    const best: number[] = [];
    const weights = this.weights;
    let least = 0;
    for (const slot of touched) {
      const weight = weights[slot] as number;
      if (weight < least) continue;
      let at = best.length;
      while (at > 0 && this.isHeavier(slot, weight, best[at - 1] as number)) at--;
      if (at === MAX_CANDIDATES) continue;
      best.splice(at, 0, slot);
      if (best.length > MAX_CANDIDATES) best.pop();
      if (best.length === MAX_CANDIDATES) least = weights[best[MAX_CANDIDATES - 1] as number] as number;
    }
    for (const slot of touched) weights[slot] = 0;
    return best;
  }

  private isHeavier(slot: number, weight: number, other: number): boolean {
    const difference = weight - (this.weights[other] as number);
    if (difference !== 0) return difference > 0;
    return this.inOrder ? slot < other : this.at(slot).key < this.at(other).key;
  }

  /** Words of the index that may be this word written badly, in a fixed order. */
  private similarWords(word: string): string[] {
    if (word.length < SHORTEST_SIMILAR) return [];
    const found = new Set<string>();
    for (const form of [word, ...deletions(word)]) {
      if (form !== word && this.vocabulary.get(form)) found.add(form);
      const near = this.neighbours.get(hash(KIND.deletion, form));
      if (typeof near === 'string') found.add(near);
      else if (near) for (const one of near) found.add(one);
    }
    found.delete(word);
    return [...found]
      .filter((other) => this.vocabulary.get(other) && (isSpelling(word, other) || isAlike(word, other)))
      .sort()
      .slice(0, MAX_SIMILAR_WORDS);
  }

  private learn(word: string): void {
    if (word.length < SHORTEST_SIMILAR || word.length > 40) return;
    for (const form of deletions(word)) {
      const key = hash(KIND.deletion, form);
      const near = this.neighbours.get(key);
      if (near === undefined) this.neighbours.set(key, word);
      else if (typeof near === 'string') this.neighbours.set(key, [near, word]);
      else near.push(word);
    }
  }
}

/** The distinct words of all the names of a record. */
function wordsIn({ name, others }: Features): string[] {
  return others.length === 0 ? name.words : [...new Set([name, ...others].flatMap((one) => one.words))];
}

function keysOf(features: Features): Set<number> {
  const { house, street, postal } = features.address;
  const { given, joined } = features.name;
  const words = wordsIn(features);
  const keys = new Set<number>([...pairsOf(words), ...initialsOf(words, given)]);
  for (const word of words) {
    keys.add(hash(KIND.word, word));
    if (postal) keys.add(hash(KIND.wordPostal, word, postal));
  }
  if (joined.length >= PREFIX) keys.add(hash(KIND.joined, joined.slice(0, PREFIX)));
  if (features.phone) keys.add(hash(KIND.phone, features.phone.slice(-7)));
  if (features.email) {
    keys.add(hash(KIND.email, features.email));
    keys.add(hash(KIND.mailbox, mailboxOf(features.email)));
  }
  if (house && street) keys.add(hash(KIND.place, house, street));
  if (house && street.length >= STREET_START) keys.add(hash(KIND.streetStart, house, street.slice(0, STREET_START)));
  if (house && postal) keys.add(hash(KIND.housePostal, house, postal));
  if (street && postal) keys.add(hash(KIND.streetPostal, street, postal));
  return keys;
}

const mailboxOf = (email: string) => email.slice(0, email.lastIndexOf('@'));

const pairKey = (a: string, b: string) => (a < b ? hash(KIND.pair, a, b) : hash(KIND.pair, b, a));

function pairsOf(words: string[]): number[] {
  const keys: number[] = [];
  const count = Math.min(words.length, PAIRED_WORDS);
  for (let i = 0; i < count; i++) {
    for (let j = i + 1; j < count; j++) keys.push(pairKey(words[i] as string, words[j] as string));
  }
  return keys;
}

function initialsOf(words: string[], given: string): number[] {
  if (!given) return [];
  return words.filter((word) => word !== given).map((word) => hash(KIND.initial, given.charAt(0), word));
}
