import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Node, NodeAPI, NodeMessage } from 'node-red';
import { asDealerSyncError, DealerSyncError } from '../../lib/errors';
import { type CallCounter, countCalls } from '../../lib/http/call-counts';
import type { Item, RunInfo } from '../../lib/model/item';
import type { Engine } from '../../lib/sync/engine';
import type { Run } from '../../lib/sync/run';
import { findRun, nodeClosed } from './engines';
import { BATCH, batches, type ItemMessage } from './messages';
import { NodeStatus } from './status';

type Send = (message: ItemMessage | (ItemMessage | ItemMessage[] | null)[]) => void;

/** What a node's own code gets of one message. */
export interface Input {
  msg: ItemMessage;
  /** The payload's items; empty for a trigger. */
  items: Item[];
  /** The payload was no list of items: a trigger, or an operation's own arguments. */
  trigger: boolean;
  end: boolean;
  run?: Run;
  /** The one that runs it; there whenever `run` is. */
  engine?: Engine;
  status: NodeStatus;
  /**
   * Sends items by output, in batches within a run; with `end` also the end of the listing. Batches leave one a turn of
   * the event loop: Node-RED delivers all that were sent in one turn in one go, and fifty would hold it for long.
   */
  emit(outputs: readonly (readonly Item[])[], end?: boolean): Promise<void>;
  /** Sends a message as it is, by the first output. */
  send(payload: unknown): void;
  /** Sends a payload as it is by each output that has one; undefined sends nothing by that output. */
  sendEach(payloads: readonly unknown[]): void;
}

/** Errors that a node has told of with `done(err)`; whoever ends the run need not tell again (N1). */
const told = new WeakSet<Error>();

export function wasTold(error: Error): boolean {
  return told.has(error);
}

/**
 * The one way in and out of our flow nodes: items in any shape, the run that they belong to, and every failure ending in
 * exactly one `done(err)` (N1). Within a run a failure of the node is a failure of the run.
 */
export function onItems(RED: NodeAPI, node: Node, work: (input: Input) => Promise<void> | void): void {
  const status = new NodeStatus(RED, node);
  node.on('input', (incoming, send, done) => {
    const msg = incoming as ItemMessage;
    const info = runInfoOf(msg);
    const found = info && findRun(info.id);
    // What still travels of a run that is over has had its outcome there.
    if (info && (!found || found.run.end)) {
      finish(node, msg, done);
      return;
    }
    const run = found?.run;
    handle({ node, msg, found, status, work, send: send as Send }).then(
      () => finish(node, msg, done),
      (thrown: unknown) => {
        // The run ended meanwhile: it has told why, and this only follows from it.
        if (run?.end) {
          finish(node, msg, done);
          return;
        }
        const error = asDealerSyncError(thrown);
        status.failed(error.code);
        told.add(error);
        run?.fail(error);
        msg.error = { code: error.code, message: error.message };
        finish(node, msg, done, error);
      },
    );
  });
  node.on('close', (done: () => void) => {
    nodeClosed(node.id);
    done();
  });
}

/** Others may have a `run` of their own on their messages. */
function runInfoOf({ run }: ItemMessage): RunInfo | undefined {
  return typeof run === 'object' && run !== null && 'integration' in run && typeof run.id === 'string'
    ? run
    : undefined;
}

/**
 * The one end of a message. Node-RED clones it for whoever listens: a message that it cannot clone (too deep, a getter that
 * throws) would end the whole process from here, so that is told with its id alone (N1).
 */
export function finish(node: Node, msg: NodeMessage, done: (error?: Error) => void, error?: Error): void {
  try {
    done(error);
  } catch (thrown) {
    node.error(error ?? asDealerSyncError(thrown), { ...(msg._msgid ? { _msgid: msg._msgid } : {}) });
  }
}

interface Handling {
  node: Node;
  msg: ItemMessage;
  found: { run: Run; engine: Engine } | undefined;
  status: NodeStatus;
  send: Send;
  work(input: Input): Promise<void> | void;
}

async function handle({ node, msg, found, status, send, work }: Handling): Promise<void> {
  const run = found?.run;
  const { items, trigger } = itemsOf(msg.payload);
  const input: Input = {
    msg,
    items,
    trigger,
    end: msg.end === true,
    ...found,
    status,
    emit: (outputs, end) => emit(node, msg, run, send, outputs, end ?? false),
    send: (payload) => send({ ...msg, payload }),
    sendEach: (payloads) => send(payloads.map((payload) => (payload === undefined ? null : { ...msg, payload }))),
  };
  if (!run) {
    await work(input);
    return;
  }
  run.arrive(items, node.name || node.type.replace('dealer-sync-', ''));
  await countCalls(run.calls as CallCounter, async () => work(input));
}

function itemsOf(payload: unknown): { items: Item[]; trigger: boolean } {
  // A copy, since `every` looks over the holes of a list.
  if (Array.isArray(payload) && [...payload].every(isItem)) return { items: payload, trigger: false };
  if (isItem(payload)) return { items: [payload], trigger: false };
  return { items: [], trigger: true };
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && 'key' in value && typeof value.key === 'string';
}

async function emit(
  node: Node,
  msg: ItemMessage,
  run: Run | undefined,
  send: Send,
  outputs: readonly (readonly Item[])[],
  end: boolean,
): Promise<void> {
  for (const [output, items] of outputs.entries()) {
    const wired = (node as Node & { wires?: string[][] }).wires?.[output]?.length;
    if (run && !wired) {
      run.conclude(items, (item) => item.outcome ?? { name: 'skipped', reason: 'output not wired' });
      continue;
    }
    const to = (message: ItemMessage) => send(outputs.map((_, index) => (index === output ? message : null)));
    if (!run) {
      if (items.length)
        to({ ...msg, payload: Array.isArray(msg.payload) ? items : items.length === 1 ? items[0] : items });
      continue;
    }
    const parts = batches(items, BATCH);
    for (const [index, payload] of parts.entries()) {
      if (index > 0) await nextTurn();
      to({ ...msg, payload, end: false, run: run.info, parts: { id: run.setup.id, index, count: parts.length } });
    }
    if (end) to({ ...msg, payload: [], end: true, run: run.info });
  }
}

/** For a node that works on items only: a payload that is none is the sender's mistake, said in one sentence. */
export function requireItems(input: Input): void {
  if (!input.trigger || input.end) return;
  throw new DealerSyncError(
    'NO_ITEM',
    'The payload is no item. Send an item, as in {"key": "cms:1", "account": {…}}, or an array of them.',
  );
}
