import type { MatchRecord } from '../../lib/matching';
import * as words from './dealer-words';

/** A generated dealer's world: both lists, and which customers are an account's own. */
export interface DealerWorld {
  accounts: MatchRecord[];
  customers: MatchRecord[];
  /** Accounts that have a counterpart, with all of them. */
  truth: Map<string, Set<string>>;
  /** What is unkind about an account's pair: `household`, `cut`, …; for saying where a matcher goes wrong. */
  traps: Map<string, string[]>;
}

/** A generator of numbers in [0, 1), the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Place {
  house: number;
  street: string;
  type: number;
  unit: string;
  city: number;
  postal: number;
}

/** One true customer, before either system has written it down. */
interface Entity {
  company: boolean;
  given: string;
  middle: string;
  surname: string;
  suffix: string;
  /** Of a business: the name without legal form. */
  title: string;
  place: Place;
  phone: string;
  email: string;
  traps: string[];
}

const DEALER_PHONE = '(800) 555-4000';
const DEALER_EMAIL = 'office@bestalarms.com';

/**
 * About `size` accounts and as many customers. A tenth of the accounts have no customer, a tenth of the customers no
 * account. The same seed gives the same world.
 */
export function dealerWorld(size: number, seed = 1): DealerWorld {
  return new Generator(size, seed).world();
}

class Generator {
  private readonly next: () => number;
  private readonly out: DealerWorld = { accounts: [], customers: [], truth: new Map(), traps: new Map() };
  private count = 0;

  constructor(
    private readonly size: number,
    seed: number,
  ) {
    this.next = random(seed);
  }

  world(): DealerWorld {
    while (this.count < this.size) {
      const kind = this.next();
      if (kind < 0.55) this.household();
      else if (kind < 0.62) this.chain();
      else if (kind < 0.66) this.umbrella();
      else if (kind < 0.68) this.sameNameChurches();
      else if (kind < 0.7) this.rareNamesakes();
      else if (kind < 0.705) this.foreign();
      else this.write(this.business());
    }
    this.shuffle(this.out.accounts);
    this.shuffle(this.out.customers);
    return this.out;
  }

  private household(): void {
    const place = this.place(this.chance(0.12));
    const surname = this.surname();
    const phone = this.phone();
    const email = this.chance(0.5) ? this.email(surname) : '';
    const members = this.pick([1, 1, 1, 1, 2, 2, 3, 4]);
    const used = new Set<string>();
    for (let i = 0; i < members; i++) {
      const given = this.pick(words.GIVEN);
      if (used.has(given)) continue;
      used.add(given);
      const middle = this.chance(0.2) ? 'ABCDEFGHJKLMRST'.charAt(this.below(15)) : '';
      const trap = members > 1 ? ['household'] : [];
      this.write({ company: false, given, middle, surname, suffix: '', title: '', place, phone, email, traps: trap });
      if (this.chance(0.02)) {
        const elder = { company: false, given, middle, surname, title: '', place, phone, email, traps: ['generation'] };
        this.write({ ...elder, suffix: this.pick(['Jr', 'Sr', 'II']) });
      }
    }
    if (this.chance(0.02)) {
      const tenant = { given: this.pick(words.GIVEN), surname: this.surname(), phone: this.phone(), email: '' };
      this.writeAccount({ company: false, middle: '', suffix: '', title: '', place, ...tenant, traps: ['new tenant'] });
    }
  }

  private chain(): void {
    const name = this.pick(words.CHAINS);
    const first = 100 + this.below(9000);
    const shared = this.chance(0.3) ? this.phone() : '';
    const branches = 2 + this.below(5);
    for (let i = 0; i < branches; i++) {
      const title = this.chance(0.7) ? `${name} #${first + i}` : name;
      this.write({ ...this.business(title), phone: shared || this.phone(), traps: ['chain'] });
    }
  }

  private umbrella(): void {
    const whole = `${this.pick(words.BUSINESS_STARTS)} ${this.pick(words.SURNAME_STARTS)} ${this.pick(['School District', 'Properties', 'Medical Group'])}`;
    const phone = this.phone();
    const place = this.place(false);
    this.write({ ...this.business(whole), phone, place, traps: ['umbrella'] });
    for (const site of words.SITES.filter(() => this.chance(0.4))) {
      const own = this.chance(0.7) ? this.place(false) : place;
      this.write({ ...this.business(`${whole} ${site}`), phone, place: own, traps: ['umbrella'] });
    }
  }

