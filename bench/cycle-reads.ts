/**
 * The peer of `bench:cycle`, in a process of its own: the reads of one quiet cycle and nothing else, through the same
 * clients under the same limits, the three listings beside each other as in the flow.
 */
import { createCmsClient } from '../lib/cms/client';
import type { Account } from '../lib/model/records';
import { createRevioClient } from '../lib/revio/revio-client';
import { eachLimited } from '../lib/sync/limited';
import { answerReads, readToTheEnd } from './kit/reads';

export interface ReadSettings {
  cms: Parameters<typeof createCmsClient>[0];
  revio: Parameters<typeof createRevioClient>[0];
  /** The cycle's own. */
  contactReadsAtOnce: number;
}

answerReads(({ cms, revio, contactReadsAtOnce }: ReadSettings) => {
  const station = createCmsClient(cms);
  const { billing, keyLinks } = createRevioClient(revio);

  const readAccounts = async () => {
    for await (const accounts of station.listAccounts()) {
      await eachLimited(accounts, contactReadsAtOnce, async (account: Account) => {
        account.contacts = await station.listContacts(account.id);
      });
    }
  };
  const readKeyLinks = async () => readToTheEnd(keyLinks.list(await keyLinks.scope('CMS', 'Customer')));

  return async () => {
    await Promise.all([readAccounts(), readToTheEnd(billing.listCustomers()), readKeyLinks()]);
  };
});
