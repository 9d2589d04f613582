/** What goes wrong in a run. Counted from the moment the run is asked for; what is never reached never happens. */
export type Mishap =
  /** The process dies at its nth point: before or after a store write, as a call leaves, or once it has acted. */
  | { is: 'death'; at: number }
  /** The process stands still at its nth store write, beyond its lease, and wakes. */
  | { is: 'sleep'; write: number; seconds: number }
  /** The nth write to a remote system acts, and nobody hears of it. */
  | { is: 'lost reply'; write: number }
  | { is: 'lost request'; write: number }
  /** It is taken for lost, and acts so much later. */
  | { is: 'late request'; write: number; minutes: number }
  /** The network delivers it twice, where that is a change and not a create. */
  | { is: 'doubled'; write: number }
  /** The nth call gets no reply until the connection breaks. */
  | { is: 'hang'; call: number }
  | { is: 'slow'; call: number; seconds: number }
  /** Half of the reply arrives. */
  | { is: 'cut reply'; call: number }
  | { is: 'busy'; call: number; status: 429 | 500 | 503 }
  /** The nth listing lacks rows, and looks well. */
  | { is: 'short listing'; listing: number; how: 'half' | 'none' };

/** What a call's number is, of each kind that a mishap may speak of. */
export interface CallNumbers {
  call: number;
  /** 0 for a read. */
  write: number;
  /** 0 for what is no listing. */
  listing: number;
}

export type CallMishap = Exclude<Mishap, { is: 'death' | 'sleep' }>;

/** The mishap that strikes a call; the first of them, where there are several. */
export function strikes(mishaps: readonly Mishap[], numbers: CallNumbers): CallMishap | undefined {
  for (const mishap of mishaps) {
    if ('listing' in mishap && mishap.listing === numbers.listing) return mishap;
    if ('call' in mishap && mishap.call === numbers.call) return mishap;
    if (isOfWrites(mishap) && mishap.write === numbers.write) return mishap;
  }
  return undefined;
}

function isOfWrites(mishap: Mishap): mishap is Extract<CallMishap, { write: number }> {
  return 'write' in mishap && mishap.is !== 'sleep';
}
