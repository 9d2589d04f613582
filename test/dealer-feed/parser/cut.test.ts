import assert from 'node:assert/strict';
import { SHIPPED_PROFILES } from '../../../lib/dealer-feed/profiles/shipped';
import { cutAt, FEED_FORMATS, VehicleSupply, writeFeed } from '../../../simulators/dms';
import { Random } from '../../../simulators/kit/random';
import { readBytes } from './read-bytes';

describe('dealer-feed parser: a file cut at every byte (F8, F11)', () => {
  for (const format of FEED_FORMATS) {
    const profile = SHIPPED_PROFILES[format];
    const vehicles = new VehicleSupply(new Random(3)).lot(3);
    const feed = Buffer.from(writeFeed(format, [{ dealerId: 'D1', name: 'One', vehicles }]));
    const vins = vehicles.map(({ vin }) => vin);

    it(`${format}: is refused, or has the first rows, and at most one that is quarantined`, async () => {
      for (let length = 0; length <= feed.length; length += 1) {
        const { rows, quarantined, refused } = await readBytes(cutAt(feed, length), profile);
        if (refused) continue;
        const found = rows.map(({ vin }) => vin);
        // A cut inside the VIN cannot be told from a short VIN, but it lacks the columns after it and is quarantined.
        assert.deepEqual(found, vins.slice(0, found.length), `cut at ${length}`);
        const broken = new Set(quarantined.map(({ line }) => line));
        // A quoted text of several lines that is cut leaves each of its lines.
        assert.ok(broken.size <= 2, `cut at ${length}: ${quarantined.map(({ message }) => message).join(' ')}`);
        assert.ok(found.length + broken.size >= 1, `cut at ${length}: nothing, and not refused`);
      }
    });

    it(`${format}: where a line end is promised, every cut but one at a line end is refused`, async () => {
      for (let length = 1; length < feed.length; length += 1) {
        const { refused } = await readBytes(cutAt(feed, length), { ...profile, finalLineEnd: true });
        if (feed[length - 1] !== 0x0a) assert.ok(refused, `cut at ${length}`);
      }
    });
  }
});
