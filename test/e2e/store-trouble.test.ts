import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { freePort } from '../../scripts/demo/free-port';
import { type RunningNodeRed, shippedFlows, startNodeRed } from '../../scripts/demo/node-red';
import { Site, until } from './site';

interface ApiError {
  code: string;
  message: string;
}

describe('N5: trouble with the store, in a real Node-RED', function () {
  this.timeout(60_000);
  let site: Site;
  const others: RunningNodeRed[] = [];

  before(async () => {
    site = await Site.start({ cms: { seed: 'small' }, revio: { seed: 'small' } });
    assert.equal((await site.run('cms')).state, 'done');
  });
  after(async () => {
    for (const other of others) await other.stop();
    await site?.end();
  });

  const folder = () => join(site.home, 'dealer-sync');
  const wrote = () => site.cms.log.writes().length + site.revio.log.writes().length;

  /** Another Node-RED with the same flows, on some folder; its sync is asked for by its own inject. */
  const startOther = async (name: string, dir: string): Promise<RunningNodeRed> => {
    const flows = shippedFlows().map((node) => (node.type === 'inject' ? { ...node, once: false } : node));
    const env = { ...site.env, DEALER_SYNC_DIR: dir };
    const other = await startNodeRed({ userDir: join(site.home, name), port: await freePort(), flows, env });
    others.push(other);
    return other;
  };
  const asked = async (other: RunningNodeRed): Promise<ApiError & { status: number }> => {
    const response = await fetch(`${other.url}/dealer-sync/integrations`);
    return { status: response.status, ...((await response.json()) as ApiError) };
  };
  const errorsOf = (other: RunningNodeRed, pattern: RegExp) =>
    other
      .output()
      .split('\n')
      .filter((line) => /\[error\]/.test(line) && pattern.test(line));

  it('a second process on the same files is refused in a sentence, and the first goes on', async () => {
    const before = wrote();
    const second = await startOther('second', folder());
    const sentence = /another Node-RED|in use|locked|holds/i;
    const { status, code, message } = await asked(second);
    assert.deepEqual([status, code], [503, 'STORE_LOCKED']);
    assert.match(message, sentence);
    await second.inject('cms-sync-now');
    await until(
      async () => (errorsOf(second, /cms-sync-run|CMS <-> Rev\.io|sync-start/).length ? true : undefined),
      'the error',
    );
    assert.equal(wrote(), before, 'nothing was written');
    assert.equal(second.process.exitCode, null, 'and it lives');
    assert.equal((await site.run('cms')).state, 'done');
    await second.stop();
  });

  it('a folder that cannot be made is told in a sentence', async () => {
    const file = join(site.home, 'a-file');
    writeFileSync(file, '');
    const other = await startOther('unwritable', join(file, 'store'));
    const { status, code, message } = await asked(other);
    assert.deepEqual([status, code], [503, 'STORE_UNWRITABLE']);
    assert.match(message, /a-file/);
    assert.equal(other.process.exitCode, null, 'and it lives');
    await other.stop();
  });

  it('a last line that a crash cut in half is recovered, and nothing is done twice', async () => {
    const links = (await site.links()).length;
    assert.ok(links > 0);
    await site.kill();
    const files = readdirSync(folder()).filter((file) => file.endsWith('.db'));
    for (const file of files) appendFileSync(join(folder(), file), '{"_id":"half","rev":1,"na');
    const before = wrote();
    await site.startAgain();
    const run = await site.run('cms');
    assert.equal(run.state, 'done', run.error?.message);
    assert.equal(wrote(), before);
    assert.equal((await site.links()).length, links);
  });
});
