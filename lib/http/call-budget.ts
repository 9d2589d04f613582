/** A host's limits as the shared budget counts them. */
export interface BudgetLimits {
  callsPerMinute: number;
  /** How many may go out at once. */
  burst: number;
  /** Infinity for none. */
  dailyCalls: number;
}

export interface Grant {
  /** So many calls may go out, within a second from now. */
  calls: number;
  /** When it makes sense to ask for more, in milliseconds. */
  waitMs: number;
  /** The calls of the last 24 hours have reached the limit. */
  daySpent: boolean;
}

/**
 * The calls to each host that several processes have together, S14. Processes that share one give the same limits: they
 * run the same flows.
 */
export interface CallBudget {
  /** Takes some calls of a host's budget, `wanted` at most. A rejection means: nobody can tell now. */
  take(host: string, limits: BudgetLimits, wanted: number): Promise<Grant>;
  /** The host asked one of the processes for quiet: none of them calls it for so long. */
  pause(host: string, ms: number): Promise<void>;
}
