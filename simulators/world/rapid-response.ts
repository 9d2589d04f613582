import { Random } from '../kit/random';
import { GIVEN, STRANGERS } from './names';
import type { WorldAddress, WorldCustomer, WorldName, WorldPerson } from './types';

/** Rapid Response's side of a site: one name as somebody typed it, and the code of its panel. */
export interface RapidResponseSite {
  name: string;
  type: 'R' | 'C' | 'CF' | 'E' | 'M';
  address: WorldAddress;
  phone: string;
  /** Blank: no device yet. */
  code: string;
  state: 'active' | 'pending' | 'cancelled' | 'incomplete';
  /** Also in the region's group. */
  regional: boolean;
  /** What a careful matcher makes of it; `skip`: no customer is made of it, and nobody is asked. */
  expect: 'link' | 'review' | 'create' | 'skip';
  /** Account number of the customer that it truly is. */
  customer: string | null;
  trap: string;
}

export interface RapidResponseWorld {
  sites: RapidResponseSite[];
  /** Without ids: Rev.io gives them. */
  customers: Omit<WorldCustomer, 'id'>[];
  /** Account numbers of the open customers that have no site. */
  withoutSite: string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** No word of these is anybody's in the CMS world. */
const SURNAMES = words(`
  Achterberg Bolingbroke Cantwell Dragomir Everhart Falkner Gutierrez Halvorsen Inoue Jorgensen Karlsson Lombardi Mbeki
  Nowicki Orlando Papadakis Quigley Rasmussen Sokolov Takahashi Ulrich Vasquez Weatherford Xiong Yoder Zielinski Ainsworth
  Bergstrom Carmichael Dubois Engstrom Fontaine Grimaldi Hendricks Ivanov Johansen Kimball Lefebvre Moriarty Novak
`);
const STRANGE_SURNAMES = words(`
  Adebayo Bhattacharya Cholmondeley Dzierzak Eyjolfsson Fthenakis Gwaltney Hrubesky Iwuchukwu Jayawardena Kjellberg
  Llewellyn Mxolisi Ngcobo Oyarzabal Pfeifer Qureshi Rzepka Schtolz Tchaikov Uchtdorf Vlahos Wrzesniak Xanthos Ybarra
  Zhuravlev Aguinaldo Bjerregaard Czajka Dvorak Etchegaray Fjordholm Ghirardi Hvidsten Ijeoma Juhasz Kwiatek Lkhagva
  Mpofu Nwosu Ocampo Pszczola Ruijters Sveinsson Tkachenko Ueshiba Vigfusson Wysocki Yevtushenko Zubrowka Bjornstad
  Ciszewski Drzewiecki Fraaije Gyllenhaal Hjelmqvist Odhiambo
`);
const BUSINESS = words(`
  Aurora Bonfire Cascade Dynamo Eclipse Falcon Galaxy Horizon Icarus Jubilee Kodiak Lantern Mammoth Nimbus Obsidian Phoenix
  Quantum Redwood Saturn Titan Uptown Voyager Wildcat Xenon Yukon Zodiac Anchor Beacon Compass Diamond Emerald Fortress
`);
const STRANGE_BUSINESS = words(`
  Aardvark Bumblebee Chinchilla Dragonfly Earwig Ferret Gopher Hippo Iguana Jellyfish Koala Lemur Marmot Nuthatch Opossum
  Platypus Quail Rhino Stingray Toucan Umbrellabird Viper Wombat Xerus Yellowjacket Zorilla Alpaca Beluga Caribou Dingo
  Egret Finch Gibbon Heron Impala Jaguar Kiwi Lynx Manatee Newt Otter Puffin Quetzal Robin Sloth Tortoise
  Unicorn Vicuna Weasel Aphid Bison Cricket Donkey Emu Frog Goshawk Hamster Ibis
`);
const TRADES = words(
  'Autobody Bicycles Cleaners Dialysis Eyewear Freight Gymnastics Hobbies Imaging Janitorial Kitchens',
);
const STREETS = words('Prospect Franklin Jackson Monroe Lincoln Garfield Harding Taft McKinley Hayes Grant Tyler Polk');
const STRANGE_TRADES = words('Aquariums Barbers Chimneys Drywall Embroidery Fencing Glassworks Harpsichords Ironing');
const STRANGE_STREETS = words(
  'Cobbler Drover Fuller Glover Hooper Kiln Lorimer Mason Rook Saddler Thatcher Wheelwright',
);
const TOWNS = [
  { city: 'Mocksburg', zip: '44901' },
  { city: 'Pretend Heights', zip: '44902' },
  { city: 'West Imaginary', zip: '44903' },
  { city: 'Stubfield', zip: '44904' },
] as const;

const COUNTS = { byNumber: 86, byName: 84, twins: 12, household: 8, borrowed: 4, strangers: 90 };
const OTHERS = { special: 6, cancelled: 8, incomplete: 2, pending: 3, regional: 10 };
const WITHOUT_SITE = { open: 25, closed: 7, prospect: 4, pending: 4 };

/**
 * 300 sites of a dealer of Rapid Response and the customers they belong to, with a known truth. It shares no surname,
 * business, street or town with the world of CMS, so that Rev.io can hold both.
 */
export function createRapidResponseWorld(seed = 7): RapidResponseWorld {
  return new Builder(new Random(seed)).build();
}

class Builder {
  readonly #sites: RapidResponseSite[] = [];
  readonly #customers: Omit<WorldCustomer, 'id'>[] = [];
  readonly #withoutSite: string[] = [];
  readonly #used = new Set<string>();
  #count = 0;

