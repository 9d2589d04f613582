import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { CMS_KEYS } from '../../simulators/cms';
import { RAPID_RESPONSE_CREDENTIALS } from '../../simulators/rapid-response';
import { REVIO_CREDENTIALS, UNAUTHORIZED } from '../../simulators/revio';
import { LocalServer } from '../http/local-server';
import { isPage, OPEN, probe } from './security/users';
import { Site } from './site';

/** Planted where a real site has them; no other text looks like these. */
const PASSWORD = 'PLANTED-pass+w%rd/1';
const { keyCode: KEY_CODE } = CMS_KEYS;
const SUBSCRIPTION_KEY = 'PLANTED-SUBSCRIPTION-1';
const { username, clientCode } = REVIO_CREDENTIALS;
const { password: RR_PASSWORD } = RAPID_RESPONSE_CREDENTIALS;
const FEED_PASSWORD = 'PLANTED-feed/pass+1';
/** In the address of a file, where it is no credential of the node, and is exported with the flow. */
const FEED_TOKEN = 'PLANTED-TOKEN-1';
const PRIVATE_KEY = '-----BEGIN OPENSSH PRIVATE KEY-----\nPLANTED-PRIVATE-KEY\n-----END OPENSSH PRIVATE KEY-----';
const PASSPHRASE = 'PLANTED-PASSPHRASE-1';
const DATABASE_PASSWORD = 'PLANTED-DATABASE-1';

/** Every credential field of every config node that is a password, and what is planted in it. */
const PLANTED: Record<string, Record<string, string>> = {
  'revio-config/ds-revio': { password: PASSWORD, subscriptionKey: SUBSCRIPTION_KEY },
  'cms-config/ds-cms-config': { keyCode: KEY_CODE },
  'rapid-response-config/ds-rapid-response': { password: RR_PASSWORD },
  'dms-config/ds-dms': { password: FEED_PASSWORD, privateKey: PRIVATE_KEY, passphrase: PASSPHRASE },
};
/** A store with this URL is no store, so that it is only tried from its dialog. */
const DATABASE_URL = `postgres://owner:${DATABASE_PASSWORD}@127.0.0.1:9/sync`;

/** A secret in any of the forms that a careless line would write it in. */
const forms = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
];
/** PINs, code words, tax and registration numbers of the simulators' records, and passwords of sessions. */
const OF_RECORDS = /PLANTED-(PIN|WORD|TAX|REG|SESSION)-\d+/;
const FORBIDDEN = [
  ...[...Object.values(PLANTED).flatMap((fields) => Object.values(fields)), DATABASE_PASSWORD].flatMap(forms),
  'PLANTED-PRIVATE-KEY',
  Buffer.from(`feeder:${FEED_PASSWORD}`).toString('base64'),
  Buffer.from(`${username}@${clientCode}:${PASSWORD}`).toString('base64'),
  Buffer.from(`${clientCode}\\${username}:${PASSWORD}`).toString('base64'),
];

