import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isOpen } from '../../lib/dealer-feed';
import { SHIPPED_PROFILES } from '../../lib/dealer-feed/profiles/shipped';
import { MUTATORS, VehicleSupply, writeFeed } from '../../simulators/dms';
import { Random } from '../../simulators/kit/random';
import { HOUR, kinds, Site } from './kit';
import { readBytes } from './parser/read-bytes';

const profile = SHIPPED_PROFILES.generic;
const vehicles = new VehicleSupply(new Random(7)).lot(12);
const feed = Buffer.from(writeFeed('generic', [{ dealerId: 'D1', name: 'One', vehicles }]));
const TYPOS = ['letterOInVin', 'shortVin', 'blankVin', 'nanVin'];

describe('a feed after each mutator of the fixture list, after the good one', () => {
  for (const [name, mutate] of Object.entries(MUTATORS)) {
    it(`${name}: closes no vehicle that it names, and doubles none (F1, F5, F9, F11)`, async () => {
      const whole = await readBytes(feed, profile);
      for (let seed = 1; seed <= 5; seed += 1) {
        const site = new Site();
        site.feed(whole.rows);
        site.now += HOUR;
        const bytes = mutate(feed, new Random(seed));
        const { rows, quarantined, refused } = await readBytes(bytes, profile);
        if (refused) continue;
        const plan = site.feed(rows, { quarantined });
        assert.equal(
          plan.counts.reduce((sum, { count }) => sum + count, 0),
          rows.length + quarantined.length,
        );
        const text = bytes.toString('utf8').toUpperCase();
        for (const { vin } of vehicles) {
          const requests = [...site.requests.values()].filter((request) => request.vin === vin);
          assert.equal(requests.length, 1, vin);
          if (text.includes(vin)) assert.ok(requests.every(isOpen), `${vin} is listed`);
        }
        if (!TYPOS.includes(name)) assert.ok(!kinds(plan).includes('create'));
      }
    });
  }
});
