import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Item } from '../../lib/model/item';
import type { RapidResponseClient } from '../../lib/rapid-response/client';
import { accountKey } from '../../lib/sync/pairing';
import type { Run } from '../../lib/sync/run';
import { markUses } from '../runtime/connections-used';
import { markListing } from '../runtime/flow-graph';
import { type Input, onItems } from '../runtime/item-node';
import { ListingNode } from '../runtime/listing';
import { ACCOUNT_DRAFT, type Operation, operationNamed, PARTY_UPDATE, readArguments } from '../runtime/operation';
import { type MonitoringConfigNode, requireConfig } from '../runtime/remote-config';

interface Fields extends NodeDef {
  rapidResponse: string;
  op: string;
}

/** The second listing of a run, for the guard: a device list that shrank would make sites look incomplete. */
const DEVICES = 'devices';

/** A site that an integrator's own flow makes may carry the customer that it is for. */
const SITE_DRAFT = { ...ACCOUNT_DRAFT, texts: [...ACCOUNT_DRAFT.texts, 'madeFor'] };

/** Operations on the side of a run: what an integrator's own flow asks for, one message one answer. */
const OPERATIONS: Record<string, Operation<RapidResponseClient>> = {
  'get-site': (station, { id }) => station.getAccount(id()),
  'find-site': (station, { text }) => station.findAccountsByNumber(text('accountNumber')),
  'create-site': (station, { record }) => station.createAccount(record(SITE_DRAFT)),
  'update-site': (station, { id, record }) => station.updateAccount(id(), record(PARTY_UPDATE)),
  'list-device-types': (station) => station.listDeviceTypes(),
  'list-time-zones': (station) => station.listTimeZones(),
  'list-site-types': (station) => station.listSiteTypes(),
};

export = (RED: NodeAPI) => {
  function RapidResponse(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    markUses(this, { rapidResponse: config.rapidResponse });
    const client = () =>
      requireConfig<MonitoringConfigNode>(
        RED,
        config.rapidResponse,
        'a Rapid Response connection',
      ).monitoring() as RapidResponseClient;
    const listing = new ListingNode(this, 'sites');
    if (config.op === 'list-sites') markListing(this);

    onItems(RED, this, async (input) => {
      const { run, status } = input;
      if (config.op === 'list-sites') {
        if (run) await listing.pass(input, run, () => listSites(client(), input, run));
        else await listSites(client(), input, undefined);
        return;
      }
      const operation = operationNamed(OPERATIONS, config.op);
      input.send((await operation(client(), readArguments(input.msg.payload))) ?? null);
      status.done('done1');
    });
  }
  RED.nodes.registerType('dealer-sync-rapid-response', RapidResponse as (this: Node, config: NodeDef) => void);
};

/** The sites of the dealer group as items; in a run batch by batch. */
async function listSites(station: RapidResponseClient, input: Input, run: Run | undefined): Promise<number> {
  const { status } = input;
  const space = run?.setup.space ?? 'rapid-response';
  const all: Item[] = [];
  let count = 0;
  let withDevice = 0;
  status.working('reading', { n: 0 });
  for await (const accounts of station.listAccounts(run?.signal)) {
    const items = accounts.map((account) => ({ key: accountKey(space, account), account }));
    count += items.length;
    withDevice += accounts.filter((account) => !account.incomplete).length;
    status.working('reading', { n: count });
    if (run) {
      run.arrive(items, 'rapid-response');
      await input.emit([items]);
    } else {
      all.push(...items);
    }
  }
  if (run) run.listingSizes.set(DEVICES, withDevice);
  else input.send(all);
  status.done('read', { n: count });
  return count;
}