  private sameNameChurches(): void {
    this.write({ ...this.business(this.pick(words.CHURCHES)), traps: ['same name'] });
  }

  private rareNamesakes(): void {
    const given = this.pick(words.GIVEN);
    const surname = this.rareSurname();
    for (let i = 0; i < 2; i++) {
      const own = { place: this.place(false), phone: this.phone(), email: '' };
      this.write({ company: false, given, middle: '', surname, suffix: '', title: '', ...own, traps: ['namesake'] });
    }
  }

  private foreign(): void {
    const title = this.pick(words.OTHER_SCRIPTS);
    this.write({ ...this.business(title), traps: ['other script'] });
  }

  private business(title = this.businessName()): Entity {
    const place = this.place(this.chance(0.15));
    const email = this.chance(0.4) ? this.email(title.split(' ')[0] as string) : '';
    return {
      company: true,
      given: '',
      middle: '',
      surname: '',
      suffix: '',
      title,
      place,
      phone: this.phone(),
      email,
      traps: [],
    };
  }

  private businessName(): string {
    const start = this.chance(0.5) ? this.pick(words.BUSINESS_STARTS) : `${this.surname()}'s`;
    return `${start} ${this.pick(words.TRADES)}${this.chance(0.3) ? ` ${this.pick(['Services', 'Center', 'Group', 'Associates'])}` : ''}`;
  }

  /** Writes the entity down on one side or on both, each in its own way. */
  private write(entity: Entity): void {
    const side = this.next();
    if (side < 0.1) this.writeAccount(entity);
    else if (side < 0.2) this.writeCustomer(entity);
    else {
      const customers = [this.writeCustomer(entity)];
      if (this.chance(0.01)) {
        customers.push(this.writeCustomer(entity));
        entity.traps.push('double');
      }
      const account = this.writeAccount(entity);
      this.out.truth.set(account, new Set(customers));
    }
  }

  private writeCustomer(entity: Entity): string {
    const id = `c${this.out.customers.length}`;
    const record: MatchRecord = { id, address: this.address(entity.place) };
    if (entity.company) {
      record.companyName = `${entity.title}${this.pick(words.LEGAL)}`;
      record.name = record.companyName;
    } else {
      record.firstName = entity.given;
      record.lastName = `${entity.surname}${entity.suffix ? ` ${entity.suffix}` : ''}`;
      record.name = [entity.given, entity.middle, record.lastName].filter(Boolean).join(' ');
    }
    this.contact(record, entity);
    if (record.address && this.chance(0.03))
      record.address = { ...record.address, line1: `PO Box ${this.below(900) + 10}` };
    this.out.customers.push(record);
    return id;
  }

  private writeAccount(entity: Entity): string {
    const id = `a${this.out.accounts.length}`;
    const traps = [...entity.traps];
    const record: MatchRecord = { id, address: this.address(entity.place) };
    record.name = entity.company ? this.writtenBusiness(entity, traps) : this.writtenPerson(entity, traps);
    if (this.chance(0.03)) record.name = this.trapped(traps, 'typo', this.typo(record.name));
    if (this.chance(0.1)) {
      const width = this.pick([20, 28]);
      if (record.name.length > width) record.name = this.trapped(traps, 'cut', record.name.slice(0, width).trim());
    }
    if (this.chance(0.4)) record.name = record.name.toUpperCase();
    if (this.chance(0.005)) record.name = this.trapped(traps, 'no name', '');
    this.contact(record, entity);
    if (this.chance(0.03)) record.address = this.trapped(traps, 'moved', this.address(this.place(false)));
    if (this.chance(0.03)) {
      delete record.address;
      traps.push('no address');
    }
    this.count++;
    this.out.accounts.push(record);
    this.out.traps.set(id, traps);
    return id;
  }

