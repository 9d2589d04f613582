/**
 * The peer of `bench:rapid-response`, in a process of its own: the reads of a quiet pair of cycles and nothing else, the
 * listings of the one and then of the other, through the same clients under the same limits.
 */
import { createRapidResponseClient } from '../lib/rapid-response/client';
import { createRevioClient } from '../lib/revio/revio-client';
import { answerReads, readToTheEnd } from './kit/reads';

export interface ReadSettings {
  rapidResponse: Parameters<typeof createRapidResponseClient>[0];
  revio: Parameters<typeof createRevioClient>[0];
}

/** In and out. */
const CYCLES = 2;

answerReads(({ rapidResponse, revio }: ReadSettings) => {
  const station = createRapidResponseClient(rapidResponse);
  const { billing, keyLinks } = createRevioClient(revio);
  const readKeyLinks = async () => readToTheEnd(keyLinks.list(await keyLinks.scope('RAPID_RESPONSE', 'Customer')));

  return async () => {
    for (let cycle = 1; cycle <= CYCLES; cycle += 1) {
      await Promise.all([readToTheEnd(station.listAccounts()), readToTheEnd(billing.listCustomers()), readKeyLinks()]);
    }
  };
});
