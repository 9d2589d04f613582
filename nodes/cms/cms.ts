import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { CmsClient, CodeTable } from '../../lib/cms/client';
import type { Account } from '../../lib/model/records';
import { eachLimited } from '../../lib/sync/limited';
import { accountKey } from '../../lib/sync/pairing';
import type { Run } from '../../lib/sync/run';
import { markUses } from '../runtime/connections-used';
import { markListing } from '../runtime/flow-graph';
import { type Input, onItems, requireItems } from '../runtime/item-node';
import { ListingNode } from '../runtime/listing';
import {
  ACCOUNT_DRAFT,
  CONTACT,
  type Operation,
  operationNamed,
  PARTY_UPDATE,
  readArguments,
} from '../runtime/operation';
import { type MonitoringConfigNode, requireConfig } from '../runtime/remote-config';

interface Fields extends NodeDef {
  cms: string;
  op: string;
  withContacts: boolean;
  table: string;
}

/** CMS answers 503 to more than five calls at once with one key. */
const CONTACT_READS_AT_ONCE = 4;

/** Operations on the side of a run: what an integrator's own flow asks for, one message one answer. */
const OPERATIONS: Record<string, Operation<CmsClient>> = {
  'get-account': (cms, { id }) => cms.getAccount(id()),
  'find-account': (cms, { text }) => cms.findAccountsByNumber(text('accountNumber')),
  'create-account': (cms, { record }) => cms.createAccount(record(ACCOUNT_DRAFT)),
  'update-account': (cms, { id, record }) => cms.updateAccount(id(), record(PARTY_UPDATE)),
  'list-contacts': (cms, { id }) => cms.listContacts(id()),
  'create-contact': (cms, { text, record }) => cms.createContact(text('accountId'), record(CONTACT)),
};

export = (RED: NodeAPI) => {
  function Cms(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    markUses(this, { cms: config.cms });
    const client = () =>
      requireConfig<MonitoringConfigNode>(RED, config.cms, 'a CMS connection').monitoring() as CmsClient;
    const listing = new ListingNode(this, 'accounts');
    if (config.op === 'list-accounts') markListing(this);

    onItems(RED, this, async (input) => {
      const { run, status } = input;
      if (config.op === 'list-accounts') {
        if (run)
          await listing.pass(input, run, () => listAccounts(client(), config.withContacts !== false, input, run));
        else await listAccounts(client(), config.withContacts !== false, input, undefined);
        return;
      }
      if (config.op === 'list-codes') {
        input.send(await client().listCodes(config.table as CodeTable));
        return;
      }
      if (run && config.op === 'list-contacts') {
        requireItems(input);
        await addContacts(client(), input.items, run);
        await input.emit([input.items], input.end);
        return;
      }
      const operation = operationNamed(OPERATIONS, config.op);
      input.send((await operation(client(), readArguments(input.msg.payload))) ?? null);
      status.done('done1');
    });
  }
  RED.nodes.registerType('dealer-sync-cms', Cms as (this: Node, config: NodeDef) => void);
};

/** Active accounts as items, with their contacts where wanted; in a run batch by batch. */
async function listAccounts(
  cms: CmsClient,
  withContacts: boolean,
  input: Input,
  run: Run | undefined,
): Promise<number> {
  const { status } = input;
  const space = run?.setup.space ?? 'cms';
  const all = [];
  let count = 0;
  status.working('reading', { n: 0 });
  for await (const accounts of cms.listAccounts(run?.signal)) {
    const items = accounts.map((account: Account) => ({ key: accountKey(space, account), account }));
    if (withContacts) await addContacts(cms, items, run);
    count += items.length;
    status.working('reading', { n: count });
    if (run) {
      run.arrive(items, 'cms');
      await input.emit([items]);
    } else {
      all.push(...items);
    }
  }
  if (!run) input.send(all);
  status.done('read', { n: count });
  return count;
}

async function addContacts(cms: CmsClient, items: { account?: Account }[], run: Run | undefined): Promise<void> {
  await eachLimited(items, CONTACT_READS_AT_ONCE, async ({ account }) => {
    if (account) account.contacts = await cms.listContacts(account.id, run?.signal);
  });
}
