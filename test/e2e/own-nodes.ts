import assert from 'node:assert/strict';
import { type FlowNode, type Site, until } from './site';

export interface Caught {
  code: string;
  message: string;
  /** Id of the node that told it. */
  source: string;
}

/** A node that writes what it hears to the log, for `Site.heard(id)`. */
export function tap(id: string, tab: string, what: string): FlowNode {
  const func = `node.log('@tap ' + JSON.stringify({ id: '${id}', payload: ${what} }));`;
  return { id: tapId(id, tab), type: 'function', z: tab, func, outputs: 0, wires: [] };
}

function tapId(id: string, tab: string): string {
  return id === 'caught' || id === 'statuses' ? `${tab}-${id}` : id;
}

/** What a site has beside a shipped flow: a Catch and a Status node, heard as `caught` and `statuses`. */
export function ownNodes(tab: string): FlowNode[] {
  const node = (type: string, to: string): FlowNode => ({
    id: `${tab}-own-${type}`,
    type,
    z: tab,
    scope: null,
    ...(type === 'catch' ? { uncaught: false } : {}),
    wires: [[tapId(to, tab)]],
  });
  return [
    node('catch', 'caught'),
    tap('caught', tab, '{ code: msg.error.code, message: msg.error.message, source: msg.error.source.id }'),
    node('status', 'statuses'),
    tap('statuses', tab, 'msg.status'),
  ];
}

/** A run that must fail: with one error, told once and at the right node, nothing written, Node-RED alive. */
export async function assertFails(
  site: Site,
  integration: string,
  code: string,
  ...sources: string[]
): Promise<Caught> {
  const wrote = () => site.sides.flatMap((side) => site[side].log.writes()).length;
  const before = { caught: site.heard('caught').length, writes: wrote() };
  const run = await site.run(integration);
  assert.equal(run.state, 'failed', `${run.state}: ${run.reasons?.join()}`);
  assert.equal(run.error?.code, code, run.error?.message);
  await until(async () => site.heard('caught')[before.caught], 'the error at the catch node');
  // A second word would come now.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const caught = site
    .heard('caught')
    .slice(before.caught)
    .map(({ payload }) => payload as Caught);
  assert.deepEqual(
    caught.map((one) => one.code),
    [code],
    'N1: told once',
  );
  const [error] = caught;
  assert.ok(error && sources.includes(error.source), `at ${error?.source}`);
  assert.match(error.message, /(\S+ ){4}.*\./, 'a sentence');
  assert.equal(wrote(), before.writes, 'nothing was written');
  assert.equal(site.nodeRed.process.exitCode, null, 'N1: Node-RED lives');
  return error;
}
