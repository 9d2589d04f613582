import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { type CmsSimulator, startCmsSimulator } from '../../simulators/cms';
import { type RevioSimulator, startRevioSimulator } from '../../simulators/revio';
import { connections, heardNode, type Message, Rig } from './rig';

const ADDRESS = { line1: '1 A St', line2: '', city: 'B', state: 'NY', postalCode: 12345 };
const PARTY = { kind: 'business', name: 'A', accountNumber: 'HOST1', address: ADDRESS, billProfileId: 1 };

const cyclic = (): object => {
  const one: Record<string, unknown> = { key: 'cms:1', id: '1' };
  one.account = one;
  one.customer = one;
  return one;
};

/** What people, other packages and other systems put into a payload. */
const PAYLOADS: [name: string, make: () => unknown][] = [
  ['a number that is none', () => Number.NaN],
  ['a big integer', () => 10n],
  ['a symbol', () => Symbol('x')],
  ['a function', () => () => 1],
  ['a buffer', () => Buffer.from('{}')],
  ['a date', () => new Date(0)],
  ['a regular expression', () => /x/],
  ['an error', () => new Error('x')],
  ['an object without a prototype', () => Object.create(null)],
  [
    'an object that throws',
    () => ({
      key: 'x',
      id: '1',
      get account() {
        throw new Error('boo');
      },
      get name() {
        throw new Error('boo');
      },
    }),
  ],
  ['a proxy', () => new Proxy({}, { get: () => 'x', has: () => true })],
  ['a cycle', cyclic],
  ['a list with holes', () => new Array(3)],
  ['lists in lists', () => [[[]]]],
  [
    'a deep object',
    () => {
      let deep: object = {};
      for (let i = 0; i < 5000; i += 1) deep = { address: deep, name: deep };
      return deep;
    },
  ],
  ['a long text', () => 'x'.repeat(1_000_000)],
  [
    'ids that are paths',
    () => ({
      key: '../..',
      id: '../../admin',
      accountId: '../x',
      customerId: '?a=b&c',
      externalId: '../',
      internalId: '%00',
      accountNumber: "'; DROP TABLE",
    }),
  ],
  [
    'keys of the prototype',
    () =>
      JSON.parse('{"__proto__":{"id":"1"},"constructor":{"id":"1"},"key":"__proto__","account":{"id":"__proto__"}}'),
  ],
  [
    'control characters',
    () => ({
      key: 'x',
      id: '1\r\nX-Evil: 1',
      ...PARTY,
      name: 'A\u0000\u0001\ud800B',
      customerId: '1\n2',
      accountId: '\t',
      externalId: '\u0000',
      internalId: '1\r',
    }),
  ],
  [
    'markup',
    () => ({
      key: 'x',
      id: '<!DOCTYPE x [<!ENTITY a "b">]>',
      ...PARTY,
      name: ']]><x/>&a;',
      accountId: '<x/>',
      customerId: '<x/>',
      externalId: '<x/>',
      internalId: '<x/>',
    }),
  ],
  [
    'fields of another type',
    () => ({
      key: 'x',
      id: [],
      kind: [],
      name: [],
      accountNumber: {},
      address: 'x',
      billProfileId: true,
      customerId: false,
      accountId: {},
      externalId: [],
      internalId: {},
    }),
  ],
  [
    'items whose parts are of another type',
    () => [
      { key: 'a', account: 'x', customer: 7 },
      { key: 'b', account: [], customer: {} },
      {
        key: 'c',
        account: { id: 'c', name: 7, address: 9, contacts: 'x' },
        customer: { id: 8, name: {}, address: null },
        match: 1,
        actions: 'x',
        outcome: 'x',
        create: 'x',
        link: 1,
      },
    ],
  ],
  [
    'the same item twice',
    () => [
      { key: 'a', account: { id: 'a', ...PARTY } },
      { key: 'a', account: { id: 'a', ...PARTY } },
    ],
  ],
  ['an item without anything', () => ({ key: '' })],
  ['a whole record', () => ({ id: '1', ...PARTY, customerId: '1000', accountId: '100000001' })],
];

/** What a message may carry beside its payload. */
const MESSAGES: [name: string, make: () => Message][] = [
  ['no payload', () => ({})],
  ['a run of nobody', () => ({ payload: [], run: { id: 'none', integration: 'x' } })],
  ['a run that is a text', () => ({ payload: { key: 'a' }, run: 'x' })],
  ['a run that is null', () => ({ payload: { key: 'a' }, run: null })],
  ['an end without a run', () => ({ payload: [], end: true })],
  ['parts of another node', () => ({ payload: { key: 'a' }, parts: 7, error: 'x', complete: 1 })],
];

