import type { Item } from '../../model/item';
import { type ReviewRule, reviewItem } from '../review';
import type { Run } from '../run';

export interface ReviewOutputs {
  link: Item[];
  create: Item[];
  waiting: Item[];
}

/** Emits what people and the declared rule decided; the rest waits, and is queued at the gate. */
export function reviewStep(run: Run, items: Item[], rule: ReviewRule, now: number): ReviewOutputs {
  const outputs: ReviewOutputs = { link: [], create: [], waiting: [] };
  for (const item of items) {
    const { cause } = run.setup;
    const pair = run.pairs.of(item);
    const reviewed = reviewItem({ item, pair, rule, cause, now, customers: run.customers, claimed: run.claimed });
    if (reviewed.to === 'create' && run.setup.direction === 'out') {
      // A run that goes out makes no customers: the run that comes in has the word.
      outputs.waiting.push({ ...item, outcome: { name: 'pending', reason: 'Waits for the run that comes in.' } });
    } else {
      outputs[reviewed.to].push(reviewed.item);
    }
  }
  run.owners?.decided(outputs.link);
  run.toQueue.push(...outputs.waiting);
  run.conclude(outputs.waiting);
  return outputs;
}
