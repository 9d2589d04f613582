import type { Node, NodeAPI, NodeDef } from 'node-red';
import { DEFAULT_THRESHOLD } from '../../lib/matching';
import { matchByHand } from '../../lib/sync/steps/match-by-hand';
import { type MatchSettings, matchStep } from '../../lib/sync/steps/match-step';
import { gather } from '../runtime/gather';
import { onItems, requireItems } from '../runtime/item-node';
import { numberOr } from '../runtime/settings';

interface Fields extends NodeDef {
  threshold: string;
  suggestOnly: boolean;
  numberFirst: boolean;
  useAddress: boolean;
  usePhone: boolean;
  useEmail: boolean;
}

export = (RED: NodeAPI) => {
  function FuzzyMatch(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const settings: MatchSettings = {
      threshold: numberOr(config.threshold, DEFAULT_THRESHOLD),
      suggestOnly: config.suggestOnly === true,
      numberFirst: config.numberFirst === true,
      evidence: {
        address: config.useAddress !== false,
        phone: config.usePhone !== false,
        email: config.useEmail !== false,
      },
    };
    onItems(RED, this, async (input) => {
      const { run, engine, status } = input;
      const progress = (done: number, total: number) => status.working('matching', { n: total - done });
      if (!run) {
        const { matched, pending, unmatched } = await matchByHand(input.msg.payload, input.items, settings, progress);
        status.done('matched', { n: matched.length, of: matched.length + pending.length + unmatched.length });
        await input.emit([matched, pending, unmatched]);
        return;
      }
      requireItems(input);
      const items = await gather(input, run, 'match', this.id);
      if (!items) return;
      const directory = engine?.directories.match(run.setup.space, settings.evidence);
      const { matched, pending, unmatched } = await matchStep(run, items, settings, directory, progress);
      status.done('matched', { n: matched.length, of: items.length });
      await input.emit([matched, pending, unmatched], true);
    });
  }
  RED.nodes.registerType('dealer-sync-fuzzy-match', FuzzyMatch as (this: Node, config: NodeDef) => void);
};
