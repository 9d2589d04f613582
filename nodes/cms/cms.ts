import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { CmsClient, CodeTable } from '../../lib/cms/client';
import type { Account } from '../../lib/model/records';
import { eachLimited } from '../../lib/sync/limited';
import type { Run } from '../../lib/sync/run';
import { markUses } from '../runtime/connections-used';
import { ACCOUNT_DRAFT, CONTACT, type Operation, PARTY_UPDATE } from '../runtime/operation';
import { type MonitoringConfigNode, requireConfig } from '../runtime/remote-config';
import { listAccounts, onRemote } from '../runtime/remote-node';

interface Fields extends NodeDef {
  cms: string;
  op: string;
  withContacts: boolean;
  table: string;
}

/** CMS answers 503 to more than five calls at once with one key. */
const CONTACT_READS_AT_ONCE = 4;

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
    const contactsOf = (cms: CmsClient, run: Run | undefined) => (items: { account?: Account }[]) =>
      config.withContacts === false ? undefined : addContacts(cms, items, run);

    onRemote<CmsClient>(RED, this, {
      op: config.op,
      client: () => requireConfig<MonitoringConfigNode>(RED, config.cms, 'a CMS connection').monitoring() as CmsClient,
      listing: {
        op: 'list-accounts',
        name: 'accounts',
        // Active ones, with their contacts where wanted.
        list: (cms, input, run) => listAccounts(cms, input, run, 'cms', contactsOf(cms, run)),
      },
      adding: { op: 'list-contacts', add: addContacts },
      operations: { ...OPERATIONS, 'list-codes': (cms) => cms.listCodes(config.table as CodeTable) },
    });
  }
  RED.nodes.registerType('dealer-sync-cms', Cms as (this: Node, config: NodeDef) => void);
};

async function addContacts(cms: CmsClient, items: { account?: Account }[], run: Run | undefined): Promise<void> {
  await eachLimited(items, CONTACT_READS_AT_ONCE, async ({ account }) => {
    if (account) account.contacts = await cms.listContacts(account.id, run?.signal);
  });
}
