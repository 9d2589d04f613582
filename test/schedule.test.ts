import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DealerSyncError } from '../lib/errors';
import { nextRun } from '../lib/schedule';

/** Local time, as a schedule is meant. */
const at = (hour: number, minute: number, second = 0) => new Date(2026, 0, 15, hour, minute, second).getTime();

describe('schedule', () => {
  it('comes at each full hour, and never at the instant itself', () => {
    assert.equal(nextRun('0 * * * *', at(10, 59, 59)), at(11, 0));
    assert.equal(nextRun('0 * * * *', at(11, 0)), at(12, 0));
  });

  it('takes six fields, seconds first, and blanks around the expression', () => {
    assert.equal(nextRun(' 15 30 * * * * ', at(10, 0)), at(10, 30, 15));
  });

  it('is undefined when the expression never comes round again', () => {
    assert.equal(nextRun('0 0 0 1 1 * 2020', at(10, 0)), undefined);
  });

  for (const bad of ['', 'hourly', '61 * * * *', '* * *']) {
    it(`refuses ${JSON.stringify(bad)} with a sentence`, () => {
      assert.throws(
        () => nextRun(bad, 0),
        (error) =>
          error instanceof DealerSyncError && error.code === 'BAD_SCHEDULE' && /cron expression/.test(error.message),
      );
    });
  }
});
