import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'mocha';
import { systemClock } from '../../../lib/clock';
import { CallCounter } from '../../../lib/http/call-counts';
import { createMemoryStore } from '../../../lib/store/memory-store';
import { Engine } from '../../../lib/sync/engine';
import type { Run } from '../../../lib/sync/run';
import { type AnnouncedProgress, announce, CHANGED, PROGRESS } from '../../../nodes/runtime/announcements';
import { addEngine, removeEngine } from '../../../nodes/runtime/engines';

const WAIT_MS = 10_000;

describe('announcements to open editors', () => {
  const told: { topic: string; data: object }[] = [];
  let stop: () => void;

  before(() => {
    stop = announce((topic, data) => told.push({ topic, data }));
  });
  after(() => stop());

  async function next(topic: string): Promise<object> {
    told.length = 0;
    const deadline = Date.now() + WAIT_MS;
    for (;;) {
      const found = told.find((one) => one.topic === topic);
      if (found) return found.data;
      assert.ok(Date.now() < deadline, `${topic} was not told`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  const listeners = (engine: Engine) =>
    (['changed', 'run-started', 'run-ended'] as const).reduce((sum, name) => sum + engine.listenerCount(name), 0);

  /** A store with a flow that launches and then waits. */
  function deployed(): { engine: Engine; launched: Promise<Run>; own: number } {
    const store = createMemoryStore();
    const newCallTally = () => new CallCounter();
    const engine = new Engine({ store, clock: systemClock, newId: randomUUID, holder: 'test', newCallTally });
    const own = listeners(engine);
    addEngine(engine);
    assert.ok(listeners(engine) > own);
    const launched = new Promise<Run>((resolve) => {
      engine.register({
        id: 'cms',
        title: 'CMS',
        system: 'CMS',
        space: 'cms',
        direction: 'both',
        productionMode: true,
        schedule: '',
        leaveMonitoredElsewhere: true,
        needsCustomers: false,
        stallMs: 60_000,
        flow: () => ({ nodeIds: new Set(), listingNodes: ['list'], hasGate: false, syncsAccounts: true }),
        launch: resolve,
      });
    });
    return { engine, launched, own };
  }

  it('tells of a deploy, of a run as it goes, and of its end; N2: of nothing once the store is gone', async () => {
    const first = next(CHANGED);
    const { engine, launched, own } = deployed();
    await first;

    engine.request('cms', { who: 'test' });
    const run = await launched;
    run.arrive([{ key: 'cms:1' }, { key: 'cms:2' }], 'list');
    run.conclude([{ key: 'cms:1' }], () => ({ name: 'unchanged' }));
    const { runId, ...progress } = (await next(PROGRESS)) as AnnouncedProgress;
    assert.equal(runId, run.setup.id);
    assert.deepEqual(progress, { integration: 'cms', phase: 'reading', done: 1, of: 2 });

    const ended = next(CHANGED);
    engine.stop(run.setup.id, 'test');
    await ended;
    const gone = next(CHANGED);
    await engine.close();
    removeEngine(engine);
    await gone;
    assert.equal(listeners(engine), own);
  });

  it('follows the store of the next deploy', async () => {
    const { engine } = deployed();
    const changed = next(CHANGED);
    engine.emit('changed');
    await changed;
    await engine.close();
    removeEngine(engine);
  });
});
