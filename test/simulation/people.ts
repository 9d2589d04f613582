import type { TwoWayField } from '../../lib/model/compare';
import type { Side } from '../../lib/sync/pair';
import type { Dealer } from './dealers';
import type { Entry } from './history';
import type { Rules } from './rules';
import type { Oracle } from './watch';

const NAMES = [
  'Ash Dental',
  'Birch Bakery',
  'Cedar Cycles',
  'Dogwood Diner',
  'Elm Electric',
  'Fir Florist',
  'Gum Garage',
  'Hazel Hardware',
  'Ivy Imports',
  'Juniper Jewels',
  'Kapok Kitchens',
  'Larch Law',
];
const STATES = [
  'NY',
  'NJ',
  'MN',
  'TX',
  'OH',
  'CA',
  'WA',
  'FL',
  'GA',
  'ME',
  'VT',
  'UT',
  'NV',
  'OR',
  'ID',
  'IA',
  'IL',
  'IN',
];
const MOST_RECORDS = 8;

/** The dealer's billing clerks and the station's operators, at their own screens. */
export class People {
  #edits = 0;
  #entered = 0;

  constructor(
    private readonly dealer: Dealer,
    private readonly oracle: Oracle,
    private readonly rules: Rules,
    private readonly tell: (line: string) => void,
  ) {}

  enter(what: Entry): void {
    if (this.dealer.siteIds().length + this.dealer.customerIds().length > MOST_RECORDS) return;
    const n = this.#entered;
    this.#entered += 1;
    const name = NAMES[n % NAMES.length] ?? '';
    const seed = { name: n < NAMES.length ? name : `${name} ${n}`, line1: `${n + 11} ${name.split(' ')[0]} St` };
    const household = what === 'household';
    if (what !== 'customer') this.dealer.enterSite({ ...seed, number: `A${100 + n}` }, household);
    const [first = '', last = ''] = seed.name.split(' ');
    if (household) this.dealer.world.customer({ ...seed, name: [first, last], number: `A${100 + n}` });
    if (what === 'pair') this.dealer.world.customer({ ...seed, number: `A${100 + n}` });
    if (what === 'customer') this.dealer.world.customer({ ...seed, number: `C${100 + n}` });
    if (what === 'doubtful')
      for (const side of ['X', 'Y']) this.dealer.world.customer({ ...seed, number: `${side}${100 + n}` });
  }

  edit(side: Side, of: number, field: TwoWayField): void {
    const id = pick(side === 'account' ? this.dealer.siteIds() : this.dealer.customerIds(), of);
    if (!id) return;
    this.#edits += 1;
    const value = edited(field, this.#edits);
    this.tell(`   ${side} ${id}: ${field} := ${value}`);
    const before = this.dealer.read(side, id)?.[field] ?? '';
    if (side === 'account') this.dealer.editSite(id, field, value);
    else this.dealer.editCustomer(id, field, value);
    this.oracle.changed(side, id, field, before, value, false);
  }

  changeContact(of: number, what: 'add' | 'change' | 'remove'): void {
    const { world } = this.dealer;
    const site = pick(this.dealer.siteIds(), of);
    if (!site || !('contact' in world)) return;
    this.#edits += 1;
    const phone = `555${String(1_000_000 + this.#edits)}`;
    if (what === 'add') {
      world.contact(site, `Pat ${NAMES[this.#edits % NAMES.length]} ${this.#edits}`, phone);
      return;
    }
    const contact = pick(world.cms.state.contactsOf(Number(site)), this.#edits);
    if (!contact) return;
    const id = String(contact.ctaclink_no);
    if (what === 'remove') world.cms.edit({ entity: 'contacts', action: 'remove', id });
    else
      world.cms.edit({
        entity: 'contacts',
        action: 'set',
        id,
        fields: { email_address: `pat${this.#edits}@test.example` },
      });
  }

  setCancelled(of: number, cancelled: boolean): void {
    const id = pick(this.dealer.siteIds(), of);
    if (!id || this.dealer.isCancelled(id) === cancelled) return;
    this.dealer.cancel(id, cancelled);
    if (cancelled) this.rules.cancelled(id);
  }

  /** A record is gone from its side, with its links to the other left behind. */
  remove(side: Side, of: number): void {
    const id = pick(side === 'account' ? this.dealer.siteIds() : this.dealer.customerIds(), of);
    if (!id) return;
    this.tell(`   ${side} ${id} is removed`);
    if (side === 'account') this.dealer.removeSite(id);
    else this.dealer.removeCustomer(id);
  }

  async setClosed(of: number, closed: boolean): Promise<void> {
    const id = pick(this.dealer.customerIds(), of);
    if (!id) return;
    if (!closed) await this.rules.reopened(id);
    this.dealer.world.setCustomer(id, { status: closed ? 'CLOSED' : 'OPEN' });
  }
}

/** The one that a step means. */
export function pick<T>(list: readonly T[], n: number): T | undefined {
  return list[n % list.length];
}

/** Each edit says something that was never said before, so that it can be told where a value comes from. */
function edited(field: TwoWayField, n: number): string {
  switch (field) {
    case 'name':
      return `Zeta${100 + n} Works`;
    case 'line1':
      return `${500 + n} Oak Rd`;
    case 'line2':
      return `Suite ${500 + n}`;
    case 'city':
      return `Newtown${100 + n}`;
    case 'state':
      return STATES[n % STATES.length] ?? 'NY';
    case 'postalCode':
      return String(20_000 + n);
  }
}
