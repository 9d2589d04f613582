import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Item } from '../../lib/model/item';
import type { Customer } from '../../lib/model/records';
import { eachLimited } from '../../lib/sync/limited';
import { customerKey } from '../../lib/sync/pairing';
import type { BillingSystem } from '../../lib/sync/ports';
import type { Run } from '../../lib/sync/run';
import { markUses } from '../runtime/connections-used';
import { markListing } from '../runtime/flow-graph';
import { type Input, onItems, requireItems } from '../runtime/item-node';
import { ListingNode } from '../runtime/listing';
import {
  CONTACT,
  CUSTOMER_DRAFT,
  type Operation,
  operationNamed,
  PARTY_UPDATE,
  readArguments,
} from '../runtime/operation';
import { type RevioConfigNode, requireConfig } from '../runtime/remote-config';

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
    const billing = () => requireConfig<RevioConfigNode>(RED, config.revio, 'a Rev.io connection').client().billing;
    const listing = new ListingNode(this, 'customers');
    if (config.op === 'list-customers') markListing(this);

    onItems(RED, this, async (input) => {
      const { run, status } = input;
      if (config.op === 'list-customers') {
        if (run) await listing.pass(input, run, () => keepCustomers(billing(), input, run));
        else input.send(await readCustomers(billing()));
        return;
      }
      if (run && config.op === 'list-contacts') {
        requireItems(input);
        await addContacts(billing(), input.items, run);
        await input.emit([input.items], input.end);
        return;
      }
      const operation = operationNamed(OPERATIONS, config.op);
      input.send((await operation(billing(), readArguments(input.msg.payload))) ?? null);
      status.done('done1');
    });
  }
  RED.nodes.registerType('dealer-sync-revio', Revio as (this: Node, config: NodeDef) => void);
};

/** In a run the customers stay with the run: most of them need nothing, and messages are cloned. */
async function keepCustomers(billing: BillingSystem, input: Input, run: Run): Promise<number> {
  const { status } = input;
  for await (const customers of billing.listCustomers(run.signal)) {
    for (const customer of customers) run.customers.set(customer.id, customer);
    run.progress();
    status.working('reading', { n: run.customers.size });
  }
  status.done('read', { n: run.customers.size });
  return run.customers.size;
}

async function readCustomers(billing: BillingSystem): Promise<Item[]> {
  const items: Item[] = [];
  for await (const customers of billing.listCustomers()) {
    items.push(...customers.map((customer: Customer) => ({ key: customerKey(customer), customer })));
  }
  return items;
}

/** Rev.io allows four calls at once. */
const CONTACT_READS_AT_ONCE = 4;

async function addContacts(billing: BillingSystem, items: Item[], run: Run): Promise<void> {
  await eachLimited(items, CONTACT_READS_AT_ONCE, async ({ customer }) => {
    if (customer) customer.contacts = await billing.listContacts(customer.id, run.signal);
  });
}
