import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type CmsClient, createCmsClient } from '../../lib/cms/client';
import { SETTINGS } from './settings';

describe('CMS list and the event loop', () => {
  let server: ChildProcess;
  let client: CmsClient;
  before(async () => {
    server = fork(join(__dirname, 'big-list-server.ts'), ['4000'], { execArgv: ['--require', 'tsx/cjs'] });
    const [port] = await once(server, 'message');
    client = createCmsClient({ ...SETTINGS, serverUrl: `http://127.0.0.1:${port}` });
    await client.getAccount('loads soap').catch(() => undefined);
  });
  after(() => {
    client.destroy();
    server.kill();
  });

  it('reads 14 MB without holding up Node-RED', async function () {
    this.timeout(20_000);
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    let accounts = 0;
    for await (const batch of client.listAccounts()) {
      assert.ok(batch.length <= 200);
      accounts += batch.length;
    }
    delay.disable();
    assert.equal(accounts, 3600);
    assert.ok(delay.max <= 250e6, `the longest delay was ${delay.max / 1e6} ms`);
  });

  it('does not load soap before the first call: 100 ms less at a start', () => {
    const script = `
      const { createCmsClient } = require(${JSON.stringify(join(__dirname, '../../lib/cms/client'))});
      createCmsClient(${JSON.stringify({ ...SETTINGS, serverUrl: 'http://127.0.0.1:9' })}).destroy();
      console.log(Object.keys(require.cache).filter((file) => /node_modules.(soap|sax).lib/.test(file)).length);`;
    assert.equal(execFileSync(process.execPath, ['--require', 'tsx/cjs', '-e', script]).toString().trim(), '0');
  });
});
