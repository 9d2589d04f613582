import assert from 'node:assert/strict';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import { CUT_REPLY, DOCTYPE, EMPTY_LIST, WEB_PAGE } from '../../simulators/cms';
import { BAD_REQUEST_ARRAY } from '../../simulators/revio';
import { assertFails, type Caught, ownNodes, tap } from './own-nodes';
import { edited, Site, until } from './site';

describe('bad input, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  const servers: Server[] = [];

  before(async () => {
    site = await Site.start({
      cms: { seed: 'small' },
      revio: { seed: 'small' },
      env: { CMS_KEY_CODE: '', REVIO_BILL_PROFILE: '' },
      edit: (flows) => [
        ...edited(flows, 'cms-sync-apply', { wires: [['cms-sync-end'], ['cms-sync-end', 'failed-items']] }),
        ...ownNodes('cms-sync'),
        tap('failed-items', 'cms-sync', 'msg.payload.map((item) => item.account.name)'),
      ],
    });
  });
  after(async () => {
    for (const server of servers) server.close();
    await site?.end();
  });

  const wrote = () => site.cms.log.writes().length + site.revio.log.writes().length;
  const set = (id: string, changes: object) => site.deploy('nodes', (flows) => edited(flows, id, changes));
  const serve = async (listener: RequestListener) => {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  const fails = (code: string, ...sources: string[]) => assertFails(site, 'cms', code, ...sources);

  it('a blank key code', async () => {
    assert.match((await fails('MISSING_SETTING', 'cms-sync-accounts')).message, /Key Code/);
  });

  it('a wrong key code', async () => {
    await set('ds-cms-config', { credentials: { accessKeyId: 'SIMKEY1', keyCode: 'PLANTED-WRONG' } });
    await fails('UNAUTHORIZED', 'cms-sync-accounts');
    await set('ds-cms-config', { credentials: { accessKeyId: 'SIMKEY1', keyCode: 'SIMCODE1' } });
  });

  it('a wrong password at Rev.io', async () => {
    await set('ds-revio', { credentials: { username: 'simuser', password: 'PLANTED-WRONG' } });
    // The key links are read at the same time as the customers: who comes first tells.
    await fails('UNAUTHORIZED', 'cms-sync-customers', 'cms-sync-pair');
    await set('ds-revio', { credentials: { username: 'simuser', password: 'simpass' } });
  });

  it('a Server URL that answers with a web page', async () => {
    const url = await serve((_req, res) => res.setHeader('content-type', 'text/html').end(WEB_PAGE.body));
    await set('ds-cms-config', { serverUrl: url });
    assert.match((await fails('HTML_REPLY', 'cms-sync-accounts')).message, /Server URL/);
    await set('ds-cms-config', { serverUrl: 'cms.example' });
    await fails('BAD_URL', 'cms-sync-accounts');
    await set('ds-cms-config', { serverUrl: '' });
  });

  it('an integration system that Rev.io does not know', async () => {
    await set('cms-sync-pair', { system: 'NO_SUCH' });
    assert.match((await fails('UNKNOWN_SYSTEM', 'cms-sync-pair')).message, /NO_SUCH/);
    await set('cms-sync-pair', { system: 'CMS' });
  });

  it('a reply that is cut in the middle', async () => {
    site.cms.faults.add({ ...CUT_REPLY, match: { operation: 'GetSiteSystemList' } });
    await fails('REPLY_CUT', 'cms-sync-accounts');
    site.cms.faults.clear();
  });

  it('N4: a reply with a DOCTYPE', async () => {
    site.cms.faults.add({ ...DOCTYPE, match: { operation: 'GetSiteSystemList' } });
    assert.doesNotMatch((await fails('UNSAFE_REPLY', 'cms-sync-accounts')).message, /expanded/);
    site.cms.faults.clear();
  });

  it('N4: a redirect to another host, which hears nothing', async () => {
    const heard: string[] = [];
    const elsewhere = await serve((req, res) => {
      heard.push(JSON.stringify(req.headers));
      res.end('{}');
    });
    const redirect = { status: 307, headers: { location: `${elsewhere}/v1/Customers` }, body: '' };
    site.revio.faults.add({ ...redirect, match: { operation: 'GET Customers' } });
    await fails('REDIRECTED', 'cms-sync-customers');
    site.revio.faults.clear();
    site.cms.faults.add({ ...redirect, match: { operation: 'GetSiteSystemList' } });
    await fails('REDIRECTED', 'cms-sync-accounts');
    site.cms.faults.clear();
    assert.deepEqual(heard, []);
  });

  it('N4: a reply without end', async () => {
    const url = await serve((_req, res) => {
      res.setHeader('content-type', 'application/json');
      const more = () => {
        while (!res.destroyed && res.write(' '.repeat(1024 * 1024)));
      };
      res.on('drain', more);
      more();
    });
    await set('ds-revio', { baseUrl: `${url}/v1` });
    await fails('REPLY_TOO_LARGE', 'cms-sync-customers', 'cms-sync-pair');
    await set('ds-revio', { baseUrl: '' });
  });

  for (const [what, id, code] of [
    ['blank', '', 'MISSING_BILL_PROFILE'],
    ['unknown', '99', 'UNKNOWN_BILL_PROFILE'],
    ['inactive', '3', 'UNKNOWN_BILL_PROFILE'],
  ] as const) {
    it(`a bill profile that is ${what}`, async () => {
      await set('ds-revio', { billProfile: id });
      assert.match((await fails(code, 'cms-sync-apply')).message, /bill profile/);
    });
  }

  it('a trigger that says nonsense', async () => {
    const before = site.heard('caught').length;
    await site.deploy('nodes', (flows) => edited(flows, 'cms-sync-now', { payload: '{"cause": "boredom"}' }));
    await site.nodeRed.inject('cms-sync-now');
    const caught = await until(async () => site.heard('caught')[before]?.payload as Caught | undefined, 'the error');
    assert.deepEqual([caught.code, caught.source], ['BAD_TRIGGER', 'cms-sync-run']);
  });

  it('once all is mended the next run does everything, and what one record cannot do stops no other', async () => {
    assert.equal(wrote(), 0, 'nothing was written by all that failed');
    await set('ds-revio', { billProfile: '1' });
    const refused = { ...BAD_REQUEST_ARRAY, match: { operation: 'POST Customers', body: 'Two Systems Storage' } };
    site.revio.faults.add(refused);
    const run = await site.run('cms');
    assert.equal(run.state, 'done', run.error?.message);
    assert.equal(run.counts.failed, 1);
    assert.ok(run.counts.created > 0 && run.counts.linked > 0);
    const items = await until(async () => site.heard('failed-items')[0]?.payload, 'the failed item at its output');
    assert.deepEqual(items, ['Two Systems Storage']);
    site.revio.faults.clear();
    site.revio.breaches.clear();
    const next = await site.run('cms');
    assert.deepEqual([next.counts.failed, next.counts.created], [0, 1], 'nothing was lost');
  });

  it('every status that was shown is a short text in words, with its color', () => {
    const shown = site.heard('statuses').map(({ payload }) => payload as { fill?: string; text?: string });
    const texts = new Set(shown.flatMap(({ fill, text }) => (fill && text ? [text] : [])));
    assert.ok(texts.size > 15, [...texts].join());
    for (const text of texts) {
      assert.ok(text.length < 20, text);
      assert.doesNotMatch(text, /common\.|__|undefined|NaN/);
    }
  });

  it('S10: an empty list where there were some holds the run, and writes nothing', async () => {
    const before = { writes: wrote(), caught: site.heard('caught').length };
    site.cms.faults.add({ ...EMPTY_LIST, match: { operation: 'GetSiteSystemList' } });
    const run = await site.run('cms');
    assert.equal(run.state, 'held');
    assert.equal(wrote(), before.writes);
    assert.equal(site.heard('caught').length, before.caught, 'held is no error');
    site.cms.faults.clear();
    assert.equal((await site.run('cms')).state, 'done');
    assert.equal(wrote(), before.writes, 'nothing was lost');
  });
});
