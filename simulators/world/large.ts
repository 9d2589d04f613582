import { Random } from './../kit/random';
import { BUSINESS_WORDS, GIVEN, STATE, STREETS, SURNAMES, TOWNS, TRADES } from './names';
import type { World, WorldContact, WorldCustomer, WorldSite } from './types';

export interface LargeOptions {
  /** Linked pairs. */
  n: number;
  /** One contact on both sides of each pair. */
  contacts?: boolean;
  /** Two systems at each site: the station lists a site once for each. */
  twoSystems?: boolean;
}

/** Pairs whose two sides say the same under every comparison: a world in which there is nothing to do. */
export function createLarge({
  n,
  contacts = false,
  twoSystems = false,
}: LargeOptions): Pick<World, 'sites' | 'customers'> {
  const random = new Random(n);
  const sites: WorldSite[] = [];
  const customers: WorldCustomer[] = [];
  for (let index = 0; index < n; index += 1) {
    const town = random.pick(TOWNS);
    const line1 = `${index + 1} ${random.pick(STREETS)} St`;
    const address = { line1, line2: '', city: town.city, state: STATE, zip: town.zip };
    const business = index % 2 === 0;
    const company = `${random.pick(BUSINESS_WORDS)} ${random.pick(TRADES)} ${index}`;
    const person = { first: random.pick(GIVEN), middle: '', last: random.pick(SURNAMES) };
    const contact: WorldContact = {
      name: `${person.first} ${person.last}`,
      phones: [{ type: 'CL', number: `555${String(index).padStart(7, '0')}` }],
      email: '',
      title: '',
    };
    const listed = contacts ? [contact] : [];
    sites.push({
      id: String(100_000_001 + index),
      name: business ? company : `${person.last}, ${person.first}`.toUpperCase(),
      address,
      phone: `555${String(index).padStart(7, '0')}`,
      kind: business ? 'business' : 'residential',
      status: 'A',
      numbers: ['L', ...(twoSystems ? ['M'] : [])].map((letter) => `${letter}${String(index).padStart(7, '0')}`),
      contacts: listed,
    });
    customers.push({
      id: String(1000 + index),
      accountNumber: String(1_000_000 + index),
      name: business ? { company } : person,
      address,
      status: 'OPEN',
      email: '',
      sharedAddress: false,
      isParent: false,
      contacts: listed,
    });
  }
  return { sites, customers };
}
