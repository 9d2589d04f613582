import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Faults } from '../../simulators/kit/faults';
import { Random } from '../../simulators/kit/random';
import { parseSeed } from '../../simulators/kit/seed-text';
import {
  BAD_GATEWAY,
  lostReply,
  type RevioSimulator,
  rateLimitFault,
  startRevioSimulator,
} from '../../simulators/revio';
import { call, newCustomer } from './revio-call';

describe('what the simulators share', () => {
  let simulator: RevioSimulator;
  beforeEach(async () => {
    simulator = await startRevioSimulator();
  });
  afterEach(() => simulator.close());

  const control = async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${simulator.controlUrl}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, json: (await response.json()) as Record<string, unknown> };
  };
  const customers = () => simulator.state.customers.size;

  describe('faults', () => {
    it('strikes the nth call, before the work', async () => {
      simulator.faults.add({ ...rateLimitFault(7), match: { method: 'POST', path: '/v1/Customers' }, nth: 2 });
      const before = customers();
      assert.equal((await call(simulator, 'POST', '/Customers', newCustomer())).status, 201);
      const struck = await call(simulator, 'POST', '/Customers', newCustomer());
      assert.deepEqual([struck.status, struck.headers.get('retry-after')], [429, '7']);
      assert.equal((await call(simulator, 'POST', '/Customers', newCustomer())).status, 201);
      assert.equal(customers(), before + 2);
      assert.equal(simulator.log.calls()[1]?.fault, 'fault-1');
    });

    it('loses the reply of a write that was done', async () => {
      simulator.faults.add(lostReply({ operation: 'POST Customers' }));
      const before = customers();
      await assert.rejects(call(simulator, 'POST', '/Customers', newCustomer()));
      assert.equal(customers(), before + 1);
      assert.equal(simulator.log.calls()[0]?.status, 0);
      assert.equal(simulator.log.calls()[0]?.writes.at(-1)?.kind, 'create');
    });

    it('breaks the connection before the write is done', async () => {
      simulator.faults.add({ match: { operation: 'POST Customers' }, times: 1, end: 'reset' });
      const before = customers();
      await assert.rejects(call(simulator, 'POST', '/Customers', newCustomer()));
      assert.equal(customers(), before);
    });

    it('does the write late', async () => {
      simulator.faults.add({ match: { method: 'POST' }, times: 1, lateMs: 50, end: 'reset' });
      const before = customers();
      await assert.rejects(call(simulator, 'POST', '/Customers', newCustomer()));
      assert.equal(customers(), before);
      await new Promise((resolve) => setTimeout(resolve, 120));
      assert.equal(customers(), before + 1);
    });

    it('cuts a reply, hangs, delays, answers a web page', async () => {
      simulator.faults.add({ match: { path: '/v1/billprofiles' }, nth: 1, end: 'cut' });
      simulator.faults.add({ ...BAD_GATEWAY, nth: 2 });
      simulator.faults.add({ nth: 3, delayMs: 60 });
      simulator.faults.add({ nth: 4, end: 'hang' });
      await assert.rejects(call(simulator, 'GET', '/BillProfiles'));
      const page = await call(simulator, 'GET', '/BillProfiles');
      assert.deepEqual([page.status, page.headers.get('content-type')], [502, 'text/html']);
      const started = performance.now();
      assert.equal((await call(simulator, 'GET', '/BillProfiles')).status, 200);
      assert.ok(performance.now() - started >= 55);
      const given = fetch(`${simulator.url}/BillProfiles`, { signal: AbortSignal.timeout(100) });
      await assert.rejects(given, /timeout/i);
    });

    it('knows what it can distort', () => {
      assert.throws(
        () => simulator.faults.add({ distort: 'has-more-stuk' }),
        /There is no distortion 'has-more-stuk', only/,
      );
    });

    it('strikes by chance the same calls for the same seed', () => {
      const struck = (seed: number) => {
        const faults = new Faults(new Random(seed));
        faults.add({ chance: 0.3, status: 500 });
        const one = { method: 'GET', path: '/', operation: 'GET', body: '' };
        return Array.from({ length: 200 }, () => (faults.strike(one) ? 1 : 0)).join('');
      };
      assert.equal(struck(1), struck(1));
      assert.notEqual(struck(1), struck(2));
      const share = [...struck(1)].filter((mark) => mark === '1').length;
      assert.ok(share > 30 && share < 90);
    });
  });

  describe('the control endpoint', () => {
    it('shows, filters and clears the log', async () => {
      await call(simulator, 'GET', '/BillProfiles');
      await call(simulator, 'POST', '/Customers', newCustomer());
      const wrote = await control('GET', 'log?wrote=true');
      assert.equal(wrote.json.total, 1);
      const [logged] = wrote.json.calls as { operation: string; headers: { authorization: string } }[];
      assert.deepEqual([logged?.operation, logged?.headers.authorization], ['POST Customers', '***']);
      const paged = await control('GET', 'log?offset=1&limit=1');
      assert.deepEqual([paged.json.total, (paged.json.calls as unknown[]).length], [2, 1]);
      await control('DELETE', 'log');
      assert.equal((await control('GET', 'log')).json.total, 0);
    });

    it('reads and changes records as a person at the remote system does', async () => {
      const set = await control('PUT', 'state/customers/1015', {
        service_address: { line_1: '77 Sunset' },
        status: 'PENDING',
      });
      assert.equal(set.status, 200);
      const read = await control('GET', 'state/customers/1015');
      assert.equal((read.json.service_address as { line_1: string }).line_1, '77 Sunset');
      assert.equal(read.json.status, 'PENDING');
      const added = await control('POST', 'state/contacts', { customer_id: 1015, name: 'By Hand' });
      assert.equal((await control('DELETE', `state/contacts/${added.json.contact_id}`)).status, 200);
      assert.equal((await control('GET', 'state/customers?account_number=00123')).json.total, 1);
      assert.equal((await control('GET', 'state')).json.customers, 17);
      assert.deepEqual(simulator.log.writes(), [], 'no call wrote');
      assert.equal((await control('PUT', 'state/customers/1', { status: 'x' })).status, 400);
      assert.equal((await control('GET', 'nothing')).status, 404);
    });

    it('scripts faults, sets the clock and the switches, and tells breaches', async () => {
      const { json } = await control('POST', 'faults', { status: 500, times: 1 });
      assert.deepEqual(json.ids, ['fault-1']);
      assert.equal((await call(simulator, 'GET', '/BillProfiles')).status, 500);
      await control('DELETE', 'faults');
      await control('PUT', 'clock', { now: '2031-05-06T07:08:09.000Z' });
      const { id } = (await call(simulator, 'POST', '/Customers', newCustomer())).json;
      assert.match(
        String((await call(simulator, 'GET', `/Customers/${id}`)).json.created_date),
        /^2031-05-06T07:08:0\d\.\d{3}$/,
      );
      assert.equal((await control('PUT', 'switches', { hideFreshFor: 3 })).json.hideFreshFor, 3);
      assert.equal((await control('PUT', 'switches', { nonsense: 1 })).status, 400);
      await call(simulator, 'DELETE', '/Customers/1000');
      assert.equal(((await control('GET', 'breaches')).json as unknown as unknown[]).length, 1);
      await control('DELETE', 'breaches');
      assert.deepEqual((await control('GET', 'breaches')).json, []);
    });
  });

  describe('state', () => {
    const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
    after(() => rmSync(folder, { recursive: true }));

    it('survives a restart, clock and numbers included', async () => {
      const first = await startRevioSimulator({ stateDir: folder });
      first.clock.advance(86_400_000);
      const { id } = (await call(first, 'POST', '/Customers', newCustomer())).json;
      await first.close();
      assert.deepEqual(readdirSync(folder), ['revio.json']);
      const second = await startRevioSimulator({ stateDir: folder, seed: 'match' });
      try {
        const found = await call(second, 'GET', '/Customers?search.account_number=N-1');
        assert.equal(found.json.record_count, 1);
        assert.ok(second.clock.now() > Date.now() + 86_000_000);
        const next = await call(second, 'POST', '/Customers', newCustomer());
        assert.equal(next.json.id, Number(id) + 1);
      } finally {
        await second.close();
      }
    });

    it('runs as a process of its own, and saves when it is told to end', async () => {
      const own = join(folder, 'process');
      const child = spawn(
        process.execPath,
        ['--require', 'tsx/cjs', 'simulators/revio/main.ts', '--state-dir', own, '--seed', 'small'],
        {
          stdio: ['ignore', 'pipe', 'inherit'],
        },
      );
      const line = await new Promise<string>((resolve) => child.stdout.once('data', (data) => resolve(String(data))));
      assert.match(line, /^Rev\.io simulator: http:\/\/127\.0\.0\.1:\d+\/v1 \(control: .*\)\n$/);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      assert.equal(await ended, 0);
      assert.deepEqual(readdirSync(own), ['revio.json']);
    });
  });

  it('reads the names of seeds', () => {
    assert.equal(parseSeed('match'), 'match');
    assert.deepEqual(parseSeed('large:500,contacts,unlinked'), {
      large: 500,
      contacts: true,
      twoSystems: false,
      linked: false,
      rapidResponse: false,
    });
    assert.throws(() => parseSeed('larger'), /There is no seed/);
  });
});
