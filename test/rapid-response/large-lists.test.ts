import assert from 'node:assert/strict';
import { createRapidResponseClient } from '../../lib/rapid-response/client';
import { json, LocalServer } from '../http/local-server';
import { SETTINGS } from './settings';

const SITES = 10_000;

describe('Rapid Response lists of 10,000 sites', () => {
  let server: LocalServer;
  before(async () => {
    const sites = Array.from({ length: SITES }, (_, i) => ({
      SiteNum: i + 1,
      SiteName: `Customer ${i}`,
      SiteType: i % 2 ? 'C' : 'R',
      Address: `${i} Main St`,
      City: 'Testville',
      State: 'NY',
      ZipCode: '00001',
      SiteGroupNum: 390041,
      SiteID1: i % 10 === 0 ? String(i % 500) : '',
    }));
    const devices = sites.map(({ SiteNum }) => ({ SiteNum, DevNum: 1, TransmitterCode: `X${SiteNum}`, OOSCat: '' }));
    const replies: Record<string, object> = {
      UserLogin: { Success: true, OutputParameter: { SessionNum: 1, SessionPassword: 'session' } },
      Logout: { Success: true, OutputParameter: {} },
      SiteDetailList: { Success: true, ResultSet: sites },
      DeviceList: { Success: true, ResultSet: devices },
    };
    server = await LocalServer.start((request, response) =>
      json(response, replies[(request.url ?? '').replace(/^.*\//, '')] ?? {}),
    );
  });
  after(() => server.stop());

  it('come in batches of 200, in two calls, and let others have their turn in between', async () => {
    const client = createRapidResponseClient({ ...SETTINGS, baseUrl: `${server.url}/api` });
    let turns = 0;
    let listing = true;
    const others = () => {
      turns += 1;
      if (listing) setImmediate(others);
    };
    const sizes: number[] = [];
    for await (const batch of client.listAccounts()) {
      if (sizes.length === 0) setImmediate(others);
      sizes.push(batch.length);
    }
    listing = false;
    assert.deepEqual(
      sizes,
      Array.from({ length: SITES / 200 }, () => 200),
    );
    assert.ok(turns >= sizes.length - 1, `${turns} turns of the event loop for ${sizes.length} batches`);
    assert.equal(server.calls.length, 3, server.calls.join());
    await client.destroy();
  });

  it('are searched for our marks, several sites of one customer together', async () => {
    const client = createRapidResponseClient({ ...SETTINGS, baseUrl: `${server.url}/api` });
    const marked = await client.unfinished.list();
    assert.equal(marked.size, 50);
    assert.ok([...marked].every(([id, accounts]) => accounts.length === 20 && accounts.every((a) => a.madeFor === id)));
    await client.destroy();
  });
});