describe('N1: hostile payloads', function () {
  this.timeout(60_000);
  const rig = new Rig();
  let cms: CmsSimulator;
  let revio: RevioSimulator;
  let ids: string[] = [];
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);

  before(async () => {
    process.on('unhandledRejection', note);
    [cms, revio] = await Promise.all([
      startCmsSimulator({ seed: 'small' }),
      startRevioSimulator({ seed: 'small', switches: { callsPerMinute: 0 } }),
    ]);
    const { nodes, credentials } = connections({ cms: cms.url, revio: revio.url });
    const cmsOps = [
      'get-account',
      'find-account',
      'create-account',
      'update-account',
      'list-contacts',
      'create-contact',
    ];
    const revioOps = [
      'get-customer',
      'find-customer',
      'create-customer',
      'update-customer',
      'close-customer',
      'list-contacts',
      'create-contact',
      'update-contact',
      'delete-contact',
    ];
    const linkOps = ['pair', 'find', 'create', 'update', 'delete'];
    const fields = {
      externalId: 'payload.externalId',
      externalIdType: 'msg',
      internalId: 'payload.internalId',
      internalIdType: 'msg',
      linkId: 'payload.id',
      linkIdType: 'msg',
      system: 'CMS',
      entityType: 'Customer',
    };
    const flow = [
      ...cmsOps.map((op) => heardNode(`cms-${op}`, 'cms', 1, { cms: 'cms-config', op })),
      ...revioOps.map((op) => heardNode(`revio-${op}`, 'revio', 1, { revio: 'revio-config', op })),
      ...linkOps.map((op) => heardNode(`link-${op}`, 'key-link', 3, { revio: 'revio-config', op, ...fields })),
      heardNode('match', 'fuzzy-match', 3),
      heardNode('review', 'review-queue', 3),
      heardNode('map', 'map-site', 2),
      heardNode('merge', 'merge-changes', 1, { firstLink: 'monitoring' }),
      heardNode('gate', 'sync-plan', 2),
      heardNode('apply', 'apply-changes', 2),
      heardNode('end', 'sync-end', 1),
      heardNode('feed', 'dms-feed', 2, { dms: 'dms', feed: 'hostile' }),
      heardNode('types', 'vehicle-type-map', 2, { rows: [{ systemCode: 'Used', vehicleType: 'Used' }] }),
      heardNode('clients', 'client-map', 2, { rows: [{ dealerId: '1', client: 'A', srType: 'a' }] }),
      heardNode('track', 'track-changes', 1, { track: 'days', days: '3' }),
      heardNode('close', 'auto-close', 3, { mode: 'immediately' }),
      heardNode('requests', 'service-requests', 3, { store: 'store', end: 'commands', rows: [] }),
    ];
    ids = flow.map(({ id }) => id);
    const folders = [
      { id: 'store', type: 'dealer-sync-sync-store', dir: join(rig.userDir, 'store') },
      {
        ...{ id: 'dms', type: 'dealer-sync-dms-config', sourceKind: 'folder', folder: rig.userDir },
        ...{ profile: 'generic', quote: '"', settleSeconds: '0.01' },
      },
    ];
    await rig.load([...nodes, ...folders, ...flow], credentials);
  });
  after(async () => {
    process.off('unhandledRejection', note);
    await rig.unload();
    await Promise.all([cms.close(), revio.close()]);
  });

  const messages: [string, () => Message][] = [
    ...PAYLOADS.map(([name, make]): [string, () => Message] => [name, () => ({ payload: make() })]),
    ...MESSAGES,
  ];
  for (const [name, make] of messages) {
    it(`each node is done once with ${name}, and expected it`, async () => {
      const outcomes = await rig.sendAll(ids, make);
      const odd: string[] = [];
      for (const [id, { errors, completed }] of outcomes) {
        if (errors.length + completed !== 1) odd.push(`${id}: done ${errors.length + completed} times`);
        // What throws by itself when it is looked at, or cannot be cloned, has no better name.
        const unexpected = errors.filter(
          ({ code, message }) => code === 'UNEXPECTED' && !/boo|call stack/.test(message),
        );
        for (const error of unexpected) odd.push(`${id}: ${error.message}`);
      }
      assert.deepEqual(odd, []);
      assert.deepEqual(unhandled, []);
    });
  }
});
