import assert from 'node:assert/strict';

/** Asks until it holds. */
export async function waits(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, 'waited thirty seconds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
