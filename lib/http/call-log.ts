import type { CallRecord } from '../model/call-record';

/** So many of each kind are kept; what is older gives way. */
const KEPT = { failed: 5_000, others: 2_000 };

/**
 * The calls of one run: those that failed, and the last of the others. Bounded, and no more than a push for each call: a
 * quiet cycle makes ten thousand of them.
 */
export class CallLog {
  private readonly failed = new Ring(KEPT.failed);
  private readonly others = new Ring(KEPT.others);

  add(call: CallRecord): void {
    (call.code === undefined ? this.others : this.failed).push(call);
  }

  /** How many were let go. */
  get dropped(): number {
    return this.failed.dropped + this.others.dropped;
  }

  /** In the order that they were sent in. */
  all(): CallRecord[] {
    return [...this.failed.items(), ...this.others.items()].sort((a, b) => a.at - b.at);
  }
}

/** The newest so many. */
class Ring {
  private readonly slots: CallRecord[] = [];
  private pushed = 0;

  constructor(private readonly size: number) {}

  push(call: CallRecord): void {
    this.slots[this.pushed % this.size] = call;
    this.pushed += 1;
  }

  get dropped(): number {
    return Math.max(this.pushed - this.size, 0);
  }

  /** Oldest first. */
  items(): CallRecord[] {
    const oldest = this.pushed % this.size;
    return this.pushed <= this.size ? this.slots : [...this.slots.slice(oldest), ...this.slots.slice(0, oldest)];
  }
}
