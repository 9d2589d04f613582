import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'mocha';
import type { RunDoc } from '../../lib/sync/run-history';
import { type CmsSimulator, startCmsSimulator } from '../../simulators/cms';
import { type RevioSimulator, startRevioSimulator } from '../../simulators/revio';
import { connections, type FlowNode, heardNode, type Message, Rig, until } from './rig';

/** Something of an integrator's own between two of our nodes. */
const custom = (id: string, func: string, next: string): FlowNode => ({
  id,
  type: 'function',
  func,
  outputs: 1,
  timeout: 0,
  noerr: 0,
  initialize: '',
  finalize: '',
  libs: [],
  wires: [[next]],
});

/**
 * A small flow of its own: accounts and customers, something in between, the gate. Preview, so that the end is the plan.
 * Each flow has a name, which is its integration and its space.
 */
function flow(name: string, between: (next: string) => FlowNode, merge: object = {}): FlowNode[] {
  const id = (part: string) => `${name}-${part}`;
  const wired = (part: string, type: string, wires: string[][], fields: object): FlowNode => ({
    id: id(part),
    type: `dealer-sync-${type}`,
    name: id(part),
    wires,
    ...fields,
  });
  const middle = between(id('pair'));
  return [
    wired('start', 'sync-start', [[id('accounts')], [`${id('start')}.1`]], {
      store: 'store',
      integration: name,
      title: name,
      system: 'CMS',
      space: name,
      direction: 'both',
      productionMode: false,
      stallMinutes: '0.03',
    }),
    wired('accounts', 'cms', [[id('customers')]], { cms: 'cms-config', op: 'list-accounts', withContacts: false }),
    wired('customers', 'revio', [[middle.id]], { revio: 'revio-config', op: 'list-customers' }),
    middle,
    wired('pair', 'key-link', [[id('merge')], [id('match')], [id('merge')]], {
      revio: 'revio-config',
      op: 'pair',
      system: 'CMS',
      entityType: 'Customer',
    }),
    wired('match', 'fuzzy-match', [[id('merge')], [id('review')], []], {}),
    wired('review', 'review-queue', [[id('merge')], [id('merge')], [id('merge')]], {}),
    wired('merge', 'merge-changes', [[id('gate')]], { firstLink: 'ask', ...merge }),
    wired('gate', 'sync-plan', [[id('end')], [`${id('gate')}.1`]], {}),
    wired('end', 'sync-end', [[`${id('end')}.0`]], {}),
  ];
}

