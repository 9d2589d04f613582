import type { Item } from '../../model/item';
import { type PlanSettings, planItem } from '../planner';
import type { Run } from '../run';

/** Plans each item; what needs nothing has its outcome, and ends here. */
export function mergeStep(
  run: Run,
  items: Item[],
  settings: PlanSettings,
  now: number,
): { planned: Item[]; ended: Item[] } {
  const planned: Item[] = [];
  const ended: Item[] = [];
  const { direction, cause } = run.setup;
  for (const item of items) {
    const plan = planItem({ item, pair: run.pairs.of(item), settings, direction, cause, now });
    if (plan.outcome) ended.push({ ...item, outcome: plan.outcome });
    else planned.push({ ...item, actions: plan.actions });
  }
  run.conclude(ended);
  return { planned, ended };
}
