import type { Slices } from '../../matching/slices';
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
 * Whose every account of a run's listing is: what pairing, matching and people have said of it so far. Filled by the steps
 * as they go, since a pair that needs nothing ends long before the gate.
 */
export class AccountOwners {
  readonly #byAccount = new Map<string, OwnedAccount>();

  get size(): number {
    return this.#byAccount.size;
  }

  all(): IterableIterator<OwnedAccount> {
    return this.#byAccount.values();
  }

  /** What key links and pairs say. */
  async paired(
    { linked, notLinked, ambiguous }: Pairing,
    pairs: PairBook,
    customers: ReadonlyMap<string, Customer>,
    slices: Slices,
  ): Promise<void> {
    for (const item of linked) {
      const pause = slices.pause();
      if (pause) await pause;
      this.#set(item, { ...ownerOf(item), additional: item.link?.additional ?? false });
    }
    for (const item of notLinked) this.#set(item, {});
    for (const item of ambiguous) {
      // Two accounts claim one customer, and nobody has said which: that it is monitored is certain.
      if (item.customer) this.#set(item, { ...ownerOf(item), additional: true });
      else {
        const known = pairs.ofAccount(item.account?.id)?.customerId ?? '';
        this.#set(item, { lost: customers.has(known) ? 'link-deleted' : 'customer-gone' });
      }
    }
  }

  /** Sure matches, and accounts that have candidates. */
  matched(sure: readonly Item[], waiting: readonly Item[]): void {
    for (const item of sure) this.#set(item, { ...ownerOf(item), matched: true });
    for (const item of waiting) {
      this.#set(item, { candidates: (item.match?.candidates ?? []).map(({ customerId }) => customerId) });
    }
  }

  /** A person has chosen the customer. */
  decided(items: readonly Item[]): void {
    for (const item of items) {
      this.#set(item, { ...ownerOf(item), matched: true, additional: item.link?.additional ?? false });
    }
  }

  #set({ account }: Item, owned: Omit<OwnedAccount, 'account'>): void {
    if (account) this.#byAccount.set(account.id, { account, ...owned });
  }
}

function ownerOf({ customer }: Item): Pick<OwnedAccount, 'customerId'> {
  return customer ? { customerId: customer.id } : {};
}
