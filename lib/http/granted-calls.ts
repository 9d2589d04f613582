import type { Clock } from '../clock';
import type { BudgetLimits, CallBudget } from './call-budget';

/** So long may a granted call wait for its turn; the budget's minute allows for it. Then it is lost. */
const GRANT_MS = 1_000;
/** So many times a minute the budget is asked at most: a quarter of a second's calls are taken at once. */
const ASKS_PER_MINUTE = 240;
/** A budget that could not be asked is left alone for so long. */
const AWAY_MS = 5_000;

/** The calls to one host that this process was granted from a budget of several, S14. */
export class GrantedCalls {
  #calls = 0;
  /** How many it was at first; 0 where it was less than was wanted. */
  #granted = 0;
  #grantedUntil = 0;
  #awayUntil = 0;
  #askAgainAt = 0;
  #asking = false;

  constructor(
    private readonly clock: Clock,
    private readonly budget: CallBudget,
    private readonly host: string,
  ) {}

  /** The budget could not be asked a moment ago. */
  get away(): boolean {
    return this.clock.now() < this.#awayUntil;
  }

  /** Uses one of the granted calls, if there is one. */
  take(): boolean {
    if (this.#calls === 0 || this.clock.now() >= this.#grantedUntil) return false;
    this.#calls -= 1;
    return true;
  }

  /**
   * Asks for as many calls as wait, once at a time. Who has used up the last grant before its time will want as many again
   * and more: few wait at once, and a question for each few calls would cost as much as the calls.
   * @param then told when it makes sense to look again; `spent`: the day's calls are
   */
  ask(limits: BudgetLimits, waiting: number, then: (spent: boolean) => void): void {
    if (this.#asking) return;
    this.#asking = true;
    this.#ask(limits, waiting)
      .then((spent) => {
        this.#asking = false;
        then(spent);
      })
      // Only a clock that was stopped rejects, with whoever waited.
      .catch(() => undefined);
  }

  async #ask(limits: BudgetLimits, waiting: number): Promise<boolean> {
    const early = this.#askAgainAt - this.clock.now();
    if (early > 0) await this.clock.sleep(early);
    const soonUsed = this.#calls === 0 && this.clock.now() < this.#grantedUntil ? 2 * this.#granted : 0;
    const most = Math.max(1, Math.ceil(limits.callsPerMinute / ASKS_PER_MINUTE));
    const wanted = Math.min(Math.max(waiting, soonUsed), most);
    try {
      const { calls, waitMs, daySpent } = await this.budget.take(this.host, limits, wanted);
      this.#calls = calls;
      this.#granted = calls < wanted ? 0 : calls;
      this.#grantedUntil = this.clock.now() + GRANT_MS;
      // Until as many have come as are wanted: for the next call alone all the others ask too.
      const more = (Math.min(wanted, limits.burst) - 1) * (60_000 / limits.callsPerMinute);
      this.#askAgainAt = calls < wanted ? this.clock.now() + waitMs + more : 0;
      return daySpent;
    } catch {
      this.#awayUntil = this.clock.now() + AWAY_MS;
      return false;
    }
  }

  /** The host asked for quiet: the other processes are told. */
  pause(ms: number): void {
    this.budget.pause(this.host, ms).catch(() => undefined);
  }
}
