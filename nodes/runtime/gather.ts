import type { Item } from '../../lib/model/item';
import type { Run, Stage } from '../../lib/sync/run';
import type { Input } from './item-node';

/**
 * Lets items rest until the run releases this gatherer. Of all messages that come, one gets the whole list: the one whose
 * arrival registered the gatherer; the others are done once their items rest.
 */
export function gather(input: Input, run: Run, stage: Stage, nodeId: string): Promise<Item[] | undefined> {
  return new Promise((resolve) => {
    run.onceEnded(() => resolve(undefined));
    if (!run.rest(stage, nodeId, input.items, resolve)) resolve(undefined);
  });
}