describe('S21: secrets, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  let feeds: LocalServer;
  const folder = mkdtempSync(join(tmpdir(), 'dealer-sync-no-feeds-'));
  let replies = '';
  /** What careless servers say of a login in their failures. */
  const echo = `login failed for ${username} password ${PASSWORD}, key ${SUBSCRIPTION_KEY}`;
  const cmsEcho = `login failed with key code ${KEY_CODE}`;

  before(async () => {
    // A server that says back all that it was told.
    feeds = await LocalServer.start(({ url, headers }, response) => {
      response.writeHead(500, { 'x-echo': `${headers.authorization}` }).end(`${url} ${JSON.stringify(headers)}`);
    });
    site = await Site.start({
      dealerFeed: { folder },
      settings: OPEN,
      cms: { seed: 'small' },
      rapidResponse: { seed: 'small' },
      revio: {
        seed: 'small',
        credentials: { username, clientCode, password: PASSWORD },
        subscriptionKey: SUBSCRIPTION_KEY,
      },
      env: { REVIO_PASSWORD: PASSWORD, REVIO_SUBSCRIPTION_KEY: SUBSCRIPTION_KEY },
      // Also what goes by on the wires: each node's messages are shown whole.
      edit: (flows) => [
        ...flows.map((node) =>
          node.id === 'cms-sync-customers' ? { ...node, wires: [['cms-sync-pair', 'wiretap']] } : node,
        ),
        { id: 'wiretap', type: 'debug', z: 'cms-sync', active: true, console: true, complete: 'true', wires: [] },
        { id: 'own-catch', type: 'catch', z: 'cms-sync', scope: null, uncaught: false, wires: [['own-tap']] },
        {
          id: 'own-tap',
          type: 'function',
          z: 'cms-sync',
          func: 'node.warn(JSON.stringify(msg));',
          outputs: 0,
          wires: [],
        },
      ],
    });
    // In the environment, and in the credentials of a node.
    await site.deploy('full', (flows) =>
      flows.map((node) =>
        node.id === 'ds-revio'
          ? { ...node, credentials: { username, password: PASSWORD, subscriptionKey: SUBSCRIPTION_KEY } }
          : node.id === 'ds-rapid-response'
            ? { ...node, credentials: RAPID_RESPONSE_CREDENTIALS }
            : node.id === 'ds-cms-config'
              ? { ...node, credentials: CMS_KEYS }
              : node.id === 'ds-dms'
                ? {
                    ...{ ...node, sourceKind: 'http', urls: `${feeds.url}/feeds/1_MP1.csv?token=${FEED_TOKEN}` },
                    credentials: { ...PLANTED['dms-config/ds-dms'], username: 'feeder' },
                  }
                : node,
      ),
    );
  });
  after(async () => {
    await site?.end();
    await feeds?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is planted in every field that Node-RED keeps as a password', async () => {
    const nodes = join(__dirname, '..', '..', 'nodes');
    const withSecrets = readdirSync(nodes).filter((name) =>
      readdirSync(join(nodes, name)).some(
        (file) =>
          file.endsWith('.editor.ts') && readFileSync(join(nodes, name, file), 'utf8').includes("type: 'password'"),
      ),
    );
    const planted = Object.keys(PLANTED).map((node) => node.split('/')[0]);
    assert.deepEqual(withSecrets.sort(), [...planted, 'sync-store'].sort());
    for (const [node, fields] of Object.entries(PLANTED)) {
      const known = await site.nodeRed.get<Record<string, unknown>>(`credentials/dealer-sync-${node}`);
      const secret = Object.keys(known).filter((name) => name.startsWith('has_'));
      assert.deepEqual(
        secret.sort(),
        Object.keys(fields)
          .map((name) => `has_${name}`)
          .sort(),
        node,
      );
      assert.ok(
        secret.every((name) => known[name] === true),
        node,
      );
    }
  });

  const clean = (text: string, where: string) => {
    for (const secret of FORBIDDEN) {
      const at = text.indexOf(secret);
      assert.ok(at < 0, `${where} tells a secret: …${text.slice(Math.max(0, at - 120), at)}[here]`);
    }
    const record = OF_RECORDS.exec(text);
    assert.ok(
      !record,
      `${where} tells ${record?.[0]}: …${text.slice(Math.max(0, (record?.index ?? 0) - 120), record?.index)}`,
    );
  };

  const ask = async (path: string, body?: object) => {
    const response = await fetch(`${site.nodeRed.url}/${path}`, {
      ...(body ? { method: 'POST', body: JSON.stringify(body) } : {}),
      headers: { 'content-type': 'application/json' },
    });
    replies += `\n${path} ${await response.text()}`;
  };

  it('runs, fails in every way, and runs again', async () => {
    const wrongly = async (side: 'cms' | 'revio', rule: object) => {
      site[side].faults.add(rule);
      const run = await site.run('cms');
      site[side].faults.clear();
      replies += JSON.stringify(run);
      return run;
    };
    assert.equal((await site.run('cms', { preview: true })).state, 'done');
    await wrongly('revio', { ...UNAUTHORIZED, body: { statusCode: 401, message: echo } });
    await wrongly('revio', {
      status: 400,
      body: [{ ok: false, error: 'BadRequest', message: echo }],
      match: { operation: 'GET Customers' },
    });
    await wrongly('revio', { status: 500, body: echo, match: { operation: 'GET Customers' }, times: 8 });
    await wrongly('revio', { status: 200, body: `{"ok":false,"error":${JSON.stringify(echo)}}` });
    await wrongly('revio', { status: 302, headers: { location: `/login?password=${PASSWORD}` }, body: echo });
    await wrongly('cms', { status: 200, body: `<html>${cmsEcho}</html>` });
    const fault = `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Client</faultcode><faultstring>${cmsEcho}</faultstring></soap:Fault></soap:Body></soap:Envelope>`;
    await wrongly('cms', { status: 500, headers: { 'content-type': 'text/xml' }, body: fault });
    // One record that Rev.io refuses with our own secret in its words, among others that go through.
    site.revio.faults.add({
      status: 400,
      body: [{ ok: false, message: echo }],
      match: { operation: 'POST Customers', body: 'Two Systems' },
    });
    assert.equal((await site.run('cms')).state, 'done');
    site.revio.faults.clear();
    site.revio.breaches.clear();
    assert.equal((await site.run('cms')).state, 'done');
  });

  it('runs and fails at Rapid Response, which repeats what it was sent: the password, and each session’s', async () => {
    // The very first call already is answered with the password of the session that its login has opened.
    const before = site.station.sessions.open();
    assert.ok(before !== 'too many' && before.number > 0);
    site.station.sessions.close(before.number);
    const said = `${before.password.replace(/\d+$/, '')}${before.number + 1} of ${RR_PASSWORD} was refused`;
    const wrongly = async (rule: object) => {
      site.station.faults.add(rule);
      replies += JSON.stringify(await site.run('rapid-response-inbound'));
      site.station.faults.clear();
    };
    const refusal = (UserErrorMessage: string) => ({ Success: false, ErrorTypeNum: 0, UserErrorMessage });
    await wrongly({ status: 200, body: refusal(said), match: { operation: 'SiteDetailList' } });
    await wrongly({ status: 200, body: refusal(said), match: { operation: 'DeviceList' } });
    await wrongly({ status: 400, body: refusal(said) });
    await wrongly({ status: 200, body: `<html>${said}</html>` });
    await wrongly({ status: 200, body: { Success: true, [said]: said }, match: { operation: 'DeviceList' } });
    assert.equal(site.station.sessions.opened, 2, 'it was that session');
    site.station.sessions.endAll();
    await wrongly({ status: 200, body: refusal(said), match: { operation: 'UserLogin' } });
    for (const half of ['inbound', 'outbound']) assert.equal((await site.run(`rapid-response-${half}`)).state, 'done');
  });

  it('fails at a feed server that says back the login and the address', async () => {
    for (let n = 0; n < 2; n += 1) replies += JSON.stringify(await site.run('dealer-feed'));
    assert.ok(feeds.heads.some(({ authorization }) => authorization?.startsWith('Basic ')));
    feeds.handler = (_request, response) => {
      response.writeHead(200);
      response.write('VIN,');
      response.destroy();
    };
    replies += JSON.stringify(await site.run('dealer-feed'));
    assert.ok(feeds.calls.some((call) => call.includes(FEED_TOKEN)));
  });

  it('tells none in any reply of the admin API: every route that express knows, with what is really there', async () => {
    const gets = (await probe(site)).routes.filter((route) => route.method === 'get' && !isPage(route));
    const ids = async (path: string): Promise<string[]> => {
      const list = path.split('/:')[0];
      if (path === '/dealer-sync/service-requests/vin/:vin' || !gets.some((route) => route.path === list)) return ['1'];
      const all = await site.nodeRed.get<{ id: string }[] | { items?: { id: string }[] }>(
        `${list?.slice(1)}?limit=500`,
      );
      return ['none', ...(Array.isArray(all) ? all : (all.items ?? [])).map(({ id }) => id)];
    };
    for (const { path } of gets.filter((route) => !route.path.endsWith('/events')))
      for (const id of path.includes(':') ? await ids(path) : [''])
        await ask(`${path.slice(1).replace(/:\w+/, encodeURIComponent(id))}?limit=500`);
    for (const integration of ['cms', 'rapid-response-inbound', 'rapid-response-outbound', 'dealer-feed'])
      for (const { id } of await site.runs(integration)) {
        await ask(`dealer-sync/runs/${id}?limit=500`);
        await ask(`dealer-sync/runs/${id}/calls?limit=500`);
      }
    const sftp = { sourceKind: 'sftp', host: '127.0.0.1', port: '9', hostKey: 'SHA256:x', files: '*' };
    const { password: _, ...key } = PLANTED['dms-config/ds-dms'] ?? {};
    for (const body of [
      { id: 'ds-dms', values: {}, credentials: {} },
      { id: 'ds-dms', values: sftp, credentials: { username: 'u', password: FEED_PASSWORD, ...key } },
      { id: 'ds-dms', values: { sourceKind: 'folder', folder: `\${REVIO_PASSWORD}` }, credentials: { password: '' } },
      { id: 'none', values: { sourceKind: 'folder', folder: `\${REVIO_PASSWORD}` } },
    ])
      await ask('dealer-sync/editor/test/dms-config', body);
    for (const postgresUrl of [DATABASE_URL, `\${REVIO_PASSWORD}`, `${DATABASE_URL}:no`, DATABASE_URL.slice(11)])
      await ask('dealer-sync/editor/test/sync-store', { id: 'ds-store', credentials: { postgresUrl } });
    // A variable in a field that a sentence names: whoever may try a connection may not read the environment for that.
    for (const [kind, id, values] of [
      [
        'rapid-response-config',
        'ds-rapid-response',
        { deviceType: `\${REVIO_PASSWORD}`, timezone: `\${REVIO_PASSWORD}` },
      ],
      ['cms-config', 'ds-cms-config', { defaultAuthId: `\${REVIO_PASSWORD}`, companyId: `\${REVIO_PASSWORD}` }],
      ['revio-config', 'ds-revio', { clientCode: `\${REVIO_PASSWORD}`, billProfile: `\${REVIO_PASSWORD}` }],
    ] as const)
      await ask(`dealer-sync/editor/test/${kind}`, { id, values, credentials: {} });
    assert.match(replies, /Default Device Type \\"\*{3}\\"/, 'what a variable stands for is blacked out');
    assert.ok(!replies.includes(FEED_TOKEN), 'the token of an address');
    for (const id of ['ds-revio', 'ds-cms-config', 'ds-rapid-response']) {
      for (const kind of ['revio-config', 'cms-config', 'rapid-response-config']) {
        await ask(`dealer-sync/editor/test/${kind}`, { id, values: {}, credentials: {} });
        await ask(`dealer-sync/editor/test/${kind}`, {
          id,
          values: {},
          credentials: { password: 'x', keyCode: 'x', subscriptionKey: 'x' },
        });
        await ask(`dealer-sync/editor/choices/${kind}`, { id, list: 'systems' });
      }
    }
    clean(replies, 'the admin API');
  });

  it('tells none in the flows, as the editor exports them', async () => {
    await ask('flows');
    for (const node of Object.keys(PLANTED)) await ask(`credentials/dealer-sync-${node}`);
    clean(JSON.stringify(await site.nodeRed.get('flows')), 'the exported flows');
    clean(replies, 'the editor');
    clean(readFileSync(join(site.home, 'flows.json'), 'utf8'), 'flows.json');
  });

  it('keeps none in the store', () => {
    const folder = join(site.home, 'dealer-sync');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.length > 3);
    for (const file of files) {
      const text = readFileSync(join(file.parentPath, file.name), 'utf8');
      clean(text, file.name);
      assert.ok(!text.includes(FEED_TOKEN), `${file.name} keeps the token of an address`);
    }
  });

  it('writes none to the log, or onto any message', () => {
    assert.ok(site.told().includes('Ash & Birch Dental'), 'the messages were shown');
    clean(site.told(), 'the log');
    assert.ok(!site.told().includes(FEED_TOKEN), 'the token of an address');
  });
});