  constructor(private readonly random: Random) {}

  build(): RapidResponseWorld {
    this.#matched();
    this.#ambiguous();
    this.#borrowed();
    this.#alone();
    for (const status of ['open', 'closed', 'prospect', 'pending'] as const) {
      for (let n = 0; n < WITHOUT_SITE[status]; n += 1) {
        const number = this.#customer(this.#name(n), this.#address(), { status: STATUS[status] });
        if (status === 'open') this.#withoutSite.push(number);
      }
    }
    for (const site of this.#sites.filter(({ state }) => state === 'active').slice(0, OTHERS.pending))
      site.state = 'pending';
    for (const site of this.#sites.slice(20, 20 + OTHERS.regional)) site.regional = true;
    return {
      sites: this.random.shuffled(this.#sites),
      customers: this.random.shuffled(this.#customers),
      withoutSite: this.#withoutSite,
    };
  }

  #matched(): void {
    for (let n = 0; n < COUNTS.byNumber; n += 1) {
      const [name, address] = [this.#name(n), this.#address()];
      const customer = this.#customer(name, address);
      this.#site(typed(name, n), address, { code: customer, customer, expect: 'link', trap: 'same number' });
    }
    for (let n = 0; n < COUNTS.byName; n += 1) {
      const [name, address] = [this.#name(n), this.#address()];
      const customer = this.#customer(name, address);
      const elsewhere = { ...address, line1: n % 3 === 0 ? shortened(address.line1) : address.line1 };
      this.#site(typed(name, n), elsewhere, { customer, expect: 'link', trap: 'other number' });
    }
  }

  #ambiguous(): void {
    for (let n = 0; n < COUNTS.twins; n += 1) {
      const [name, address] = [this.#name(n), this.#address()];
      this.#customer(name, address);
      const customer = this.#customer(name, address);
      this.#site(typed(name, 0), address, { customer, expect: 'review', trap: 'two customers alike' });
    }
    for (let n = 0; n < COUNTS.household; n += 1) {
      const [person, address] = [this.#person(), this.#address()];
      const relative = {
        first: this.random.pick(GIVEN.filter((first) => first !== person.first)),
        middle: '',
        last: person.last,
      };
      this.#customer(relative, address);
      this.#site(typed(person, 0), address, { customer: null, expect: 'review', trap: 'another of the household' });
    }
  }

  /** The panel's code happens to be the account number of somebody else. */
  #borrowed(): void {
    for (let n = 0; n < COUNTS.borrowed; n += 1) {
      const code = this.#customer(this.#name(n), this.#address());
      const given = { code, customer: null, expect: 'review', trap: 'number of a stranger' } as const;
      this.#site(typed(this.#stranger(n), 0), this.#address(STRANGE_STREETS), given);
    }
  }

  #alone(): void {
    for (let n = 0; n < COUNTS.strangers; n += 1) {
      this.#site(typed(this.#stranger(n), n), this.#address(STRANGE_STREETS), {
        customer: null,
        expect: 'create',
        trap: 'nobody near',
      });
    }
    for (let n = 0; n < OTHERS.special; n += 1) {
      const type = n % 2 === 0 ? 'E' : 'M';
      const trap = type === 'E' ? 'elevator' : 'medical';
      this.#site(typed(this.#stranger(n), 0), this.#address(STRANGE_STREETS), {
        type,
        customer: null,
        expect: 'skip',
        trap,
      });
    }
    for (let n = 0; n < OTHERS.cancelled; n += 1) {
      const given = { state: 'cancelled', customer: null, expect: 'skip', trap: 'cancelled' } as const;
      this.#site(typed(this.#stranger(n), 0), this.#address(STRANGE_STREETS), given);
    }
    for (let n = 0; n < OTHERS.incomplete; n += 1) {
      const given = { state: 'incomplete', code: '', customer: null, expect: 'skip', trap: 'no device' } as const;
      this.#site(typed(this.#stranger(n), 0), this.#address(STRANGE_STREETS), given);
    }
  }

