import assert from 'node:assert/strict';
import fc from 'fast-check';
import { DailyBudgetSpent, HostLimit } from '../../lib/http/host-limit';
import { HandClock } from './hand-clock';

describe('host limit', () => {
  it('S14: no sliding minute sees more calls than the limit, however they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 40 }),
        fc.array(fc.record({ wait: fc.integer({ min: 0, max: 40_000 }), calls: fc.integer({ min: 1, max: 30 }) }), {
          maxLength: 12,
        }),
        async (callsPerMinute, waves) => {
          const clock = new HandClock();
          const limit = new HostLimit(clock);
          limit.attach({ callsPerMinute, maxConcurrent: 100 });
          const sent: number[] = [];
          let asked = 0;
          for (const { wait, calls } of waves) {
            for (let i = 0; i < calls; i += 1) {
              asked += 1;
              void limit.acquire().then((release) => {
                sent.push(clock.now());
                release();
              });
            }
            await clock.advance(wait);
          }
          await clock.advance((asked * 61_000 * 2) / Math.max(1, callsPerMinute - 1) + 61_000);
          assert.equal(sent.length, asked, 'everybody has a turn');
          for (const [i, start] of sent.entries()) {
            const minute = sent.slice(i).filter((at) => at < start + 60_000).length;
            assert.ok(minute <= callsPerMinute, `${minute} calls in a minute of ${callsPerMinute}`);
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  it('S14: lets a far end that counts by the second see no more in any second, from the first on', async () => {
    const clock = new HandClock();
    const limit = new HostLimit(clock);
    limit.attach({ callsPerMinute: 570, burst: 1, maxConcurrent: 4 });
    const sent: number[] = [];
    for (let i = 0; i < 50; i += 1) {
      void limit.acquire().then((release) => {
        sent.push(clock.now());
        release();
      });
    }
    await clock.advance(10_000);
    assert.equal(sent.length, 50);
    for (const start of sent) {
      const second = sent.filter((at) => at >= start && at <= start + 1000).length;
      assert.ok(second <= 10, `${second} calls in a second`);
    }
    assert.ok((sent.at(-1) ?? 0) - (sent[0] ?? 0) < 50 * 111, 'at nine a second or more');
  });

  it('takes the strictest limit of all clients, and forgets one that left', async () => {
    const clock = new HandClock();
    const limit = new HostLimit(clock);
    limit.attach({ callsPerMinute: 100, maxConcurrent: 4 });
    const leave = limit.attach({ callsPerMinute: 500, maxConcurrent: 1, dailyCalls: 50 });
    assert.deepEqual(limit.limits, { callsPerMinute: 100, burst: 20, maxConcurrent: 1, dailyCalls: 50 });
    const release = await limit.acquire();
    const second = limit.acquire();
    assert.deepEqual([limit.active, limit.waiting], [1, 1]);
    leave();
    await second;
    assert.deepEqual([limit.active, limit.waiting], [2, 0]);
    release();
    release();
    assert.equal(limit.active, 1, 'a turn ends once');
  });

  it('holds everybody while the host wants quiet, and lets a waiting caller leave', async () => {
    const clock = new HandClock();
    const limit = new HostLimit(clock);
    limit.attach({ callsPerMinute: 100, maxConcurrent: 4 });
    limit.pauseUntil(clock.now() + 5_000);
    const leaving = new AbortController();
    const left = assert.rejects(limit.acquire(leaving.signal), /gone/);
    let sentAt = 0;
    void limit.acquire().then(() => {
      sentAt = clock.now();
    });
    leaving.abort(new Error('gone'));
    await left;
    const start = clock.now();
    await clock.advance(10_000);
    assert.equal(sentAt, start + 5_000);
  });

  it('refuses at once when the day is spent, and goes on a day later', async () => {
    const clock = new HandClock();
    const limit = new HostLimit(clock);
    limit.attach({ callsPerMinute: 100, maxConcurrent: 4, dailyCalls: 2 });
    (await limit.acquire())();
    (await limit.acquire())();
    await assert.rejects(limit.acquire(), DailyBudgetSpent);
    await clock.advance(25 * 3_600_000);
    (await limit.acquire())();
  });
});