describe('nodes in a run', function () {
  // A standstill is looked for every five seconds.
  this.timeout(20_000);
  const rig = new Rig();
  let cms: CmsSimulator;
  let revio: RevioSimulator;

  before(async () => {
    [cms, revio] = await Promise.all([
      startCmsSimulator({ seed: 'small' }),
      startRevioSimulator({ seed: 'small', switches: { callsPerMinute: 0 } }),
    ]);
    const { nodes, credentials } = connections({ cms: cms.url, revio: revio.url });
    await rig.load(
      [
        ...nodes,
        { id: 'store', type: 'dealer-sync-sync-store', dir: `${rig.userDir}/store` },
        ...flow('plain', (next) => custom('plain-custom', 'return msg;', next)),
        ...flow('dropping', (next) =>
          custom('dropping-custom', 'if (msg.payload.length) msg.payload.length = 1; return msg;', next),
        ),
        ...flow('throwing', (next) => custom('throwing-custom', 'throw new Error("oops");', next)),
        ...flow('garbling', (next) =>
          custom('garbling-custom', 'msg.payload = msg.end ? msg.payload : "done"; return msg;', next),
        ),
        ...flow('unset', (next) => ({
          ...heardNode('unset-custom', 'revio', 1, { revio: '', op: 'list-contacts' }),
          wires: [[next]],
        })),
      ],
      credentials,
    );
  });
  after(async () => {
    await rig.unload();
    await Promise.all([cms.close(), revio.close()]);
  });
  afterEach(() => {
    cms.faults.clear();
    revio.faults.clear();
    assert.deepEqual([...cms.log.writes(), ...revio.log.writes()], [], 'a preview wrote');
  });

  /** Presses the flow's inject, and waits for the summary. */
  const run = async (
    name: string,
  ): Promise<{ summary: RunDoc & { id: string }; errors: Message[]; statuses: string[] }> => {
    await rig.send(`${name}-start`, { payload: { cause: 'manual' } });
    await until(() => rig.outcome(`${name}-end`).outputs[0]?.length === 1, `the end of ${name}`, 18_000);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const { outputs, errors } = rig.outcome(`${name}-end`);
    return { summary: outputs[0]?.[0].payload, errors, statuses: rig.outcome(`${name}-start`).statuses };
  };

  it('S11: ends with every record in one outcome; an output that is not wired ends its items as skipped', async () => {
    const { summary, errors } = await run('plain');
    assert.deepEqual(errors, []);
    assert.equal(summary.state, 'done');
    const { seen, ...outcomes } = summary.counts;
    assert.equal(
      Object.values(outcomes).reduce((sum, count) => sum + count, 0),
      seen,
    );
    const { skipped, created } = summary.counts;
    assert.ok(skipped > 0 && created === 0, 'unmatched accounts end at the unwired output of the matcher');
    assert.deepEqual(summary.writes, { revio: 0, monitoring: 0, keyLinks: 0 });
  });

  it('S11: a function node that drops items fails the run, which names the node they were last at', async () => {
    const { summary, errors } = await run('dropping');
    assert.equal(summary.error?.code, 'RUN_STALLED');
    assert.match(summary.error?.message ?? '', /last at: dropping-(customers|accounts)\..*Nothing was written/);
    assert.deepEqual(
      errors.map(({ code, source }) => [code, source]),
      [['RUN_STALLED', 'dropping-start']],
    );
    assert.equal(summary.counts.failed, summary.counts.seen);
  });

  it('a function node that throws is told by itself, and ends the run when nothing comes on', async () => {
    const { summary, errors } = await run('throwing');
    assert.equal(summary.error?.code, 'RUN_STALLED');
    assert.match(summary.error?.message ?? '', /throwing-/);
    assert.equal(errors.filter(({ source }) => source === 'throwing-start').length, 1);
    assert.ok(errors.some(({ source, message }) => source === 'throwing-custom' && /oops/.test(message)));
  });

  it('N1: items that were made into something else fail the run at once, at the next node', async () => {
    const { summary, errors } = await run('garbling');
    assert.equal(summary.error?.code, 'NO_ITEM');
    assert.deepEqual(
      errors.map(({ code, source }) => [code, source]),
      [['NO_ITEM', 'garbling-pair']],
    );
  });

  it('N1: a node without its connection fails the run, told once, at that node', async () => {
    const { summary, errors } = await run('unset');
    assert.equal(summary.error?.code, 'NO_CONFIG');
    assert.deepEqual(
      errors.map(({ code, source }) => [code, source]),
      [['NO_CONFIG', 'unset-custom']],
    );
  });

  it('N1: a listing that fails while another is under way is told once', async () => {
    cms.faults.add({ match: { operation: 'GetSiteSystemList' }, delayMs: 150, status: 500, body: '' });
    revio.faults.add({ match: { operation: 'GET Customers' }, delayMs: 300 });
    const { summary, errors } = await run('plain');
    assert.equal(summary.state, 'failed');
    assert.equal(errors.length, 1, JSON.stringify(errors));
    assert.equal(errors[0].source, 'plain-accounts');
    assert.equal(errors[0].code, summary.error?.code);
  });

  it('a trigger that cannot be read is told once, and starts nothing', async () => {
    for (const payload of [{ cause: 'boredom' }, { preview: 'yes' }, { customerIds: [{}] }]) {
      const { errors, completed } = await rig.send('plain-start', { payload });
      assert.deepEqual([errors.length, errors[0]?.code, completed], [1, 'BAD_TRIGGER', 0]);
    }
  });
});
