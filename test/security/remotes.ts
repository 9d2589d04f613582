import { text } from 'node:stream/consumers';
import { createCmsClient } from '../../lib/cms/client';
import { createSource } from '../../lib/dealer-feed/sources/create-source';
import { createRapidResponseClient } from '../../lib/rapid-response/client';
import { createRevioClient } from '../../lib/revio/revio-client';
import { SETTINGS as CMS } from '../cms/settings';
import { HandClock } from '../http/hand-clock';
import { SETTINGS as RAPID_RESPONSE } from '../rapid-response/settings';

/** In every place of a client's settings that is secret; no reply, and no other host, may show it. */
export const SECRET = 'PLANTED-secret/1+%';

export interface Remote {
  /** Where a request's credentials lie: in its head, or in its body. */
  login: 'head' | 'body';
  /** Reads a list, whole. */
  read(url: string): Promise<unknown>;
}

export const LARGEST_FEED = 64 * 1024 * 1024;

/** Waits between tries pass at once. */
const clock = () => new HandClock(Date.UTC(2026, 0, 1), true);

/** Every client that we have of a system over HTTP, as its integration makes it. */
export const REMOTES: Record<string, Remote> = {
  CMS: {
    login: 'body',
    async read(url) {
      const client = createCmsClient({ ...CMS, keyCode: SECRET, serverUrl: url, clock: clock() });
      try {
        // The least of its caps: 64 MB, and a list of sites may have four times that.
        return await client.listContacts('1');
      } finally {
        client.destroy();
      }
    },
  },
  'Rev.io': {
    login: 'head',
    async read(url) {
      const client = createRevioClient({
        ...{ baseUrl: url, username: 'user', clientCode: 'client', password: SECRET, subscriptionKey: SECRET },
        ...{ callsPerMinute: 100_000, clock: clock() },
      });
      try {
        const all = [];
        for await (const batch of client.billing.listCustomers()) all.push(...batch);
        return all;
      } finally {
        client.destroy();
      }
    },
  },
  'Rapid Response': {
    login: 'body',
    async read(url) {
      const client = createRapidResponseClient({ ...RAPID_RESPONSE, password: SECRET, baseUrl: url, clock: clock() });
      try {
        const all = [];
        for await (const batch of client.listAccounts()) all.push(...batch);
        return all;
      } finally {
        await client.destroy();
      }
    },
  },
  'a feed over HTTP': {
    login: 'head',
    async read(url) {
      const source = createSource({
        ...{ kind: 'http', urls: [`${url}/inventory.csv`], username: 'user', password: SECRET },
        maxBytes: LARGEST_FEED,
      });
      try {
        return await text(await source.open({ folder: '', name: 'inventory.csv' }));
      } finally {
        await source.close();
      }
    },
  },
};
