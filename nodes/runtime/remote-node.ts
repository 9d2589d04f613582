import type { Node, NodeAPI } from 'node-red';
import type { Item } from '../../lib/model/item';
import type { Account } from '../../lib/model/records';
import { accountKey } from '../../lib/sync/pairing';
import type { Run } from '../../lib/sync/run';
import { markListing } from './flow-graph';
import { type Input, onItems, requireItems } from './item-node';
import { ListingNode } from './listing';
import { type Operation, operationNamed, readArguments } from './operation';

/** What a node of a remote system can do. */
export interface RemoteNode<C> {
  op: string;
  /** @throws DealerSyncError when no connection is chosen */
  client(): C;
  /** The operation that reads all records: in a run what the run is about, and what the run calls them. */
  listing: { op: string; name: string; list(client: C, input: Input, run: Run | undefined): Promise<number> };
  /** An operation that in a run adds to its items what they lack. */
  adding?: { op: string; add(client: C, items: Item[], run: Run): Promise<void> };
  /** On the side of a run: what an integrator's own flow asks for, one message one answer. */
  operations: Record<string, Operation<C>>;
}

/** Lets the node do the one operation that it is set to. */
export function onRemote<C>(RED: NodeAPI, node: Node, remote: RemoteNode<C>): void {
  const { op, client, listing, adding, operations } = remote;
  const listingNode = new ListingNode(node, listing.name);
  if (op === listing.op) markListing(node);

  onItems(RED, node, async (input) => {
    const { run, status } = input;
    if (op === listing.op) {
      if (run) await listingNode.pass(input, run, () => listing.list(client(), input, run));
      else await listing.list(client(), input, undefined);
      return;
    }
    if (run && adding && op === adding.op) {
      requireItems(input);
      await adding.add(client(), input.items, run);
      await input.emit([input.items], input.end);
      return;
    }
    const operation = operationNamed(operations, op);
    input.send((await operation(client(), readArguments(input.msg.payload))) ?? null);
    status.done('done1');
  });
}

/**
 * A station's accounts as items: in a run batch by batch, else all in one message.
 * @param at the node's type, for where records were last seen
 * @param each done with each batch before it goes on
 */
export async function listAccounts(
  station: { listAccounts(signal?: AbortSignal): AsyncIterable<Account[]> },
  input: Input,
  run: Run | undefined,
  at: 'cms' | 'rapid-response',
  each: (items: { account: Account }[]) => Promise<void> | void,
): Promise<number> {
  const { status } = input;
  const space = run?.setup.space ?? at;
  const all: Item[] = [];
  let count = 0;
  status.working('reading', { n: 0 });
  for await (const accounts of station.listAccounts(run?.signal)) {
    const items = accounts.map((account) => ({ key: accountKey(space, account), account }));
    await each(items);
    count += items.length;
    status.working('reading', { n: count });
    if (run) {
      run.arrive(items, at);
      await input.emit([items]);
    } else {
      all.push(...items);
    }
  }
  if (!run) input.send(all);
  status.done('read', { n: count });
  return count;
}
