import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'mocha';
import { edited, Site, until } from './site';

/** Node-RED's own users: one who may only look at flows, one of ours who reads, one who also writes, one who is Node-RED's admin. */
const USERS: Record<string, string[]> = {
  visitor: ['flows.read'],
  reader: ['dealer-sync.read'],
  operator: ['dealer-sync.read', 'dealer-sync.write'],
  admin: ['*'],
};
const PASSWORD = 'a-password';

const SETTINGS = `adminAuth: {
  type: 'credentials',
  users: async (username) => (${JSON.stringify(USERS)})[username] ? { username, permissions: (${JSON.stringify(USERS)})[username] } : null,
  authenticate: async (username, password) =>
    password === ${JSON.stringify(PASSWORD)} ? { username, permissions: (${JSON.stringify(USERS)})[username] } : null,
},`;

const READ_ROUTES = [
  'integrations',
  'runs',
  'runs/no-such-run',
  'pending',
  'conflicts',
  'holds',
  'parked',
  'links',
  'audit',
  'monitoring-billing',
  'monitoring-billing.csv',
  'session',
  'setup',
  'customers',
  'runs/no-such-run/calls',
  'holds/no-such-plan',
  'records',
  'records/no-such-record',
  'audit.csv',
];
const WRITE_ROUTES = [
  'integrations/cms/run',
  'runs/no-such-run/stop',
  'pending',
  'pending/no-such-pair',
  'pending/bulk',
  'conflicts',
  'conflicts/no-such-pair',
  'holds/no-such-plan',
  'parked',
  'parked/no-such-pair/retry',
  'audit/no-such-entry/restore',
  'links/no-such-pair',
  'editor/test/revio-config',
  'editor/test/cms-config',
  'editor/test/rapid-response-config',
  'editor/test/dms-config',
  'editor/test/sync-store',
  'editor/choices/revio-config',
  'editor/choices/cms-config',
  'editor/choices/rapid-response-config',
  'editor/try-match',
  'editor/try-mapping',
  'editor/preview-feed',
];
const SECRETS = /SIMCODE1|simpass|a-password|PLANTED-/;

