import { type Evidence, MatchIndex } from '../matching';
import { Slices } from '../matching/slices';
import type { Customer } from '../model/records';

/**
 * The customers of a space, kept ready for matching from run to run: an hourly cycle indexes what has changed since the
 * last one, not 100,000 customers for one new account. Parents stay out of fuzzy matching (contract).
 */
export class MatchDirectory {
  private index: MatchIndex;
  /** What each customer was like when it was indexed. */
  private readonly known = new Map<string, string>();

  constructor(private readonly evidence: Evidence) {
    this.index = new MatchIndex(evidence);
  }

  /** Serves runs with the same evidence only: what is switched off is not in the index. */
  isFor(evidence: Evidence): boolean {
    const { address, phone, email } = this.evidence;
    return address === evidence.address && phone === evidence.phone && email === evidence.email;
  }

  /** Brings the index up to what the run has listed, and gives it. */
  async brought(customers: ReadonlyMap<string, Customer>, signal: AbortSignal): Promise<MatchIndex> {
    const slices = new Slices(signal);
    if (this.index.leftBehind > this.index.size) this.startAnew();
    for (const id of [...this.known.keys()]) {
      const customer = customers.get(id);
      if (customer && !customer.parent) continue;
      this.index.remove(id);
      this.known.delete(id);
      await slices.pause();
    }
    const ids = await slices.sorted([...customers.keys()], (a, b) => (a < b ? -1 : 1));
    for (const id of ids) {
      const customer = customers.get(id);
      if (customer && !customer.parent) this.bring(customer);
      await slices.pause();
    }
    return this.index;
  }

  private bring(customer: Customer): void {
    const { id, name, firstName, lastName, companyName, address, phone, email, kind, status } = customer;
    const likeness = JSON.stringify([name, firstName, lastName, companyName, address, phone, email, kind, status]);
    if (this.known.get(id) === likeness) return;
    this.index.add(customer);
    this.known.set(id, likeness);
  }

  private startAnew(): void {
    this.index = new MatchIndex(this.evidence);
    this.known.clear();
  }
}
