import type { Node } from 'node-red';
import type { Run } from '../../lib/sync/run';
import { type Input, requireItems } from './item-node';

interface State {
  started: boolean;
  listed: boolean;
  upstreamEnded: boolean;
}

/**
 * A node that lists records in a run. Its listing begins with the run's first message and is read once; items of other
 * listings pass through; the end goes on when both this listing and what came before have ended.
 */
export class ListingNode {
  private readonly states = new WeakMap<Run, State>();

  constructor(
    private readonly node: Node,
    private readonly name: string,
  ) {}

  /**
   * @param list reads all, emitting or keeping as it goes; resolves to how many there were, or to nothing where the run's
   * guards have no size to compare
   */
  async pass(input: Input, run: Run, list: () => Promise<number | undefined>): Promise<void> {
    const state = this.states.get(run) ?? { started: false, listed: false, upstreamEnded: false };
    this.states.set(run, state);
    // Only the first message may be the trigger.
    if (state.started) requireItems(input);
    if (input.items.length) await input.emit([input.items]);
    if (input.end || input.trigger) state.upstreamEnded = true;
    if (!state.started) {
      state.started = true;
      const size = await list();
      state.listed = true;
      if (size === undefined) run.skipListing(this.node.id);
      else run.closeListing(this.node.id, this.name, size);
      if (state.upstreamEnded) await input.emit([[]], true);
      return;
    }
    if (state.listed && input.end) await input.emit([[]], true);
  }
}
