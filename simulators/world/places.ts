import type { Random } from '../kit/random';
import { BUSINESS_WORDS, GIVEN, STATE, STRANGERS, STREETS, SURNAMES, TOWNS, type Town, TRADES } from './names';
import type { WorldAddress, WorldPerson } from './types';

const STREET_TYPES = ['Street', 'Avenue', 'Road', 'Lane', 'Boulevard', 'Drive'];

/** Hands out people, businesses, places and phones, none of them twice. */
export class Supply {
  readonly random: Random;
  readonly #used = new Set<string>();
  #phones = 0;

  constructor(random: Random) {
    this.random = random;
  }

  person(surname?: string): WorldPerson {
    return this.#fresh(
      () => ({ first: this.random.pick(GIVEN), middle: '', last: surname ?? this.random.pick(SURNAMES) }),
      (person) => `${person.first} ${person.last}`,
    );
  }

  business(): string {
    return this.#fresh(
      () => `${this.random.pick(BUSINESS_WORDS)} ${this.random.pick(TRADES)}`,
      (name) => name,
    );
  }

  /** Whole words are used once: nobody has a part of it. */
  strangeSurname(): string {
    return this.#fresh(
      () => this.random.pick(STRANGERS.surnames),
      (name) => name,
    );
  }

  strangePerson(): WorldPerson {
    return { first: this.random.pick(STRANGERS.given), middle: '', last: this.strangeSurname() };
  }

  strangeBusiness(): string {
    const word = this.#fresh(
      () => this.random.pick(STRANGERS.business),
      (name) => name,
    );
    return `${word} ${this.random.pick(STRANGERS.trades)}`;
  }

  town(): Town {
    return this.random.pick(TOWNS);
  }

  address(town: Town = this.town(), streets: readonly string[] = STREETS): WorldAddress {
    const line1 = this.#fresh(
      () => {
        const direction = this.random.chance(0.25) ? `${this.random.pick(['North', 'South'])} ` : '';
        const street = `${this.random.pick(streets)} ${this.random.pick(STREET_TYPES)}`;
        return `${this.random.between(1, 998)} ${direction}${street}`;
      },
      // A house number and a street name are somebody's for good, whatever the type, direction and town.
      (line) => line.replace(/North |South /, '').replace(/ \w+$/, ''),
    );
    const zip = this.random.chance(0.1) ? `${town.zip}-${this.random.between(1000, 9999)}` : town.zip;
    return { line1, line2: '', city: town.city, state: STATE, zip };
  }

  strangeAddress(): WorldAddress {
    return this.address(this.town(), STRANGERS.streets);
  }

  /** Ten digits of the range that is kept for fiction. */
  phone(): string {
    this.#phones += 1;
    return `555${String(1_000_000 + this.#phones * 37).slice(-7)}`;
  }

  #fresh<T>(make: () => T, key: (made: T) => string): T {
    for (let tries = 0; tries < 10_000; tries += 1) {
      const made = make();
      if (this.#used.has(key(made))) continue;
      this.#used.add(key(made));
      return made;
    }
    throw new Error('The world has no more names or places: make the lists longer');
  }
}
