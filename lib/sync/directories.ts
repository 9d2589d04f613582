import type { Evidence } from '../matching';
import { CustomerSearch } from '../matching/customer-search';
import { MatchDirectory } from './match-directory';
import type { PartySummary } from './pair';
import type { Run } from './run';
import { summaryOf } from './snapshot';

/** What is kept in memory of the customers of each pair space, from run to run. */
export class Directories {
  private readonly searches = new Map<string, CustomerSearch<PartySummary>>();
  private readonly matches = new Map<string, MatchDirectory>();

  /** For a person who looks for a customer: those that the last run listed; nothing until one has. */
  search(space: string): CustomerSearch<PartySummary> | undefined {
    return this.searches.get(space);
  }

  /** For matching. */
  match(space: string, evidence: Evidence): MatchDirectory {
    const kept = this.matches.get(space);
    if (kept?.isFor(evidence)) return kept;
    const made = new MatchDirectory(evidence);
    this.matches.set(space, made);
    return made;
  }

  keep(run: Run): void {
    if (run.customers.size === 0) return;
    this.searches.set(run.setup.space, new CustomerSearch([...run.customers.values()].map(summaryOf)));
  }
}
