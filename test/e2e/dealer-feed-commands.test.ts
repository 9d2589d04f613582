import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { dropFeed, type LotVehicle, VehicleSupply, writeFeed } from '../../simulators/dms';
import { Random } from '../../simulators/kit/random';
import { type FlowNode, Site, until } from './site';

interface Command {
  key: string;
  header: string | undefined;
  command: string;
  vin: string;
  stockNumber: string;
  title: string;
  status: string;
}

const FEED = 'dealer-feed-commands';

/** The example flow, with a site's own system at the other end. */
describe('dealer feed commands to a system of the site’s own, in a real Node-RED', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'feeds-'));
  const received: Command[] = [];
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    req.on('data', (part: Buffer) => parts.push(part));
    req.on('end', () => {
      received.push({ ...JSON.parse(Buffer.concat(parts).toString()), header: req.headers['idempotency-key'] });
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  const vehicles = new VehicleSupply(new Random(7)).lot(12);
  let site: Site;
  let time = Date.now() - 3_600_000;

  before(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const edit = (flows: FlowNode[]) =>
      flows.map((node) => {
        if (node.id === 'ds-dms') return { ...node, settleSeconds: '0.05' };
        if (node.id !== FEED) return node;
        return { ...node, env: [{ name: 'SITE_URL', value: `http://127.0.0.1:${port}/jobs`, type: 'str' }] };
      });
    site = await Site.start({ dealerFeed: { folder }, edit });
  });
  after(async () => {
    await site?.end();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const run = async (lot: readonly LotVehicle[], expected: number) => {
    received.length = 0;
    time += 60_000;
    const text = writeFeed('generic', [{ dealerId: 'MP101', name: 'Norvik', vehicles: lot }]);
    dropFeed(folder, { name: `${time}_MP101.csv`, text, at: time });
    const done = await site.press(`${FEED}-now`, FEED);
    assert.equal(done.state, 'done');
    await until(async () => received.length >= expected || undefined, `${expected} commands`);
    return [...received];
  };
  const idOf = ({ vin }: LotVehicle) => `commands|mp101|${vin}|1`;

  it('sends one command for each new vehicle, in the words of the template, with its key', async () => {
    const commands = await run(vehicles, vehicles.length);
    assert.deepEqual(commands.map(({ key }) => key).sort(), vehicles.map(idOf).sort());
    for (const { key, header, command, vin, title, stockNumber } of commands) {
      const vehicle = vehicles.find((one) => one.vin === vin);
      assert.ok(vehicle);
      assert.deepEqual([header, command, stockNumber], [key, 'create', vehicle.stock]);
      // Quotes and accents of a model's name pass through the template whole.
      assert.equal(title, `${vehicle.year} ${vehicle.make} ${vehicle.model}`);
    }
  });

  it('R3: orders a close, F7: with a key of its own; and R9: takes back what a person closed over there', async () => {
    const [sold, closed, ...rest] = vehicles;
    assert.ok(sold && closed);
    const reported = await site.post<{ status: string }>(`service-requests/${encodeURIComponent(idOf(closed))}`, {
      action: 'close',
      reason: 'done over there',
    });
    assert.equal(reported.status, 'closed');
    const commands = await run([closed, ...rest], 1);
    assert.deepEqual(
      commands.map(({ command, vin, status }) => [command, vin, status]),
      [['close', sold.vin, 'closed']],
    );
    assert.ok(commands[0]?.key.startsWith(`${idOf(sold)}|close|`));
  });
});
