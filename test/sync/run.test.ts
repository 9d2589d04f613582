import assert from 'node:assert/strict';
import { DealerSyncError } from '../../lib/errors';
import type { Item } from '../../lib/model/item';
import { Run } from '../../lib/sync/run';
import type { RunSetup } from '../../lib/sync/run-setup';
import { HandClock } from '../http/hand-clock';

const item = (n: number): Item => ({ key: `cms:${n}` });
const MINUTE = 60_000;
const stateOf = (run: Run): string | undefined => run.end?.state;

describe('Run', () => {
  let clock: HandClock;
  let ended: Run[];
  beforeEach(() => {
    clock = new HandClock();
    ended = [];
  });

  function start(setup: Partial<RunSetup> = {}): Run {
    const whole: RunSetup = {
      id: 'r',
      integration: 'cms',
      direction: 'both',
      preview: false,
      cause: 'timer',
      title: 'CMS',
      system: 'CMS',
      space: 'cms',
      who: 'timer',
      nodeIds: new Set(),
      listingNodes: ['cms'],
      hasGate: true,
      stallMs: 10 * MINUTE,
      ...setup,
    };
    return new Run(whole, { counts: {}, underWay: 0 }, clock, (run) => ended.push(run));
  }

  it('releases the gatherers in order, once every open record rests and every listing is whole', () => {
    const run = start();
    const order: string[] = [];
    run.arrive([item(1), item(2)], 'cms');
    run.rest('gate', 'gate', [item(2)], (items) => order.push(`gate ${items.length}`));
    run.rest('pair', 'pair', [item(1)], (items) => {
      order.push(`pair ${items.length}`);
    });
    assert.deepEqual(order, [], 'the listing is still open');
    run.closeListing('cms', 'accounts', 2);
    run.rest('pair', 'pair', [], () => undefined);
    assert.deepEqual(order, ['pair 1']);
    run.rest('gate', 'gate', [item(1)], () => undefined);
    assert.deepEqual(order, ['pair 1', 'gate 2']);
  });

  it('releases nothing while a step is at work that may bring forth items', async () => {
    const run = start({ listingNodes: [] });
    const released: Item[][] = [];
    let finish = () => {};
    const step = run.during(async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      run.arrive([item(7)], 'match');
    });
    run.rest('gate', 'gate', [], (items) => released.push(items));
    assert.equal(released.length, 0, 'the plan is still being made');
    finish();
    await step;
    assert.equal(released.length, 0, 'its item is on its way');
    run.rest('gate', 'gate', [item(7)], (items) => released.push(items));
    assert.equal(released.flat().length, 1);
  });

  it('S11 has one outcome for each record, the first; who has none when it fails fails with it', () => {
    const run = start();
    run.arrive([item(1), item(2)], 'cms');
    run.conclude([{ ...item(1), outcome: { name: 'unchanged' } }]);
    run.conclude([{ ...item(1), outcome: { name: 'created' } }]);
    run.fail(new DealerSyncError('TESTED', 'Tested.'));
    assert.deepEqual(
      [...run.records.values()].map(({ outcome }) => [outcome?.name, outcome?.code]),
      [
        ['unchanged', undefined],
        ['failed', 'TESTED'],
      ],
    );
    const { seen, unchanged, failed } = run.counts();
    assert.deepEqual([seen, unchanged, failed], [2, 1, 1]);
    assert.throws(() => run.assertMayWrite(), { code: 'TESTED' });
    assert.equal(ended.length, 1);
  });

  it('fails when records vanish, naming the node they were last at, and only after the time without progress', async () => {
    const run = start();
    run.arrive([item(1), item(2)], 'my function');
    await clock.advance(9 * MINUTE);
    run.checkStall();
    assert.equal(stateOf(run), undefined);
    await clock.advance(MINUTE);
    run.checkStall();
    assert.equal(stateOf(run), 'failed');
    const message = run.end?.state === 'failed' ? run.end.error.message : '';
    assert.match(message, /2 records did not come back.*my function.*Nothing was written/);
  });

  it('is done when the gate let the plan through and the last record has its outcome', () => {
    const run = start();
    run.arrive([item(1)], 'cms');
    run.closeListing('cms', 'accounts', 1);
    run.passGate([item(1)]);
    assert.equal(stateOf(run), undefined);
    run.conclude([{ ...item(1), outcome: { name: 'updated' } }]);
    assert.equal(stateOf(run), 'done');
  });

  it('S11: counts what ended as it was read, without a record each', () => {
    const run = start({ listingNodes: [], hasGate: false });
    run.tally({ outcome: 'skipped', code: 'GONE', reason: 'Sold.', count: 999_999 });
    run.conclude([{ ...item(1), outcome: { name: 'created' } }]);
    const { seen, skipped, created } = run.counts();
    assert.deepEqual([seen, skipped, created, run.records.size], [1_000_000, 999_999, 1, 1]);
  });

  it('takes its last steps after the last outcome, one by one, and is over then', async () => {
    const run = start({ listingNodes: [] });
    const steps: string[] = [];
    const done = new Promise<void>((resolve) => run.onceEnded(resolve));
    for (const name of ['a', 'b']) {
      run.beforeDone(async () => {
        steps.push(`${name} ${run.counts().created} ${stateOf(run)}`);
      });
    }
    run.arrive([item(1)], 'feed');
    run.passGate([item(1)]);
    assert.deepEqual(steps, []);
    run.conclude([item(1)], () => ({ name: 'created' }));
    await done;
    assert.deepEqual([steps, stateOf(run)], [['a 1 undefined', 'b 1 undefined'], 'done']);
  });

  it('fails when its last step fails', async () => {
    const run = start({ listingNodes: [] });
    const done = new Promise<void>((resolve) => run.onceEnded(resolve));
    run.beforeDone(() => Promise.reject(new DealerSyncError('STORE_UNWRITABLE', 'The disk is full.')));
    run.passGate([]);
    await done;
    assert.equal(run.end?.state === 'failed' && run.end.error.code, 'STORE_UNWRITABLE');
  });
});
