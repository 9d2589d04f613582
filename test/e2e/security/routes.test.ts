import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Site } from '../site';
import { ALL_USERS, ask, assertRefused, isPage, probe, type Route, SECURED } from './users';

const DEEP = '['.repeat(50_000) + ']'.repeat(50_000);
/** Long for one field, and no burden for all of them together. */
const LONG = 'x'.repeat(20_000);
/** No object, or none at all: refused by every route before it looks at anything. */
const NO_OBJECTS: Record<string, string> = {
  'an open brace': '{',
  'two objects': '{}{}',
  null: 'null',
  'a text': '"text"',
  'a number': '7',
  'a list': '[]',
  'a list with a list': '[[]]',
  'a list of objects': '[{"id":"x"}]',
  'a list that is very deep': DEEP,
  'a lone surrogate and no JSON': '{"a":"\ud800}',
};

/** Every field that any route reads from a body. */
const FIELDS =
  'action all beginning cause credentials customer customerId customerIds account decision direction dueOn evidence fileName id ids ' +
  'list minScore notes preview q reason sample side space status templates threshold type undo values';
const WRONG_VALUES: Record<string, string> = {
  number: '7',
  'negative number': '-1e308',
  null: 'null',
  true: 'true',
  'empty text': '""',
  list: '[]',
  'list of nulls': '[null]',
  'list of objects': '[{}]',
  object: '{}',
  'object that says it is a text': '{"toString":"x","length":3}',
  'object with a prototype': '{"__proto__":{"polluted":"yes"},"constructor":{"prototype":{"polluted":"yes"}}}',
  'name of the prototype': '"__proto__"',
  'name of the constructor': '"constructor"',
  'query of a database': '{"$gt":"","$where":"while(true){}","$regex":"(a+)+$"}',
  'formula and tag': '"=1+1<img src=x onerror=alert(1)>"',
  'NUL and others': '"\\u0000\\u202e\\ud800"',
  'very long text': `"${LONG}"`,
  'very deep list': DEEP.slice(49_000, 51_000),
  'record of numbers': '{"name":7,"address":{"line1":{}},"phone":[],"kind":{"toString":1}}',
  'record in a text': '{"name":"A","address":"x","contacts":7,"status":[]}',
};
const WRONG_BODIES: Record<string, string> = {
  ...Object.fromEntries(
    Object.entries(WRONG_VALUES).map(([name, value]) => [
      `everything a ${name}`,
      `{${FIELDS.split(' ')
        .map((field) => `"${field}":${value}`)
        .join(',')}}`,
    ]),
  ),
  'a prototype': '{"__proto__":{"polluted":"yes","decision":"accept"}}',
  'a constructor': '{"constructor":{"prototype":{"polluted":"yes"}}}',
};

/** As they stand in an address. */
const ODD_IDS: Record<string, string> = {
  prototype: '__proto__',
  constructor: 'constructor',
  'a method': 'toString',
  'a way up': '..%2f..%2f..%2fetc%2fpasswd',
  'a way up on Windows': '..%5c..%5cboot.ini',
  'a way up, encoded twice': '%252e%252e%252f',
  NUL: 'a%00b',
  'line ends': 'a%0d%0aSet-Cookie:%20x=1',
  'a tag': '%3Cimg%20src=x%20onerror=alert(1)%3E',
  'a quote': '%27%20OR%201=1%20--',
  'half a character': '%E0%A4%A',
  'no UTF-8': '%ff%fe',
  'another direction': '%E2%80%AE',
  'an emoji': '%F0%9F%94%A5',
  blank: '%20',
  'very long': 'x'.repeat(10_000),
};
const ODD_QUERIES = [
  'q=%25%00',
  'q[]=x&q[]=y',
  'q[$gt]=&limit[$gt]=1',
  'limit=all',
  'limit=-1',
  'limit=1e99',
  'offset=99999999999999999999',
  'q=(a%2b)%2b%24',
  'q=%5B%5C',
  'q=%E0%A4%A',
  '__proto__[polluted]=yes&constructor[prototype][polluted]=yes',
  'integration=__proto__&space=__proto__&system=constructor&field=toString&sort=__proto__&kind=__proto__',
  'from=never&to=1e99',
  `q=${'x'.repeat(9_000)}`,
];

