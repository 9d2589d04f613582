import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { heardNode, type Message, Rig } from './rig';

const VIN = '1M8GDM9AXKP042788';
const given = (rest: object = {}) => ({
  vin: VIN,
  dealerId: 'MP1',
  client: 'Norvik',
  srType: 'recon',
  stock: 'U1',
  ...rest,
});
const TYPES = [
  { id: 'recon', name: 'Reconditioning', acceptance: true, work: true },
  { id: 'none', name: 'Nothing to do' },
];

describe('service-requests', () => {
  const rig = new Rig();
  before(() => {
    const fields = { store: 'store', rows: TYPES };
    return rig.load([
      { id: 'store', type: 'dealer-sync-sync-store', dir: join(rig.userDir, 'store') },
      heardNode('own', 'service-requests', 3, { ...fields, end: 'store' }),
      heardNode('out', 'service-requests', 3, { ...fields, end: 'commands', feed: 'out' }),
      heardNode('lost', 'service-requests', 3, { end: 'store', rows: TYPES }),
    ]);
  });
  after(() => rig.unload());

  it('R1, R9: stores a vehicle once, updates it, and leaves alone what a person closed', async () => {
    const first = await rig.send('own', { payload: given({ vehicle: { make: 'Norvik', price: 100 } }) });
    assert.deepEqual(first.errors, []);
    const { request, outcome } = first.outputs[0]?.[0].payload ?? {};
    assert.deepEqual([outcome.name, request.status, request.vehicle.price], ['created', 'proposed', '100']);
    assert.equal(request.id, `by-hand|mp1|${VIN}|1`);

    const again = await rig.send('own', { payload: given({ vin: VIN.toLowerCase() }) });
    assert.equal(again.outputs[0]?.[0].payload.outcome.name, 'unchanged');
    const cheaper = await rig.send('own', { payload: [given({ vehicle: { price: '90' } })] });
    assert.equal(cheaper.outputs[0]?.[0].payload[0].outcome.name, 'updated');

    const closed = await rig.send('own', { payload: { key: request.id, status: 'closed', by: 'Ann' } });
    assert.deepEqual([closed.errors, closed.outputs[0]?.[0].payload.status], [[], 'closed']);
    const after = await rig.send('own', { payload: given() });
    assert.equal(after.outputs[1]?.[0].payload.outcome.code, 'CLOSED_BY_PERSON');
  });

  it('closes at once a service request whose type has no phase', async () => {
    const { outputs } = await rig.send('own', { payload: given({ vin: '11111111111111111', srType: 'none' }) });
    const { status, closedBy } = outputs[0]?.[0].payload.request ?? {};
    assert.deepEqual([status, closedBy], ['closed', 'type']);
  });

  it('commands out: one message for each step, with the key of the service request', async () => {
    const vin = '1HGCM82633A004352';
    const { outputs } = await rig.send('out', { payload: given({ vin }) });
    const [command] = (outputs[2] ?? []) as Message[];
    assert.equal(command.topic, 'create');
    const { key, request } = command.payload;
    assert.deepEqual([key, request.client, request.history], [`out|mp1|${vin}|1`, 'Norvik', undefined]);
    const second = await rig.send('out', { payload: given({ vin }) });
    assert.deepEqual(second.outputs[2], [], 'nothing new, no command');
  });

  it('N1: ends what it cannot store in one error', async () => {
    for (const [node, payload, code] of [
      ['own', 'x', 'NO_VEHICLE'],
      ['own', given({ client: '' }), 'BAD_PAYLOAD'],
      ['own', given({ srType: {} }), 'BAD_PAYLOAD'],
      ['own', { status: 'closed' }, 'BAD_PAYLOAD'],
      ['own', { status: 'closed', key: 'nobody' }, 'NOT_FOUND'],
      ['lost', given(), 'NO_CONFIG'],
    ] as const) {
      const { errors, completed } = await rig.send(node, { payload });
      assert.deepEqual([errors.map((error) => error.code), completed], [[code], 0], JSON.stringify(payload));
    }
  });
});