  #site(
    name: { text: string; person: boolean },
    address: WorldAddress,
    given: Pick<RapidResponseSite, 'customer' | 'expect' | 'trap'> & Partial<RapidResponseSite>,
  ): void {
    const n = this.#sites.length;
    this.#sites.push({
      name: name.text,
      type: name.person ? 'R' : n % 5 === 0 ? 'CF' : 'C',
      address,
      phone: `330${String(2_000_000 + n * 41).slice(-7)}`,
      code: `RR${String(n + 1).padStart(5, '0')}`,
      state: 'active',
      regional: false,
      ...given,
    });
  }

  /** @returns its account number */
  #customer(name: WorldName, address: WorldAddress, given: Partial<WorldCustomer> = {}): string {
    this.#count += 1;
    const accountNumber = `R${String(60_000 + this.#count * 7)}`;
    this.#customers.push({
      accountNumber,
      name,
      address,
      status: 'OPEN',
      email: '',
      sharedAddress: false,
      isParent: false,
      contacts: [],
      ...given,
    });
    return accountNumber;
  }

  #name(n: number): WorldName {
    return n % 2 === 0 ? this.#company() : this.#person();
  }

  #company(): WorldName {
    return this.#fresh(() => ({ company: `${this.random.pick(BUSINESS)} ${this.random.pick(TRADES)}` }));
  }

  #person(): WorldPerson {
    return this.#fresh(() => ({ first: this.random.pick(GIVEN), middle: '', last: this.random.pick(SURNAMES) }));
  }

  /** Nobody shares a word with one of these. */
  #stranger(n: number): WorldName {
    return n % 2 === 0
      ? { company: `${this.#once(STRANGE_BUSINESS)} ${this.random.pick(STRANGE_TRADES)}` }
      : { first: this.random.pick(STRANGERS.given), middle: '', last: this.#once(STRANGE_SURNAMES) };
  }

  #once(list: readonly string[]): string {
    const left = list.filter((word) => !this.#used.has(word));
    const word = left.length ? this.random.pick(left) : `${this.random.pick(list)}${this.#used.size}`;
    this.#used.add(word);
    return word;
  }

  #address(streets: readonly string[] = STREETS): WorldAddress {
    const town = this.random.pick(TOWNS);
    return this.#fresh(() => ({
      line1: `${this.random.between(1, 997)} ${this.random.pick(streets)} Street`,
      line2: '',
      city: town.city,
      state: 'OH',
      zip: town.zip,
    }));
  }

  #fresh<T extends object>(make: () => T): T {
    for (;;) {
      const made = make();
      const key = JSON.stringify(made);
      if (this.#used.has(key)) continue;
      this.#used.add(key);
      return made;
    }
  }
}

const STATUS = { open: 'OPEN', closed: 'CLOSED', prospect: 'PROSPECT', pending: 'PENDING' } as const;

/** As operators of a station type it: people now and then by the last name, in capitals. */
function typed(name: WorldName, n: number): { text: string; person: boolean } {
  if ('company' in name) return { text: n % 4 === 2 ? `${name.company} LLC` : name.company, person: false };
  const text = n % 4 === 1 ? `${name.last}, ${name.first}`.toUpperCase() : `${name.first} ${name.last}`;
  return { text, person: true };
}

function shortened(line1: string): string {
  return line1.replace(/ Street$/, ' St');
}