describe('N3: every route of the admin API, taken from express, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  let folder: string;
  let routes: Route[];
  let guarded: Route[];
  /** A real id for each list that has one: what malformed bodies must not reach. */
  const known = new Map<string, string>();

  const posts = () => guarded.filter(({ method }) => method === 'post');
  const gets = () => guarded.filter(({ method }) => method === 'get');
  const at = ({ path }: Route, id: string) => path.replace(/:\w+/g, id);
  const listOf = ({ path }: Route) => path.split('/')[2] ?? '';
  /** A few at a time: most of each is waiting. */
  const each = async (list: Route[], work: (route: Route) => Promise<void>) => {
    for (let at = 0; at < list.length; at += 8) await Promise.all(list.slice(at, at + 8).map(work));
  };
  const bodyOf = ({ method }: Route) => (method === 'post' ? '{}' : undefined);

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'dealer-sync-feeds-'));
    site = await Site.start({
      cms: { seed: 'small' },
      rapidResponse: { seed: 'small' },
      revio: { seed: 'small' },
      dealerFeed: { folder },
      settings: SECURED,
    });
    ({ routes } = await probe(site));
    guarded = routes.filter((route) => !isPage(route));
    for (const list of new Set(gets().map(listOf))) {
      const { status, text } = await ask(site, 'reader', 'GET', `/dealer-sync/${list}?limit=1`);
      const first = status === 200 && text.startsWith('{') ? JSON.parse(text).items?.[0]?.id : undefined;
      if (typeof first === 'string') known.set(list, first);
    }
  });
  after(async () => {
    await site?.end();
    rmSync(folder, { recursive: true, force: true });
  });

  it('are those that express knows, reads by GET and acts by POST', () => {
    const paths = routes.map(({ method, path }) => `${method} ${path}`);
    for (const one of ['get /dealer-sync/runs/:id/calls', 'post /dealer-sync/pending/bulk', 'get /dealer-sync/events'])
      assert.ok(paths.includes(one), `${one} is not among ${paths.join(', ')}`);
    assert.ok(guarded.length > 40, `only ${guarded.length} routes`);
    assert.equal(new Set(paths).size, paths.length, 'each is there once');
    assert.deepEqual(
      routes.filter(({ method }) => method !== 'get' && method !== 'post'),
      [],
    );
  });

  it('answer 401 to nobody, and 401 or 403 without the permission', async () => {
    await each(guarded, async (route) => {
      const method = route.method.toUpperCase();
      const path = at(route, 'none');
      assert.equal((await ask(site, undefined, method, path, bodyOf(route))).status, 401, `${method} ${path}`);
      for (const user of ALL_USERS) {
        const may = user === 'operator' || (user === 'reader' && route.method === 'get');
        // What may be done is tried below; here it would only be a body short of its fields.
        if (may && route.method === 'post') continue;
        const { status } = await ask(site, user, method, path, bodyOf(route));
        const right = may ? status === 200 || status === 404 : status === 401 || status === 403;
        assert.ok(right, `${user} ${method} ${path}: ${status}`);
      }
      // HEAD is answered by what answers GET.
      if (route.method === 'get') assert.equal((await ask(site, undefined, 'HEAD', path)).status, 401, `HEAD ${path}`);
    });
  });

  it('let no other user in by another way of writing the address', async () => {
    for (const path of ['/dealer-sync//runs', '/DEALER-SYNC/RUNS', '/dealer-sync/runs/', '/dealer-sync/ui/../runs'])
      assert.ok([401, 404].includes((await ask(site, undefined, 'GET', path)).status), path);
    for (const path of [
      '/dealer-sync/ui/%2e%2e/runs',
      '/dealer-sync/ui/..%2f..%2fpackage.json',
      '/dealer-sync/ui/x.js',
    ])
      assert.ok([401, 404].includes((await ask(site, undefined, 'GET', path)).status), path);
    const url = '/dealer-sync/runs?access_token=';
    assert.equal((await ask(site, undefined, 'GET', `${url}nobody`)).status, 401);
  });

  it('take JSON only where they act, so that no form of another site can post', async () => {
    const forms: [body: string, type: string][] = [
      ['decision=accept', 'application/x-www-form-urlencoded'],
      ['{"decision":"accept"}', 'text/plain'],
      ['{"decision":"accept"}', 'text/plain; application/json'],
      ['{"decision":"accept"}', ''],
      [
        '--b\r\ncontent-disposition: form-data; name="decision"\r\n\r\naccept\r\n--b--',
        'multipart/form-data; boundary=b',
      ],
      ['<decision/>', 'application/xml'],
    ];
    for (const route of posts())
      for (const [body, type] of forms) {
        const reply = await ask(site, 'operator', 'POST', at(route, 'none'), body, type);
        assert.equal(reply.status, 415, `${route.path} as "${type}": ${reply.text}`);
        assertRefused(reply, `${route.path} as "${type}"`);
      }
  });

  it('refuse a body that is no object, also for what is really there', async () => {
    for (const [name, body] of Object.entries(NO_OBJECTS))
      await each(posts(), async (route) => {
        const path = at(route, encodeURIComponent(known.get(listOf(route)) ?? 'none'));
        const reply = await ask(site, 'operator', 'POST', path, body);
        // A dialog is answered with what went wrong, as a sentence under its button.
        if (reply.status === 200 && reply.json.ok === false) assert.match(String(reply.json.message), /(\S+ ){2}/);
        else assertRefused(reply, `${path} with ${name}`);
      });
  });

  it('refuse a body that is too large', async () => {
    const huge = `{"ids":["${'x'.repeat(6 * 1024 * 1024)}"]}`;
    for (const route of posts().slice(0, 3))
      assertRefused(await ask(site, 'operator', 'POST', at(route, 'none'), huge), `${route.path} with 6 MB`);
  });

  it('answer wrong values with a sentence, and never with a fault of ours', async () => {
    for (const [name, body] of Object.entries(WRONG_BODIES))
      await each(posts(), async (route) => {
        const reply = await ask(site, 'operator', 'POST', at(route, 'none'), body);
        const what = `${route.path} with ${name}`;
        assert.notEqual(reply.json.code, 'UNEXPECTED', `${what}: ${reply.text}`);
        if (reply.status >= 300) assertRefused(reply, what);
      });
  });

  it('answer odd ids with a sentence', async () => {
    const withIds = guarded.filter(({ path }) => path.includes(':'));
    for (const [name, id] of Object.entries(ODD_IDS))
      await each(withIds, async (route) => {
        const reply = await ask(site, 'operator', route.method.toUpperCase(), at(route, id), bodyOf(route));
        const what = `${route.method} ${route.path} with ${name}`;
        assert.equal(reply.headers.get('set-cookie'), null, what);
        assert.notEqual(reply.json.code, 'UNEXPECTED', `${what}: ${reply.text}`);
        if (reply.status !== 200) assertRefused(reply, what);
      });
  });

  it('answer odd queries with a sentence, and at once', async () => {
    for (const query of ODD_QUERIES)
      await each(gets(), async (route) => {
        const started = Date.now();
        const reply = await ask(site, 'reader', 'GET', `${at(route, 'none')}?${query}`);
        const what = `${route.path}?${query.slice(0, 60)}`;
        if (reply.status !== 200) assertRefused(reply, what);
        assert.ok(Date.now() - started < 20_000, `${what} took too long`);
      });
  });

  it('have changed nothing that all objects share, and the process lives', async () => {
    assert.deepEqual((await probe(site)).inherited, []);
    assert.equal((await ask(site, 'reader', 'GET', '/dealer-sync/integrations')).status, 200);
  });

  it('are kept by no cache, and taken for nothing else than they are', async () => {
    await each(guarded, async (route) => {
      const { headers } = await ask(site, 'reader', route.method.toUpperCase(), at(route, 'none'), bodyOf(route));
      assert.match(headers.get('cache-control') ?? '', /no-(store|cache)/, route.path);
      assert.equal(headers.get('x-content-type-options'), 'nosniff', route.path);
      assert.doesNotMatch(headers.get('content-type') ?? '', /html|xml|svg/, route.path);
      // Node-RED lets any site ask its admin root, and that is safe as long as nothing goes along by itself.
      assert.equal(headers.get('access-control-allow-credentials'), null, route.path);
    });
  });

  it('leave the page alone open to everybody: the same for all, nothing of others in it, not to be framed', async () => {
    const pages = routes.filter(isPage);
    assert.ok(pages.length >= 5);
    for (const route of pages) {
      const reply = await ask(site, undefined, 'GET', route.path);
      if (reply.status >= 300) {
        assert.match(
          reply.headers.get('location') ?? '',
          /^(dealer-sync\/)?ui\/$/,
          'it leads to the page, and nowhere else',
        );
        continue;
      }
      const policy = reply.headers.get('content-security-policy') ?? '';
      assert.match(policy, /default-src 'none'; script-src 'self'; style-src 'self';/, route.path);
      assert.match(policy, /base-uri 'none'.*frame-ancestors 'self'/, route.path);
      assert.doesNotMatch(policy, /unsafe|\*|https?:/, route.path);
      assert.equal(reply.headers.get('x-content-type-options'), 'nosniff', route.path);
      // The same to everybody: nothing of this site stands in it.
      assert.equal((await ask(site, 'operator', 'GET', route.path)).text, reply.text, route.path);
    }
    const { text } = await ask(site, undefined, 'GET', '/dealer-sync/ui/index.html');
    assert.doesNotMatch(text, /<script(?![^>]*\bsrc=)|\bon\w+=|javascript:/i, 'nothing written in the page itself');
  });
});
