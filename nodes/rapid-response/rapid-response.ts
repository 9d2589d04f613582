import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { RapidResponseClient } from '../../lib/rapid-response/client';
import type { Run } from '../../lib/sync/run';
import { markUses } from '../runtime/connections-used';
import type { Input } from '../runtime/item-node';
import { ACCOUNT_DRAFT, type Operation, PARTY_UPDATE } from '../runtime/operation';
import { type MonitoringConfigNode, requireConfig } from '../runtime/remote-config';
import { listAccounts, onRemote } from '../runtime/remote-node';

interface Fields extends NodeDef {
  rapidResponse: string;
  op: string;
}

/** The second listing of a run, for the guard: a device list that shrank would make sites look incomplete. */
const DEVICES = 'devices';

/** A site that an integrator's own flow makes may carry the customer that it is for. */
const SITE_DRAFT = { ...ACCOUNT_DRAFT, texts: [...ACCOUNT_DRAFT.texts, 'madeFor'] };

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
    onRemote<RapidResponseClient>(RED, this, {
      op: config.op,
      client: () =>
        requireConfig<MonitoringConfigNode>(
          RED,
          config.rapidResponse,
          'a Rapid Response connection',
        ).monitoring() as RapidResponseClient,
      listing: { op: 'list-sites', name: 'sites', list: listSites },
      operations: OPERATIONS,
    });
  }
  RED.nodes.registerType('dealer-sync-rapid-response', RapidResponse as (this: Node, config: NodeDef) => void);
};

/** The sites of the dealer group. */
async function listSites(station: RapidResponseClient, input: Input, run: Run | undefined): Promise<number> {
  let withDevice = 0;
  const count = await listAccounts(station, input, run, 'rapid-response', (items) => {
    withDevice += items.filter(({ account }) => !account.incomplete).length;
  });
  run?.listingSizes.set(DEVICES, withDevice);
  return count;
}
