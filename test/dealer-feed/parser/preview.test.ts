import assert from 'node:assert/strict';
import { previewFeed } from '../../../lib/dealer-feed/parser/preview';
import { SHIPPED_PROFILES } from '../../../lib/dealer-feed/profiles/shipped';
import { MUTATORS, VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';

const vehicles = new VehicleSupply(new Random(5)).lot(30);
const feed = Buffer.from(writeFeed('vauto', [{ dealerId: 'MP1', name: 'One', vehicles }]));
const profile = SHIPPED_PROFILES.vauto;

describe('dealer-feed preview of a sample', () => {
  it('tells which column was taken for what, which are passed over, and which codes and dealers there are', async () => {
    const preview = await previewFeed(feed, { profile });
    assert.deepEqual(
      preview.columns.find(({ column }) => column === 'stock'),
      { column: 'stock', position: 2, name: 'Stock #' },
    );
    assert.deepEqual(
      preview.columns.find(({ column }) => column === 'status'),
      { column: 'status' },
    );
    assert.ok(preview.unused.includes('Photos') && !preview.unused.includes('VIN'));
    assert.deepEqual(preview.counts, { rows: 30, quarantined: 0, gone: 0 });
    assert.deepEqual(preview.types.map(({ code }) => code).sort(), ['N', 'U']);
    assert.deepEqual(preview.dealers, [{ id: 'MP1', count: 30 }]);
    assert.equal(preview.rows.length, 20);
  });

  it('reports doubled VINs with their lines (F5)', async () => {
    const text = writeFeed('generic', [{ dealerId: 'D', name: '', vehicles: [...vehicles, ...vehicles.slice(0, 1)] }]);
    const { doubled } = await previewFeed(Buffer.from(text), { profile: SHIPPED_PROFILES.generic });
    assert.deepEqual(doubled, [{ vin: vehicles[0]?.vin, lines: [2, 32] }]);
  });

  it('takes the beginning of a file without the piece at its end', async () => {
    const options = { profile: { ...profile, finalLineEnd: true }, beginning: true };
    const preview = await previewFeed(feed.subarray(0, feed.length - 30), options);
    assert.equal(preview.refused, undefined);
    assert.ok(preview.counts.rows >= 29);
  });

  it('never fails over what a sample holds: a refusal is a sentence (F1)', async () => {
    for (const mutate of Object.values(MUTATORS)) {
      const preview = await previewFeed(mutate(feed, new Random(1)), { profile });
      if (preview.refused) assert.match(preview.refused.message, /\.$/);
    }
    assert.equal((await previewFeed(Buffer.alloc(0), { profile })).refused?.code, 'EMPTY_FILE');
  });
});