describe('the admin API under adminAuth, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  const tokens: Record<string, string> = {};

  before(async () => {
    site = await Site.start({
      cms: { seed: 'small' },
      rapidResponse: { seed: 'small' },
      revio: { seed: 'small' },
      settings: SETTINGS,
      edit: (flows) => edited(flows, 'cms-sync-gate', { createCount: '1000', createShare: '100' }),
    });
    for (const username of Object.keys(USERS)) {
      const response = await fetch(`${site.nodeRed.url}/auth/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          client_id: 'node-red-editor',
          grant_type: 'password',
          scope: '',
          username,
          password: PASSWORD,
        }),
      });
      tokens[username] = ((await response.json()) as { access_token: string }).access_token;
    }
  });
  after(() => site?.end());

  /** One request, and a look at its reply: no secret in it, whoever asked. */
  const ask = async (
    user: string | undefined,
    method: string,
    path: string,
    body?: string,
    type = 'application/json',
  ): Promise<{ status: number; text: string; json: Record<string, unknown> }> => {
    const response = await fetch(`${site.nodeRed.url}/dealer-sync/${path}`, {
      method,
      headers: {
        ...(user ? { authorization: `Bearer ${tokens[user]}` } : {}),
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await response.text();
    assert.doesNotMatch(text, SECRETS, `N3: ${method} ${path} told a secret`);
    return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : {} };
  };

  it('N3: answers 401 without a user, on every route', async () => {
    for (const path of READ_ROUTES) assert.equal((await ask(undefined, 'GET', path)).status, 401, path);
    for (const path of WRITE_ROUTES) assert.equal((await ask(undefined, 'POST', path, '{}')).status, 401, path);
  });

  it('N3: answers 401 or 403 without the permission', async () => {
    for (const path of READ_ROUTES) {
      assert.ok([401, 403].includes((await ask('visitor', 'GET', path)).status), path);
      assert.ok([200, 404].includes((await ask('reader', 'GET', path)).status), path);
    }
    for (const path of WRITE_ROUTES) {
      for (const user of ['visitor', 'reader']) {
        assert.ok([401, 403].includes((await ask(user, 'POST', path, '{}')).status), `${user} ${path}`);
      }
    }
  });

  it('N3: lets who may read hear of changes, and nobody else', async () => {
    for (const [user, status] of [
      [undefined, 401],
      ['visitor', 401],
      ['reader', 200],
    ] as const) {
      const away = new AbortController();
      const headers: Record<string, string> = user ? { authorization: `Bearer ${tokens[user]}` } : {};
      const url = `${site.nodeRed.url}/dealer-sync/events`;
      assert.equal((await fetch(url, { headers, signal: away.signal })).status, status, user);
      away.abort();
    }
  });

  it('N3: says to each user what they may do here', async () => {
    for (const [user, write] of Object.entries({ reader: false, operator: true, admin: true })) {
      const { json } = await ask(user, 'GET', 'session');
      assert.deepEqual(json.user, { name: user, anonymous: false });
      assert.deepEqual([json.can, json.secured], [{ read: true, write }, true], user);
    }
  });

  it('N3: takes JSON only on write routes, so that no form of another site can post', async () => {
    const forms: [body: string, type: string][] = [
      ['decision=accept', 'application/x-www-form-urlencoded'],
      ['{"decision":"accept"}', 'text/plain'],
      [
        '--b\r\ncontent-disposition: form-data; name="decision"\r\n\r\naccept\r\n--b--',
        'multipart/form-data; boundary=b',
      ],
      ['<decision/>', 'application/xml'],
    ];
    for (const path of WRITE_ROUTES) {
      for (const [body, type] of forms) {
        const { status, json } = await ask('operator', 'POST', path, body, type);
        assert.equal(status, 415, `${path} ${type}`);
        assert.match(String(json.message), /JSON/);
      }
    }
  });

  it('N3: answers 4xx with a sentence to any malformed body', async () => {
    const bodies = [
      '{',
      '',
      'null',
      '"text"',
      '[]',
      '[1]',
      '7',
      '{"decision":"burn"}',
      '{"ids":"x"}',
      '{"ids":[1]}',
      '{"__proto__":{"a":1}}',
    ];
    const lenient = new Set(['integrations/cms/run', 'editor/test/sync-store']);
    for (const path of WRITE_ROUTES.filter((one) => !one.startsWith('editor/') && !lenient.has(one))) {
      for (const body of bodies) {
        const { status, json, text } = await ask('operator', 'POST', path, body);
        assert.ok(status >= 400 && status < 500, `${path} ${body}: ${status} ${text}`);
        assert.match(String(json.message), /(\S+ ){2}.*\.$/, `${path} ${body}: ${text}`);
        assert.doesNotMatch(text, /node_modules|at \w+ \(/, 'no stack');
      }
    }
    for (const body of [
      '{',
      'null',
      '"text"',
      '[]',
      '{"preview":"yes"}',
      '{"cause":"boredom"}',
      '{"customerIds":[{}]}',
      '{"customerIds":{}}',
    ]) {
      const { status, json, text } = await ask('operator', 'POST', 'integrations/cms/run', body);
      assert.ok(status >= 400 && status < 500, `${body}: ${status} ${text}`);
      assert.match(String(json.message), /(\S+ ){2}/);
    }
    const unknown = await ask('operator', 'POST', 'integrations/no-such/run', '{}');
    assert.equal(unknown.status, 404);
    for (const path of WRITE_ROUTES.filter((one) => one.startsWith('editor/'))) {
      for (const body of [
        '{',
        'null',
        '[]',
        '{}',
        '{"id":{},"values":7}',
        '{"id":"ds-revio","values":{}}',
        '{"id":"cms-sync-run"}',
        '{"account":5,"customer":[]}',
      ]) {
        const { status, json, text } = await ask('operator', 'POST', path, body);
        assert.ok(status < 500, `${path} ${body}: ${status} ${text}`);
        if (status >= 400) assert.match(String(json.message), /(\S+ ){2}/, `${path} ${body}`);
        else if (json.ok === false) assert.notEqual(json.code, 'UNEXPECTED', `${path} ${body}: ${text}`);
      }
    }
  });

  it('answers 4xx to a query that cannot be meant', async () => {
    for (const query of ['limit=all', 'offset=-1', 'limit=1.5']) {
      const { status, json } = await ask('reader', 'GET', `pending?${query}`);
      assert.equal(status, 400, query);
      assert.match(String(json.message), /whole number/);
    }
    for (const query of ['q=%25%00', 'q[]=x', 'q[$gt]=', 'limit=500&q=(', 'integration=__proto__']) {
      const { status, text } = await ask('reader', 'GET', `pending?${query}`);
      assert.ok(status < 500, `${query}: ${text}`);
    }
    for (const id of ['__proto__', 'constructor', '..%2f..', '%00', 'x'.repeat(3000)]) {
      const { status, text } = await ask('reader', 'GET', `runs/${id}`);
      assert.ok(status >= 400 && status < 500, `${id}: ${status} ${text}`);
    }
  });

  it('S21: sends no stored password, and none of the environment, to an address that was typed in', async () => {
    const heard: string[] = [];
    const server: Server = createServer((req, res) => {
      let body = '';
      req.on('data', (chunk) => {
        body += chunk;
      });
      req.on('end', () => {
        heard.push(`${JSON.stringify(req.headers)} ${body}`);
        res.end('{}');
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const tries: [path: string, body: object][] = [];
    for (const id of ['ds-revio', 'ds-cms-config', 'ds-rapid-response', 'none', '']) {
      for (const credentials of [{}, { password: '', keyCode: '' }]) {
        const values = {
          ...{ baseUrl: url, serverUrl: url, clientCode: 'c', companyId: `\${CMS_KEY_CODE}` },
          ...{ dealerNumber: `\${RR_PASSWORD}`, deviceType: `\${RR_PASSWORD}` },
        };
        for (const kind of ['revio-config', 'cms-config', 'rapid-response-config']) {
          tries.push([`editor/test/${kind}`, { id, values, credentials }]);
          tries.push([`editor/choices/${kind}`, { id, values, credentials, list: 'bill-profiles' }]);
        }
      }
    }
    for (const [path, body] of tries) {
      const { json } = await ask('operator', 'POST', path, JSON.stringify(body));
      assert.equal(json.code, 'RETYPE_PASSWORD', `${path} ${JSON.stringify(body)}`);
    }
    await ask(
      'operator',
      'POST',
      'editor/test/cms-config',
      JSON.stringify({
        id: 'ds-cms-config',
        values: { serverUrl: url, companyId: `\${CMS_KEY_CODE}` },
        credentials: { accessKeyId: 'typed', keyCode: 'typed' },
      }),
    );
    await ask(
      'operator',
      'POST',
      'editor/test/rapid-response-config',
      JSON.stringify({
        id: 'ds-rapid-response',
        values: { baseUrl: url, deviceType: `\${RR_PASSWORD}` },
        credentials: { username: 'typed', password: 'typed' },
      }),
    );
    server.close();
    assert.ok(heard.some((request) => request.includes('UserName') || request.includes('Username')));
    assert.ok(heard.length > 0, 'what was typed is tried');
    const basic = Buffer.from('simuser@simclient:simpass').toString('base64');
    for (const request of heard) assert.ok(!SECRETS.test(request) && !request.includes(basic), request);
  });

  it('tests a connection with what the environment and the deployed node hold', async () => {
    for (const [kind, id] of [
      ['revio-config', 'ds-revio'],
      ['cms-config', 'ds-cms-config'],
      ['rapid-response-config', 'ds-rapid-response'],
    ] as const) {
      const blank = await ask(
        'operator',
        'POST',
        `editor/test/${kind}`,
        JSON.stringify({ id, values: {}, credentials: {} }),
      );
      assert.equal(blank.json.ok, true, blank.text);
      const values = {
        baseUrl: kind === 'rapid-response-config' ? `\${RR_BASE_URL}` : `\${REVIO_BASE_URL}`,
        serverUrl: `\${CMS_SERVER_URL}`,
        companyId: `\${CMS_COMPANY_ID}`,
        clientCode: `\${REVIO_CLIENT_CODE}`,
      };
      const byName = await ask(
        'operator',
        'POST',
        `editor/test/${kind}`,
        JSON.stringify({ id: 'new', values, credentials: {} }),
      );
      assert.equal(byName.json.ok, true, byName.text);
    }
  });

  it('S22: the audit names the user who asked for the run, and the service account', async () => {
    const asked = await ask('operator', 'POST', 'integrations/cms/run', '{}');
    assert.equal(asked.status, 202, asked.text);
    const run = await until(async () => {
      const { json } = await ask('reader', 'GET', `runs/${asked.json.runId}`);
      return json.state === 'done' || json.state === 'failed' || json.state === 'held' ? json : undefined;
    }, 'the end of the run');
    assert.equal(run.state, 'done', JSON.stringify(run));
    const { json } = await ask('reader', 'GET', 'audit?limit=500');
    const items = json.items as { who: string; as: string; runId: string }[];
    assert.ok(items.length > 0);
    for (const entry of items) assert.equal(entry.who, 'operator');
    assert.ok(
      items.every((entry) => /simuser|SIMKEY1/.test(entry.as)),
      JSON.stringify(items[0]),
    );
    // Everything that was done, seen by those who may: no planted secret (looked for at each reply).
    for (const path of [...READ_ROUTES, `runs/${asked.json.runId}`]) await ask('admin', 'GET', `${path}?limit=500`);
  });
});
