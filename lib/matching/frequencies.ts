import type { Address } from './address';
import type { Features } from './features';
import { COMMON_SURNAMES, isGivenName } from './given-names';
import { BUSINESS_WORDS } from './name-words';
import { hash } from './text';

/**
 * Records that the priors are worth: with few records, how rare a value is follows from what is known of names and
 * places in general; with many, from the records.
 */
const PRIOR_RECORDS = 2000;
const PRIOR = { word: 1 / 4000, given: 1 / 120, surname: 1 / 200, business: 1 / 60 };
const PRIOR_PLACE = { street: 1 / 600, postal: 1 / 200, house: 1 / 150, whole: 1 / 20_000 };
const CAP = { word: 9, street: 7, postal: 5, house: 4, place: 12, contact: 7 };
/** A phone or e-mail on more records of one side than this belongs to the dealer, an office or nobody. */
const SHARED_BY_MANY = 4;

/** A word that stands on so many records is no typing error. */
const ESTABLISHED = 6;
const MOSTLY = 0.6;
/** Records from which who is not in the lists may be taken for not being there. */
const FULL_LIST = 200;

type Counts = Map<string | number, number>;

/** How often values occur among the records of one side. */
export class SideCounts {
  records = 0;
  readonly words: Counts = new Map();
  /** Words where given names stand. */
  readonly givens: Counts = new Map();
  readonly streets: Counts = new Map();
  readonly postals: Counts = new Map();
  readonly houses: Counts = new Map();
  /** Whole places: house, street and town. */
  readonly places: Counts = new Map();
  readonly phones: Counts = new Map();
  readonly emails: Counts = new Map();

  /** `by` is 1 to add a record, -1 to take it away. */
  count(features: Features, by: 1 | -1): void {
    this.records += by;
    for (const word of features.name.words) change(this.words, word, by);
    if (features.name.given) change(this.givens, features.name.given, by);
    const { street, postal, house } = features.address;
    if (street) change(this.streets, street, by);
    if (postal) change(this.postals, postal, by);
    if (house) change(this.houses, house, by);
    if (house && street) change(this.places, placeKey(features.address), by);
    if (features.phone) change(this.phones, phoneKey(features.phone), by);
    if (features.email) change(this.emails, features.email, by);
  }
}

function change(counts: Counts, key: string | number, by: number): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}

const placeKey = ({ house, street, postal, city }: Address) => hash(1, `${house} ${street}`, postal || city);

/** By the last seven digits, so that a number without area code counts with its full form. */
const phoneKey = (phone: string) => hash(0, phone.slice(-7));

/** What agreeing on a value is worth: the less often it occurs on both sides, the more. In natural logarithms. */
export class Frequencies {
  constructor(
    private readonly left: SideCounts,
    private readonly right: SideCounts,
  ) {}

  get records(): number {
    return this.left.records + this.right.records;
  }

  wordCount(word: string): number {
    return (this.left.words.get(word) ?? 0) + (this.right.words.get(word) ?? 0);
  }

  /** A given name by the list of names, or by standing where given names stand, and mostly there. */
  isGivenName(word: string): boolean {
    if (isGivenName(word)) return true;
    const count = both(this.left.givens, this.right.givens, word);
    return count >= ESTABLISHED && count > MOSTLY * this.wordCount(word);
  }

  word(word: string): number {
    const prior = isGivenName(word)
      ? PRIOR.given
      : BUSINESS_WORDS.has(word)
        ? PRIOR.business
        : COMMON_SURNAMES.has(word)
          ? PRIOR.surname
          : PRIOR.word;
    return this.worth(this.wordCount(word), prior, CAP.word);
  }

  street(street: string): number {
    return this.worth(both(this.left.streets, this.right.streets, street), PRIOR_PLACE.street, CAP.street);
  }

  postal(postal: string): number {
    return this.worth(both(this.left.postals, this.right.postals, postal), PRIOR_PLACE.postal, CAP.postal);
  }

  house(house: string): number {
    return this.worth(both(this.left.houses, this.right.houses, house), PRIOR_PLACE.house, CAP.house);
  }

  /**
   * Agreeing on a whole place: rarer than its parts say, where all houses are in one street. The two that agree do not
   * count, so that a place of theirs alone is worth the most.
   */
  place(address: Address): number {
    const others = Math.max(0, both(this.left.places, this.right.places, placeKey(address)) - 2);
    return this.worth(others, PRIOR_PLACE.whole, CAP.place);
  }

  phone(phone: string): number {
    return this.worth(this.phoneSharers(phone), 0, CAP.contact);
  }

  email(email: string): number {
    return this.worth(this.emailSharers(email), 0, CAP.contact);
  }

  /**
   * No other record of either side is at either address: nobody else is known to live there. A short list knows too
   * little to say so.
   */
  isAlone(account: Address, customer: Address): boolean {
    if (this.records < FULL_LIST) return false;
    return [placeKey(account), placeKey(customer)].every(
      (key) => (this.left.places.get(key) ?? 0) <= 1 && (this.right.places.get(key) ?? 0) <= 1,
    );
  }

  /** Records of one side, the side with more of them, that have this phone. */
  phoneSharers(phone: string): number {
    const key = phoneKey(phone);
    return Math.max(this.left.phones.get(key) ?? 0, this.right.phones.get(key) ?? 0);
  }

  emailSharers(email: string): number {
    return Math.max(this.left.emails.get(email) ?? 0, this.right.emails.get(email) ?? 0);
  }

  private worth(count: number, prior: number, cap: number): number {
    const share = (count + prior * PRIOR_RECORDS) / (this.records + PRIOR_RECORDS);
    return Math.max(0.2, Math.min(cap, -Math.log(share)));
  }
}

function both(left: Counts, right: Counts, key: string | number): number {
  return (left.get(key) ?? 0) + (right.get(key) ?? 0);
}

/** A phone or e-mail that so many records of one side have says nothing about which of them it is. */
export function isSharedByMany(sharers: number): boolean {
  return sharers > SHARED_BY_MANY;
}
