import { nextRun } from '../../schedule';
import type { Engine } from '../engine';
import type { Integration } from '../integration';
import type { PairDoc } from '../pair';
import { type ReviewRule, waitOf } from '../review';
import { iso } from './overview';

/** What becomes of a match that nobody decides, as far as it can be told now. */
export interface Due {
  /** ISO instant: the timed run that makes a new customer of it. */
  becomesCustomerAt?: string;
  /** It waits for a person for as long as the settings stay as they are. */
  staysUndecided?: true;
}

interface Maker {
  rule: ReviewRule;
  schedule: string;
}

const NEVER: Due = { staysUndecided: true };

/**
 * When the undecided become customers, by the rule of their flow's review queue and its timer (S16): the first timed run
 * once the time is over. A flow that only previews, or that has no timer, makes none.
 */
export function dueOf(engine: Engine, now: number): (pair: PairDoc) => Due {
  const makers = new Map<string, Maker | undefined>();
  /** The first run of the timer at that instant or later. */
  const runFrom = (schedule: string, instant: number) => nextRun(schedule, instant - 1);
  return (pair) => {
    const { space, decision, queuedAt } = pair;
    if (!makers.has(space)) makers.set(space, makerOf(engine, space));
    const maker = makers.get(space);
    if (decision && decision.kind !== 'reject') return {};
    if (!maker) return NEVER;
    const { rule, schedule } = maker;
    if (decision) return instantOf(runFrom(schedule, now));
    if (rule.undecided === 'never') return NEVER;
    // Seen in previews only: its time starts with the first run that is none.
    const from = queuedAt ?? runFrom(schedule, now);
    return instantOf(from === undefined ? undefined : runFrom(schedule, Math.max(from + waitOf(rule), now)));
  };
}

function instantOf(instant: number | undefined): Due {
  return instant === undefined ? NEVER : { becomesCustomerAt: iso(instant) };
}

/** The flow of a space that makes customers. */
function makerOf(engine: Engine, space: string): Maker | undefined {
  const makes = (one: Integration) =>
    one.space === space && one.direction !== 'out' && one.productionMode && one.schedule;
  for (const integration of engine.list().filter(makes)) {
    const rule = integration.flow().review;
    if (rule) return { rule, schedule: integration.schedule };
  }
  return undefined;
}
