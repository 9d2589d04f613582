import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { dropFeed, MUTATORS, tellStory } from '../../simulators/dms';
import { Random } from '../../simulators/kit/random';
import { heardNode, type Message, Rig } from './rig';

describe('dms-feed', function () {
  this.timeout(20_000);
  const rig = new Rig();
  const folder = mkdtempSync(join(tmpdir(), 'feeds-'));
  const refused = mkdtempSync(join(tmpdir(), 'feeds-'));
  const feeds = tellStory({ from: Date.UTC(2026, 2, 14, 8), hours: 2, size: 300 });

  before(() => {
    for (const feed of feeds) dropFeed(folder, feed);
    const last = feeds.at(-1)?.text ?? '';
    writeFileSync(join(folder, 'blank_MP104.csv'), MUTATORS.blankVin(Buffer.from(last), new Random(1)));
    writeFileSync(join(refused, 'page_MP1.csv'), '<!doctype html><html><body>Sign in</body></html>');
    const config = (id: string, path: string) => ({
      ...{ id, type: 'dealer-sync-dms-config', sourceKind: 'folder', folder: path, files: '*_{dealer}.csv' },
      ...{ profile: 'generic', quote: '"', settleSeconds: '0.05' },
    });
    return rig.load([
      config('dms', folder),
      config('page', refused),
      config('nowhere', join(folder, 'none')),
      heardNode('feed', 'dms-feed', 2, { dms: 'dms', feed: 'f' }),
      heardNode('refused', 'dms-feed', 2, { dms: 'page', feed: 'r' }),
      heardNode('gone', 'dms-feed', 2, { dms: 'nowhere', feed: 'g' }),
      heardNode('none', 'dms-feed', 2, { dms: '', feed: 'n' }),
    ]);
  });
  after(async () => {
    await rig.unload();
    for (const path of [folder, refused]) rmSync(path, { recursive: true, force: true });
  });

  it('by hand: sends every vehicle of the newest file of each dealer, in lists, and bad rows apart', async () => {
    const { outputs, errors, completed } = await rig.send('feed', { payload: 'now' });
    assert.deepEqual([errors, completed], [[], 1]);
    for (const { payload } of outputs[0] ?? []) assert.ok(payload.length <= 200);
    const vehicles = (outputs[0] ?? []).flatMap(({ payload }: Message) => payload) as Message[];
    assert.deepEqual([...new Set(vehicles.map(({ dealerId }) => dealerId))].sort(), ['MP101', 'MP102', 'MP103']);
    assert.ok(vehicles.length > 900);
    const [one] = vehicles;
    assert.equal(one.key, `vehicle:${one.dealerId}:${one.vin}`);
    const bad = (outputs[1] ?? []).flatMap(({ payload }: Message) => payload) as Message[];
    assert.deepEqual(
      bad.map(({ reason }) => reason),
      ['NO_VIN'],
    );
  });

  it('F1, N1: ends a refused file, a missing folder and a missing connection in one error, and sends nothing', async () => {
    for (const [node, code] of [
      ['refused', 'HTML_PAGE'],
      ['gone', undefined],
      ['none', 'NO_CONFIG'],
    ] as const) {
      const { errors, completed, outputs } = await rig.send(node, { payload: '' });
      assert.deepEqual([errors.length, completed, outputs.flat()], [1, 0, []]);
      if (code) assert.equal(errors[0]?.code, code);
      assert.match(errors[0]?.message ?? '', /\w+ \w+.*\./);
    }
  });
});
