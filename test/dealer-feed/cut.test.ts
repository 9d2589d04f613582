import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { type FeedPlan, isOpen } from '../../lib/dealer-feed';
import { SHIPPED_PROFILES } from '../../lib/dealer-feed/profiles/shipped';
import { cutAt, FEED_FORMATS, VehicleSupply, writeFeed } from '../../simulators/dms';
import { Random } from '../../simulators/kit/random';
import { HOUR, Site } from './kit';
import { readBytes } from './parser/read-bytes';

const VEHICLES = 6;

describe('F8: a whole feed, the same cut at a byte, and the whole one again', function () {
  this.timeout(60_000);
  for (const format of FEED_FORMATS) {
    const profile = SHIPPED_PROFILES[format];
    const vehicles = new VehicleSupply(new Random(5)).lot(VEHICLES);
    const feed = Buffer.from(writeFeed(format, [{ dealerId: 'D1', name: 'One', vehicles }]));

    it(`${format}: closes the guard's limit at most, and ends as if nothing had been`, async () => {
      const whole = await readBytes(feed, profile);
      for (let length = 0; length < feed.length; length += 1) {
        const cut = await readBytes(cutAt(feed, length), profile);
        const site = new Site();
        site.feed(whole.rows);
        if (!cut.refused) {
          site.now += HOUR;
          assert.ok(closes(site.feed(cut.rows, { quarantined: cut.quarantined })) <= 5, `cut at ${length}`);
        }
        site.now += HOUR;
        site.feed(whole.rows);
        const requests = [...site.requests.values()];
        assert.deepEqual([requests.length, requests.every(isOpen)], [VEHICLES, true], `cut at ${length}`);
      }
    });
  }
});

function closes(plan: FeedPlan): number {
  return plan.dealers.flatMap(({ actions }) => actions).filter(({ kind }) => kind === 'close').length;
}
