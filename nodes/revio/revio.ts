import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Item } from '../../lib/model/item';
import type { Customer } from '../../lib/model/records';
import { eachLimited } from '../../lib/sync/limited';
import { customerKey } from '../../lib/sync/pairing';
import type { BillingSystem } from '../../lib/sync/ports';
import type { Run } from '../../lib/sync/run';
import { markUses } from '../runtime/connections-used';
import type { Input } from '../runtime/item-node';
import { CONTACT, CUSTOMER_DRAFT, type Operation, PARTY_UPDATE } from '../runtime/operation';
import { type RevioConfigNode, requireConfig } from '../runtime/remote-config';
import { onRemote } from '../runtime/remote-node';

interface Fields extends NodeDef {
  revio: string;
  op: string;
}

const OPERATIONS: Record<string, Operation<BillingSystem>> = {
  'get-customer': (revio, { id }) => revio.getCustomer(id()),
  'find-customer': (revio, { text }) => revio.findCustomersByNumber(text('accountNumber')),
  'create-customer': (revio, { record }) => revio.createCustomer(record(CUSTOMER_DRAFT)),
  'update-customer': (revio, { id, record }) => revio.updateCustomer(id(), record(PARTY_UPDATE)),
  'close-customer': (revio, { id }) => revio.closeCustomer(id()),
  'list-contacts': (revio, { text }) => revio.listContacts(text('customerId')),
  'create-contact': (revio, { text, record }) => revio.createContact(text('customerId'), record(CONTACT)),
  'update-contact': (revio, { id, record }) => revio.updateContact(id(), record(CONTACT)),
  'delete-contact': (revio, { id }) => revio.deleteContact(id()),
  'list-bill-profiles': (revio) => revio.listBillProfiles(),
};

export = (RED: NodeAPI) => {
  function Revio(this: Node, config: Fields) {
    RED.nodes.createNode(this, config);
    markUses(this, { revio: config.revio });
    onRemote<BillingSystem>(RED, this, {
      op: config.op,
      client: () => requireConfig<RevioConfigNode>(RED, config.revio, 'a Rev.io connection').client().billing,
      listing: { op: 'list-customers', name: 'customers', list: listCustomers },
      adding: { op: 'list-contacts', add: addContacts },
      operations: OPERATIONS,
    });
  }
  RED.nodes.registerType('dealer-sync-revio', Revio as (this: Node, config: NodeDef) => void);
};

/** In a run the customers stay with the run: most of them need nothing, and messages are cloned. */
async function listCustomers(billing: BillingSystem, input: Input, run: Run | undefined): Promise<number> {
  const { status } = input;
  const known = run?.customers ?? new Map<string, Customer>();
  for await (const customers of billing.listCustomers(run?.signal)) {
    for (const customer of customers) known.set(customer.id, customer);
    run?.progress();
    status.working('reading', { n: known.size });
  }
  if (!run) input.send([...known.values()].map((customer) => ({ key: customerKey(customer), customer })));
  status.done('read', { n: known.size });
  return known.size;
}

/** Rev.io allows four calls at once. */
const CONTACT_READS_AT_ONCE = 4;

async function addContacts(billing: BillingSystem, items: Item[], run: Run): Promise<void> {
  await eachLimited(items, CONTACT_READS_AT_ONCE, async ({ customer }) => {
    if (customer) customer.contacts = await billing.listContacts(customer.id, run.signal);
  });
}
