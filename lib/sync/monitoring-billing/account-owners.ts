import type { Item } from '../../model/item';
import type { Account, Customer } from '../../model/records';
import type { PairBook } from '../pair-book';
import type { Pairing } from '../pairing';

/** An account of a listing, and whose it is as far as a run knows before it writes. */
export interface OwnedAccount {
  account: Account;
  /** The customer that it is linked to, or surely matched with. */
  customerId?: string;
  /** Matched in this run; the link is still to be made (in a preview it never is). */
  matched?: boolean;
  /** One more site of its customer: name, address and number are its own. */
  additional?: boolean;
  /** Customers that it may be, while a person has to choose. */
  candidates?: string[];
  /** It was linked to a customer, and is no longer. */
  lost?: 'customer-gone' | 'link-deleted';
}

/**
 * Whose every account of a run's listing is: what pairing, matching and people have said of it so far. The steps tell as
 * they go, since a pair that needs nothing ends long before the gate; what pairing said is only looked over when somebody
 * asks, and in most runs nobody does.
 */
export class AccountOwners {
  /** How many accounts the listing has: pairing puts each in one of its lists. */
  readonly size: number;
  readonly #pairing: Pick<Pairing, 'linked' | 'notLinked'>;
  /** What pairing could not settle, and what matching and people have said since, by account. */
  readonly #told = new Map<string, OwnedAccount>();

  constructor(pairing: Pairing, pairs: PairBook, customers: ReadonlyMap<string, Customer>) {
    this.#pairing = pairing;
    this.size = pairing.linked.length + pairing.notLinked.length + pairing.ambiguous.length;
    for (const item of pairing.ambiguous) {
      // Two accounts claim one customer, and nobody has said which: that it is monitored is certain.
      if (item.customer) this.#tell(item, { ...ownerOf(item), additional: true });
      else {
        const known = pairs.ofAccount(item.account?.id)?.customerId ?? '';
        this.#tell(item, { lost: customers.has(known) ? 'link-deleted' : 'customer-gone' });
      }
    }
  }

  *all(): Generator<OwnedAccount> {
    for (const { account, customer, link } of this.#pairing.linked) {
      if (!account || this.#told.has(account.id)) continue;
      const additional = link?.additional ?? false;
      yield customer ? { account, customerId: customer.id, additional } : { account, additional };
    }
    for (const { account } of this.#pairing.notLinked) if (account && !this.#told.has(account.id)) yield { account };
    yield* this.#told.values();
  }

  /** Sure matches, and accounts that have candidates. */
  matched(sure: readonly Item[], waiting: readonly Item[]): void {
    for (const item of sure) this.#tell(item, { ...ownerOf(item), matched: true });
    for (const item of waiting) {
      this.#tell(item, { candidates: (item.match?.candidates ?? []).map(({ customerId }) => customerId) });
    }
  }

  /** A person has chosen the customer. */
  decided(items: readonly Item[]): void {
    for (const item of items) {
      this.#tell(item, { ...ownerOf(item), matched: true, additional: item.link?.additional ?? false });
    }
  }

  #tell({ account }: Item, owned: Omit<OwnedAccount, 'account'>): void {
    if (account) this.#told.set(account.id, { account, ...owned });
  }
}

function ownerOf({ customer }: Item): Pick<OwnedAccount, 'customerId'> {
  return customer ? { customerId: customer.id } : {};
}
