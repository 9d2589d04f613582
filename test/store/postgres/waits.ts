import assert from 'node:assert/strict';

/** Asks until it holds. */
export async function waits(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, 'waited thirty seconds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Turns a clock until the work is done, slowly enough for a database and calls that take their own time. */
export async function whileTurning<T>(clock: { advance(ms: number): unknown }, work: Promise<T>): Promise<T> {
  let done = false;
  const end = work.finally(() => {
    done = true;
  });
  while (!done) {
    await clock.advance(100);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return end;
}
