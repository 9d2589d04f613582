/**
 * The peer of `bench:cycle`, in a process of its own: the reads of one quiet cycle and nothing else, through the same
 * clients under the same limits, the three listings beside each other as in the flow. Started by fork; answers each
 * message with what was read, and how long it took.
 */
import { createCmsClient } from '../lib/cms/client';
import type { Account } from '../lib/model/records';
import { createRevioClient } from '../lib/revio/revio-client';
import { eachLimited } from '../lib/sync/limited';

export interface ReadSettings {
  cms: Parameters<typeof createCmsClient>[0];
  revio: Parameters<typeof createRevioClient>[0];
  /** The cycle's own. */
  contactReadsAtOnce: number;
}

export interface ReadFigures {
  ms: number;
  read: { accounts: number; contacts: number; customers: number; keyLinks: number };
}

function prepare({ cms, revio, contactReadsAtOnce }: ReadSettings): () => Promise<ReadFigures> {
  const station = createCmsClient(cms);
  const { billing, keyLinks } = createRevioClient(revio);

  const readAccounts = async (read: ReadFigures['read']) => {
    for await (const accounts of station.listAccounts()) {
      read.accounts += accounts.length;
      await eachLimited(accounts, contactReadsAtOnce, async (account: Account) => {
        account.contacts = await station.listContacts(account.id);
        read.contacts += account.contacts.length;
      });
    }
  };
  const readCustomers = async (read: ReadFigures['read']) => {
    for await (const customers of billing.listCustomers()) read.customers += customers.length;
  };
  const readKeyLinks = async (read: ReadFigures['read']) => {
    const scope = await keyLinks.scope('CMS', 'Customer');
    for await (const links of keyLinks.list(scope)) read.keyLinks += links.length;
  };

  return async () => {
    const read = { accounts: 0, contacts: 0, customers: 0, keyLinks: 0 };
    const start = performance.now();
    await Promise.all([readAccounts(read), readCustomers(read), readKeyLinks(read)]);
    return { ms: performance.now() - start, read };
  };
}

const settings = process.env.BENCH_READS;
if (settings) {
  const read = prepare(JSON.parse(settings) as ReadSettings);
  process.on('message', () => void read().then((figures) => process.send?.(figures)));
  process.send?.('ready');
}
