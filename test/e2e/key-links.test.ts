import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import { type FlowNode, type Heard, Site, until } from './site';

const FLOW = 'key-link-lookup';

/** The seed's own example: Salesforce account 0012D00000dAsFzQAK and customer 1015. */
describe('key links for another system, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;

  before(async () => {
    site = await Site.start({ cms: { seed: 'empty' }, revio: { seed: 'small' }, edit: withCases });
  });
  after(() => site?.end());
  afterEach(() => {
    for (const row of site.revio.state.keyLinks.all()) {
      site.revio.edit({ entity: 'key-links', action: 'remove', id: String(row.integration_key_link_id) });
    }
  });

  /** Presses an inject, and waits for the next message at one of the taps. */
  async function press(inject: string): Promise<Heard> {
    const before = site.heard().length;
    await site.nodeRed.inject(inject);
    return until(async () => site.heard()[before], `a message after ${inject}`);
  }

  it('asks whether the account was processed, links it, and finds it', async () => {
    assert.equal((await press(`${FLOW}-find`)).id, `${FLOW}-none`);
    const created = await press(`${FLOW}-link`);
    assert.equal(created.id, `${FLOW}-created`);
    const [row, ...more] = site.revio.state.keyLinks.all();
    assert.equal(more.length, 0);
    assert.deepEqual(
      [row?.integration_system_id, row?.integration_entity_type_id, row?.external_id, row?.internal_id],
      [4, 2, '0012D00000dAsFzQAK', '1015'],
    );
    const found = await press(`${FLOW}-find`);
    assert.equal(found.id, `${FLOW}-found`);
    assert.equal((found.payload as { internalId?: string }).internalId, '1015');
  });

  it('S8: linked already, it is not linked again', async () => {
    await press(`${FLOW}-link`);
    assert.equal((await press(`${FLOW}-link`)).id, `${FLOW}-seen`);
    assert.equal(site.revio.state.keyLinks.size, 1);
  });

  it('lists the integration systems by name', async () => {
    const { id, payload } = await press(`${FLOW}-systems`);
    assert.equal(id, `${FLOW}-list`);
    const labels = (payload as { label: string }[]).map(({ label }) => label);
    assert.ok(labels.includes('SALESFORCE') && labels.includes('CMS'), labels.join());
  });

  it('two links for one external id leave by the third output', async () => {
    for (const internal_id of ['1015', '1000']) {
      const fields = { integration_system_id: 4, integration_entity_type_id: 2, internal_id };
      site.revio.edit({
        entity: 'key-links',
        action: 'add',
        fields: { ...fields, external_id: '0012D00000dAsFzQAK' },
      });
    }
    assert.equal((await press(`${FLOW}-find`)).id, `${FLOW}-several`);
  });

  it('N1: an internal id that Rev.io does not know is Rev.io’s own refusal, once, at the catch node', async () => {
    const { id, error } = await press('case-unknown-id');
    assert.equal(id, 'caught');
    assert.match(error?.message ?? '', /internal_id 99999 is not the primary key of any CUSTOMER/);
    assert.ok(error?.code, 'a code to branch on');
    assert.equal(site.revio.state.keyLinks.size, 0);
    assert.equal(site.heard('caught').length, 1);
  });

  it('an integration system that Rev.io does not have is one sentence with those it has', async () => {
    const { id, error } = await press('case-unknown-system');
    assert.equal(id, 'caught');
    assert.equal(error?.code, 'UNKNOWN_SYSTEM');
    assert.match(error?.message ?? '', /no integration system named "HUBSPOT".*SALESFORCE/);
  });
});

/** Node-RED takes a node without a place for a config node. */
const PLACE = { x: 0, y: 0 };

/** What an integrator might add: links that cannot be made, and a catch node. */
function withCases(flows: FlowNode[]): FlowNode[] {
  const create = flows.find((node) => node.id === `${FLOW}-create`);
  assert.ok(create);
  const inject = (id: string, payload: object, to: string): FlowNode => ({
    id,
    type: 'inject',
    z: FLOW,
    name: '',
    ...PLACE,
    props: [{ p: 'payload' }],
    repeat: '',
    crontab: '',
    once: false,
    payload: JSON.stringify(payload),
    payloadType: 'json',
    wires: [[to]],
  });
  return [
    ...flows,
    { ...create, id: 'case-create' },
    { ...create, id: 'case-elsewhere', system: 'HUBSPOT' },
    inject('case-unknown-id', { externalId: 'X1', internalId: '99999' }, 'case-create'),
    inject('case-unknown-system', { externalId: 'X1', internalId: '1015' }, 'case-elsewhere'),
    { id: 'case-catch', type: 'catch', z: FLOW, ...PLACE, name: '', scope: null, uncaught: false, wires: [['caught']] },
    { id: 'caught', type: 'debug', z: FLOW, ...PLACE, name: '', wires: [] },
  ];
}
