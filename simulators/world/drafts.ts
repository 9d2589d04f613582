import type { Supply } from './places';
import { isPerson, lastFirst, plainName } from './spelling';
import type {
  PlantedDifference,
  Truth,
  WorldAddress,
  WorldContact,
  WorldCustomer,
  WorldName,
  WorldPerson,
  WorldSite,
} from './types';

/** Sites and customers before they have numbers, and what is known of them. */

export type SiteDraft = Omit<WorldSite, 'id' | 'numbers'> & { systems: number };
export type CustomerDraft = Omit<WorldCustomer, 'id' | 'accountNumber' | 'parentId'> & { parent?: CustomerDraft };

export interface Case {
  site: SiteDraft;
  customer: CustomerDraft | null;
  expect: Truth['expect'];
  trap: string;
}

export type DraftDifference = Omit<PlantedDifference, 'accountId' | 'customerId'> & {
  site: SiteDraft;
  customer: CustomerDraft;
};

/** Collects the world while scenarios add to it. */
export class Drafts {
  readonly supply: Supply;
  readonly sites: SiteDraft[] = [];
  readonly customers: CustomerDraft[] = [];
  readonly cases: Case[] = [];
  readonly differences: DraftDifference[] = [];
  readonly unmonitored: CustomerDraft[] = [];

  constructor(supply: Supply) {
    this.supply = supply;
  }

  site(name: WorldName, address: WorldAddress, changes: Partial<SiteDraft> = {}): SiteDraft {
    const draft: SiteDraft = {
      name: isPerson(name) ? lastFirst(name).toUpperCase() : plainName(name),
      address,
      phone: this.supply.phone(),
      kind: isPerson(name) ? 'residential' : 'business',
      status: 'A',
      systems: 1,
      contacts: this.#contacts(name),
      ...changes,
    };
    this.sites.push(draft);
    return draft;
  }

  customer(name: WorldName, address: WorldAddress, changes: Partial<CustomerDraft> = {}): CustomerDraft {
    const { random } = this.supply;
    const draft: CustomerDraft = {
      name,
      address,
      status: 'OPEN',
      email: '',
      sharedAddress: false,
      isParent: false,
      contacts: random.chance(0.15) ? [this.#contact(this.supply.person(), 'Bookkeeper')] : [],
      ...(random.chance(0.25) ? { poBox: `PO Box ${random.between(100, 9999)}` } : {}),
      ...changes,
    };
    this.customers.push(draft);
    return draft;
  }

  know(site: SiteDraft, customer: CustomerDraft | null, expect: Truth['expect'], trap: string): void {
    this.cases.push({ site, customer, expect, trap });
  }

  /** About one a site, on the average. */
  #contacts(name: WorldName): WorldContact[] {
    const { random } = this.supply;
    const count = random.chance(0.3) ? 0 : random.chance(0.65) ? 1 : 2;
    const own = isPerson(name) && !name.first.includes('&') ? name : undefined;
    return Array.from({ length: count }, (_, index) =>
      index === 0 && own ? this.#contact(own, '') : this.#contact(this.supply.person(), index === 0 ? '' : 'Keyholder'),
    );
  }

  #contact(person: WorldPerson, title: string): WorldContact {
    const { random } = this.supply;
    const phones: WorldContact['phones'] = [{ type: random.pick(['HM', 'WK', 'CL']), number: this.supply.phone() }];
    if (phones[0]?.type !== 'CL' && random.chance(0.4)) phones.push({ type: 'CL', number: this.supply.phone() });
    const mailbox = `${person.first}.${person.last}`.toLowerCase().replace(/[^a-z.]/g, '');
    return { name: plainName(person), phones, email: random.chance(0.5) ? `${mailbox}@example.com` : '', title };
  }
}
