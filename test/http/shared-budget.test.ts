import assert from 'node:assert/strict';
import type { BudgetLimits, CallBudget, Grant } from '../../lib/http/call-budget';
import { GrantedCalls } from '../../lib/http/granted-calls';
import { DailyBudgetSpent, HostLimit } from '../../lib/http/host-limit';
import { HandClock } from './hand-clock';

/** The bucket that the processes of these tests share, on their clock: what the database does by its own. */
class Bucket implements CallBudget {
  asked = 0;
  away = false;
  #tokens = Number.POSITIVE_INFINITY;
  #filledAt = 0;
  #pausedUntil = 0;
  #day = 0;

  constructor(private readonly clock: HandClock) {}

  async take(_host: string, { callsPerMinute, burst, dailyCalls }: BudgetLimits, wanted: number): Promise<Grant> {
    this.asked += 1;
    if (this.away) throw new Error('away');
    const perMs = (callsPerMinute - burst) / 62_000;
    const now = this.clock.now();
    this.#tokens = Math.min(burst, this.#tokens + (now - this.#filledAt) * perMs);
    this.#filledAt = now;
    const pauseMs = Math.max(0, this.#pausedUntil - now);
    const daySpent = this.#day >= dailyCalls;
    const calls =
      pauseMs > 0 || daySpent ? 0 : Math.floor(Math.min(wanted, dailyCalls - this.#day, this.#tokens + 1e-9));
    this.#tokens -= calls;
    this.#day += calls;
    return { calls, daySpent, waitMs: Math.ceil(Math.max(pauseMs, (1 - this.#tokens) / perMs)) };
  }

  async pause(_host: string, ms: number): Promise<void> {
    this.#pausedUntil = this.clock.now() + ms;
  }
}

describe('host limit on a budget of several processes', () => {
  let clock: HandClock;
  let bucket: Bucket;
  let limits: HostLimit[];

  beforeEach(() => {
    clock = new HandClock();
    bucket = new Bucket(clock);
    limits = [1, 2, 3].map(() => {
      const granted = new GrantedCalls(clock, bucket, 'host');
      return new HostLimit(clock, () => granted);
    });
  });

  const attach = (settings: { callsPerMinute: number; burst?: number; dailyCalls?: number }) => {
    for (const limit of limits) limit.attach({ maxConcurrent: 4, ...settings });
  };

  /** Each process asks for so many calls; the instants at which they went out. */
  function send(each: number, takesMs = 0): number[] {
    const sent: number[] = [];
    for (const limit of limits) {
      for (let i = 0; i < each; i += 1) {
        void limit.acquire().then(async (release) => {
          sent.push(clock.now());
          if (takesMs) await clock.sleep(takesMs);
          release();
        });
      }
    }
    return sent;
  }

  it('S14: three processes together stay under the limit in every sliding minute, and use it', async () => {
    attach({ callsPerMinute: 600 });
    const sent = send(400, 150);
    await clock.advance(200_000);
    assert.equal(sent.length, 1_200, 'everybody has a turn');
    for (const [i, start] of sent.entries()) {
      const minute = sent.slice(i).filter((at) => at < start + 60_000).length;
      assert.ok(minute <= 600, `${minute} calls in a minute of 600`);
    }
    assert.ok(Math.max(...sent) - Math.min(...sent) < 1_200 * 100 * 1.4, 'no slower than one alone');
    assert.ok(bucket.asked <= 1_200, `${bucket.asked} questions for 1,200 calls`);
  });

  it('asks seldom where calls are short and many are allowed', async () => {
    attach({ callsPerMinute: 600_000 });
    const sent: number[] = [];
    const one = async (limit: HostLimit) => {
      for (let call = 0; call < 250; call += 1) {
        const release = await limit.acquire();
        sent.push(clock.now());
        await clock.sleep(1);
        release();
      }
    };
    const all = Promise.all(limits.flatMap((limit) => [one(limit), one(limit), one(limit), one(limit)]));
    await clock.advance(10_000);
    await all;
    assert.equal(sent.length, 3_000);
    assert.ok(bucket.asked <= 60, `${bucket.asked} questions for 3,000 calls`);
  });

  it('what the host asked one for is quiet for all', async () => {
    attach({ callsPerMinute: 600 });
    limits[0]?.pauseUntil(clock.now() + 5_000);
    const start = clock.now();
    const sent = send(1);
    await clock.advance(10_000);
    assert.deepEqual(
      sent.map((at) => at - start),
      [5_000, 5_000, 5_000],
    );
  });

  it('the day is counted together', async () => {
    attach({ callsPerMinute: 600, dailyCalls: 2 });
    const ends = Promise.allSettled(limits.map((limit) => limit.acquire()));
    await clock.advance(5_000);
    const refused = (await ends).filter((end) => end.status === 'rejected');
    assert.equal(refused.length, 1);
    assert.ok(refused[0]?.reason instanceof DailyBudgetSpent);
  });

  it('a budget that cannot be asked leaves each to its own limit, and is asked again later', async () => {
    attach({ callsPerMinute: 600, burst: 1 });
    bucket.away = true;
    const sent = send(3);
    await clock.advance(2_000);
    assert.equal(sent.length, 9);
    bucket.away = false;
    await clock.advance(5_000);
    const before = bucket.asked;
    send(1);
    await clock.advance(2_000);
    assert.ok(bucket.asked > before);
  });
});
