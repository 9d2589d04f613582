import type { PairDoc } from './pair';

/** The pairs of a space as a run sees them: read once, then kept in step with each step that the run stores. */
export class PairBook {
  private readonly byId = new Map<string, PairDoc>();
  private readonly byAccount = new Map<string, PairDoc>();
  private readonly byCustomer = new Map<string, PairDoc>();

  constructor(pairs: Iterable<PairDoc> = []) {
    for (const pair of pairs) this.set(pair);
  }

  set(pair: PairDoc): void {
    const before = this.byId.get(pair._id);
    if (before) this.letGo(before);
    this.byId.set(pair._id, pair);
    if (pair.accountId) this.byAccount.set(pair.accountId, pair);
    if (pair.customerId && !pair.additional) this.byCustomer.set(pair.customerId, pair);
  }

  /** A pair that was moved is its former customer's no longer. */
  private letGo({ _id, accountId = '', customerId = '' }: PairDoc): void {
    if (this.byAccount.get(accountId)?._id === _id) this.byAccount.delete(accountId);
    if (this.byCustomer.get(customerId)?._id === _id) this.byCustomer.delete(customerId);
  }

  all(): IterableIterator<PairDoc> {
    return this.byId.values();
  }

  ofAccount(accountId: string | undefined): PairDoc | undefined {
    return accountId ? this.byAccount.get(accountId) : undefined;
  }

  ofCustomer(customerId: string | undefined): PairDoc | undefined {
    return customerId ? this.byCustomer.get(customerId) : undefined;
  }

  /** A site that was just pushed is known by its customer only, until its create has come back. */
  of(item: { account?: { id: string }; customer?: { id: string } }): PairDoc | undefined {
    const own = this.ofAccount(item.account?.id);
    if (own) return own;
    const pushed = this.ofCustomer(item.customer?.id);
    return pushed && (!item.account || !pushed.accountId) ? pushed : undefined;
  }

  counts(): { linked: number; contacts: number } {
    let linked = 0;
    let contacts = 0;
    for (const pair of this.byId.values()) {
      if (pair.state === 'linked') linked += 1;
      contacts += pair.contacts.length;
    }
    return { linked, contacts };
  }
}