  private writtenPerson({ given, middle, surname, suffix }: Entity, traps: string[]): string {
    let first = given;
    const way = this.next();
    if (way < 0.05 && words.NICKNAMES[given]) first = this.trapped(traps, 'nickname', words.NICKNAMES[given] as string);
    else if (way < 0.08) first = this.trapped(traps, 'initial', given.charAt(0));
    else if (way < 0.11) first = this.trapped(traps, 'couple', `${given} & ${this.pick(words.GIVEN)}`);
    const last = suffix ? `${surname} ${suffix}` : surname;
    const middles = middle && this.chance(0.5) ? ` ${middle}` : '';
    return this.chance(0.4) ? `${last}, ${first}${middles}` : `${first}${middles} ${last}`;
  }

  private writtenBusiness({ title }: Entity, traps: string[]): string {
    let name = title;
    if (this.chance(0.3))
      name = name
        .replace('Services', 'Svcs')
        .replace('Center', 'Ctr')
        .replace('Associates', 'Assoc')
        .replace('Church', 'Ch');
    if (this.chance(0.02)) return this.trapped(traps, 'dba', `${this.surname()} Holdings LLC dba ${name}`);
    return `${name}${this.pick(words.LEGAL)}`;
  }

  private contact(record: MatchRecord, entity: Entity): void {
    const phone = this.next();
    if (phone < 0.75) record.phone = this.chance(0.5) ? entity.phone : entity.phone.replace(/\D/g, '');
    else if (phone < 0.79) record.phone = this.pick(['000-000-0000', '999-999-9999', DEALER_PHONE]);
    const email = this.next();
    if (email < 0.7 && entity.email) record.email = entity.email;
    else if (email > 0.95) record.email = this.pick(['none@none.com', 'noemail@noemail.com', DEALER_EMAIL]);
  }

  private address(place: Place): NonNullable<MatchRecord['address']> {
    const [city, state] = words.CITIES[place.city] as [string, string, number];
    const type = (words.STREET_TYPES[place.type] as [string, string])[this.below(2)] as string;
    const inLine = this.chance(0.5);
    const line1 = `${place.house} ${place.street} ${type}${place.unit && inLine ? ` ${place.unit}` : ''}`;
    const line2 = place.unit && !inLine && this.chance(0.8) ? place.unit : '';
    const postalCode = this.chance(0.03) ? '' : String(place.postal).padStart(5, '0');
    return { line1: this.chance(0.02) ? this.typo(line1) : line1, line2, city, state, postalCode };
  }

  private place(shared: boolean): Place {
    const city = this.below(words.CITIES.length);
    const postal = (words.CITIES[city] as [string, string, number])[2] + this.below(20);
    const house = shared ? 100 * (1 + this.below(9)) : 1 + this.below(9900);
    const unit = shared ? this.pick(['Apt ', '#', 'Unit ']) + (1 + this.below(40)) : '';
    return { house, street: this.pick(words.STREETS), type: this.below(words.STREET_TYPES.length), unit, city, postal };
  }

  private surname(): string {
    return this.chance(0.45) ? this.pick(words.COMMON_SURNAMES) : this.rareSurname();
  }

  private rareSurname(): string {
    return this.pick(words.SURNAME_STARTS) + this.pick(words.SURNAME_ENDS);
  }

  private phone(): string {
    return `(${200 + this.below(700)}) ${200 + this.below(700)}-${1000 + this.below(9000)}`;
  }

  private email(start: string): string {
    return `${start.toLowerCase().replace(/[^a-z]/g, '')}${this.below(999)}@${this.pick(['gmail.com', 'yahoo.com', 'aol.com'])}`;
  }

  /** One letter left out, doubled, replaced, or swapped with the next. */
  private typo(text: string): string {
    const at = 1 + this.below(Math.max(1, text.length - 2));
    const [before, letter, after] = [text.slice(0, at), text.charAt(at), text.slice(at + 1)];
    return this.pick([
      before + after,
      before + letter + letter + after,
      `${before}e${after}`,
      before + after.charAt(0) + letter + after.slice(1),
    ]);
  }

  private trapped<T>(traps: string[], name: string, value: T): T {
    traps.push(name);
    return value;
  }

  private chance(share: number): boolean {
    return this.next() < share;
  }

  private below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  private pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  private shuffle<T>(list: T[]): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [list[i], list[j]] = [list[j] as T, list[i] as T];
    }
  }
}
