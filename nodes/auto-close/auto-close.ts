import type { Node, NodeAPI, NodeDef } from 'node-red';
import { systemClock } from '../../lib/clock';
import { checkGuards, closeNotBefore, normaliseVin, planCloses } from '../../lib/dealer-feed';
import type { Run } from '../../lib/sync/run';
import { readAutoClose, readGuards } from '../runtime/feed-tables';
import { markLender } from '../runtime/flow-graph';
import { fieldsOf, handMade, textsIn } from '../runtime/hand-made-requests';
import { onItems, requireItems } from '../runtime/item-node';

interface Fields extends NodeDef {
  mode: string;
  days: string;
  rowShare: string;
  closeShare: string;
  closeCount: string;
  reopen: boolean;
}

export = (RED: NodeAPI) => {
  function AutoClose(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    const settings = () => readAutoClose(config);
    const guards = readGuards(config);
    markLender(this, () => ({ autoClose: settings(), guards, reopen: config.reopen !== false }));
    const counts = new WeakMap<Run, number>();

    onItems(RED, this, async (input) => {
      const { run, items, end, status } = input;
      if (run) {
        requireItems(input);
        const n = (counts.get(run) ?? 0) + items.filter(({ feed }) => feed?.action.kind === 'close').length;
        counts.set(run, n);
        status.done('closing', { n });
        await input.emit([items], end);
        return;
      }
      const outputs = closeByHand(input.msg.payload, settings(), guards);
      if (outputs.held.length) status.held('held');
      else status.done('closing', { n: outputs.toClose.length });
      input.sendEach([outputs.toClose, outputs.kept, outputs.held].map((list) => (list.length ? list : undefined)));
    });
  }
  RED.nodes.registerType('dealer-sync-auto-close', AutoClose as (this: Node, config: NodeDef) => void);
};

/** Open service requests against one dealer's newest list of VINs: R3, R4 and F2. */
function closeByHand(
  given: unknown,
  autoClose: ReturnType<typeof readAutoClose>,
  guards: ReturnType<typeof readGuards>,
) {
  const payload = fieldsOf(given);
  const open = handMade(payload, 'open').map((one) => ({ ...one, vin: normaliseVin(one.vin) }));
  const listed = new Set(textsIn(payload, 'vins').map(normaliseVin));
  const gone = new Set(textsIn(payload, 'gone').map(normaliseVin));
  const kind = payload.kind === 'delta' ? 'delta' : 'snapshot';
  const saysOf = (vin: string) => (gone.has(vin) ? 'gone' : listed.has(vin) ? 'listed' : 'absent');
  const { close } = planCloses({ open, saysOf, kind, autoClose, now: systemClock.now() });
  const expected = open.filter(({ missingSince }) => missingSince === undefined);
  const reasons = checkGuards({
    kind,
    guards,
    rows: listed.size + gone.size,
    open: open.length,
    expected: expected.length,
    met: expected.filter(({ vin }) => saysOf(vin) !== 'absent').length,
    closes: close.length,
  });
  const reasonOf = new Map(close.map(({ id, reason }) => [id, reason]));
  const closing = open.filter(({ id }) => reasonOf.has(id)).map((one) => ({ ...one, reason: reasonOf.get(one.id) }));
  const kept = open
    .filter(({ id }) => !reasonOf.has(id))
    .map((one) => ({ ...one, closeNotBefore: closeNotBefore(one, autoClose) }));
  const why = reasons.map(({ message }) => message);
  return {
    toClose: why.length ? [] : closing,
    kept,
    held: why.length ? closing.map((one) => ({ ...one, held: why })) : [],
  };
}
