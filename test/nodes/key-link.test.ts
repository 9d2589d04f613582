import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { type RevioSimulator, startRevioSimulator } from '../../simulators/revio';
import { refusalsOf } from './one-message';
import { connections, type FlowNode, heardNode, Rig } from './rig';

/** As the editor saves a key-link node. */
function keyLink(id: string, fields: object): FlowNode {
  return heardNode(id, 'key-link', 3, {
    revio: 'revio-config',
    system: 'SALESFORCE',
    entityType: 'Customer',
    prefix: '',
    searchBy: 'external',
    externalId: 'payload.externalId',
    externalIdType: 'msg',
    internalId: 'payload.internalId',
    internalIdType: 'msg',
    linkId: 'payload.id',
    linkIdType: 'msg',
    ...fields,
  });
}

describe('key-link', () => {
  const rig = new Rig();
  let revio: RevioSimulator;
  const externalId = '0012D00000dAsFzQAK';

  before(async () => {
    revio = await startRevioSimulator({ seed: 'small', switches: { callsPerMinute: 0 } });
    const { nodes, credentials } = connections({ revio: revio.url });
    await rig.load(
      [
        ...nodes,
        ...['find', 'create', 'update', 'delete', 'list-systems', 'list-entity-types', 'pair'].map((op) =>
          keyLink(op, { op }),
        ),
        keyLink('find-internal', { op: 'find', searchBy: 'internal' }),
        keyLink('find-typed', { op: 'find', externalId, externalIdType: 'str' }),
        keyLink('lower-case', { op: 'find', system: 'salesforce', entityType: 'customer' }),
        keyLink('unknown-system', { op: 'find', system: 'NO_SUCH' }),
        keyLink('unknown-entity', { op: 'create', entityType: 'Spaceship' }),
        keyLink('unset', { op: 'find', revio: '' }),
        keyLink('no-op', { op: 'paint' }),
      ],
      credentials,
    );
  });
  after(async () => {
    await rig.unload();
    assert.deepEqual(revio.breaches.list(), []);
    await revio.close();
  });

  const send = async (id: string, payload: unknown) => {
    const { outputs, errors, completed } = await rig.send(id, { payload, topic: 'kept' });
    assert.deepEqual(errors, []);
    assert.equal(completed, 1);
    const output = outputs.findIndex((messages) => messages.length > 0);
    assert.equal(outputs.flat().length, 1);
    assert.equal(outputs[output]?.[0].topic, 'kept');
    return { output, payload: outputs[output]?.[0].payload };
  };

  it('is the article’s example: links a Salesforce account with customer 1015, once', async () => {
    assert.deepEqual(await send('find', { externalId }), { output: 1, payload: null });
    const made = await send('create', { externalId, internalId: 1015 });
    assert.equal(made.output, 0);
    assert.equal(made.payload.internalId, '1015');
    for (const id of ['find', 'find-typed', 'lower-case']) {
      assert.deepEqual(await send(id, { externalId }), { output: 0, payload: made.payload });
    }
    assert.deepEqual(await send('find-internal', { internalId: '1015' }), { output: 0, payload: made.payload });
    assert.equal((await send('find', { externalId: externalId.toLowerCase() })).output, 1, 'exact, with case');
  });

  it('pairs hand-made items: linked, not linked, ambiguous', async () => {
    const item = (id: string) => ({ key: `sf:${id}`, account: { id } });
    const linked = await send('pair', item(externalId));
    assert.equal(linked.output, 0);
    assert.equal(linked.payload.customer.name, 'Example Account');
    assert.ok(linked.payload.link.keyLinkId);
    assert.equal((await send('pair', item('unknown'))).output, 1);
    const { outputs } = await rig.send('pair', { payload: [item(externalId), item('unknown')] });
    assert.deepEqual(
      outputs.map((messages) => messages.map((message) => message.payload.length)),
      [[1], [1], []],
    );
  });

  it('updates and deletes a link', async () => {
    const { payload: link } = await send('create', { externalId: 'TEMP', internalId: '1000' });
    const moved = await send('update', { id: link.id, externalId: 'TEMP', internalId: '1001' });
    assert.equal(moved.payload.internalId, '1001');
    assert.deepEqual(await send('delete', { id: link.id }), { output: 0, payload: { id: link.id } });
    assert.deepEqual(await send('delete', { id: link.id }), { output: 1, payload: { id: link.id } });
  });

  it('lists the systems and all twelve entity types', async () => {
    const { payload: systems } = await send('list-systems', {});
    assert.ok(systems.some(({ label }: { label: string }) => label === 'SALESFORCE'));
    assert.equal((await send('list-entity-types', {})).payload.length, 12);
  });

  describe('N1: tells exactly once', () => {
    const fails = refusalsOf(rig, () => revio);

    it('Rev.io’s own refusal of an internal id that does not exist', async () => {
      assert.match(await fails('create', { externalId: 'X', internalId: '999999' }, 'KEY_LINK_REFUSED'), /999999/);
    });

    it('an unknown system, and whom to ask', async () => {
      assert.match(await fails('unknown-system', { externalId: 'X' }, 'UNKNOWN_SYSTEM'), /NO_SUCH.*Rev\.io/);
    });

    it('an unknown entity type', () =>
      fails('unknown-entity', { externalId: 'X', internalId: '1' }, 'UNKNOWN_ENTITY_TYPE'));
    it('a connection that is not chosen', () => fails('unset', { externalId: 'X' }, 'NO_CONFIG'));
    it('an operation that there is none', () => fails('no-op', {}, 'BAD_OPERATION'));

    it('a payload that is no item, or lacks an id', async () => {
      for (const payload of [undefined, 'x', {}, [{}]]) await fails('pair', payload, 'NO_ITEM');
      for (const payload of [undefined, 'x', {}, { externalId: {} }, { externalId: ' ' }]) {
        await fails('find', payload, 'BAD_PAYLOAD');
        await fails('create', payload, 'BAD_PAYLOAD');
        await fails('delete', payload, 'BAD_PAYLOAD');
      }
    });
  });
});
