import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { CMS_KEYS } from '../../simulators/cms';
import { RAPID_RESPONSE_CREDENTIALS } from '../../simulators/rapid-response';
import { REVIO_CREDENTIALS, UNAUTHORIZED } from '../../simulators/revio';
import { Site } from './site';

/** Planted where a real site has them; no other text looks like these. */
const PASSWORD = 'PLANTED-pass+w%rd/1';
const { keyCode: KEY_CODE } = CMS_KEYS;
const SUBSCRIPTION_KEY = 'PLANTED-SUBSCRIPTION-1';
const { username, clientCode } = REVIO_CREDENTIALS;
const { password: RR_PASSWORD } = RAPID_RESPONSE_CREDENTIALS;

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
  ...[PASSWORD, KEY_CODE, SUBSCRIPTION_KEY, RR_PASSWORD].flatMap(forms),
  Buffer.from(`${username}@${clientCode}:${PASSWORD}`).toString('base64'),
  Buffer.from(`${clientCode}\\${username}:${PASSWORD}`).toString('base64'),
];

describe('S21: secrets, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  let replies = '';
  /** What careless servers say of a login in their failures. */
  const echo = `login failed for ${username} password ${PASSWORD}, key ${SUBSCRIPTION_KEY}`;
  const cmsEcho = `login failed with key code ${KEY_CODE}`;

  before(async () => {
    site = await Site.start({
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
            : node,
      ),
    );
  });
  after(() => site?.end());

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

  it('tells none in any reply of the admin API', async () => {
    const lists = ['runs', 'pending', 'conflicts', 'holds', 'parked', 'links', 'audit', 'integrations', 'records'];
    for (const list of lists) await ask(`dealer-sync/${list}?limit=500`);
    for (const integration of ['cms', 'rapid-response-inbound', 'rapid-response-outbound'])
      for (const { id } of await site.runs(integration)) {
        await ask(`dealer-sync/runs/${id}?limit=500`);
        await ask(`dealer-sync/runs/${id}/calls?limit=500`);
      }
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
    await ask('credentials/dealer-sync-revio-config/ds-revio');
    await ask('credentials/dealer-sync-rapid-response-config/ds-rapid-response');
    clean(JSON.stringify(await site.nodeRed.get('flows')), 'the exported flows');
    clean(replies, 'the editor');
    clean(readFileSync(join(site.home, 'flows.json'), 'utf8'), 'flows.json');
  });

  it('keeps none in the store', () => {
    const folder = join(site.home, 'dealer-sync');
    const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    assert.ok(files.length > 3);
    for (const file of files) clean(readFileSync(join(file.parentPath, file.name), 'utf8'), file.name);
  });

  it('writes none to the log, or onto any message', () => {
    assert.ok(site.told().includes('Ash & Birch Dental'), 'the messages were shown');
    clean(site.told(), 'the log');
  });
});
