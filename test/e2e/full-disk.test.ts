import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'mocha';
import { Site, until } from './site';

const CREATE = 'POST Customers';
const MOUNT_BYTES = 2 * 2 ** 20;

/**
 * A disk of two megabytes of its own, in memory: it fills up, and it can be made read-only, also for root (not while
 * somebody has a file open to write: the system refuses that). Mounting takes root on Linux; elsewhere this is left out,
 * and test/store/nedb shows the same of the store alone.
 */
describe('N5: a disk that fills up under a real Node-RED, and one that it may only read', function () {
  this.timeout(90_000);
  const disk = mkdtempSync(join(tmpdir(), 'dealer-sync-disk-'));
  const ballast = join(disk, 'ballast');
  let site: Site;
  let mounted = false;

  before(async function () {
    mounted = mount('-t', 'tmpfs', '-o', `size=${MOUNT_BYTES}`, 'none', disk);
    if (!mounted) this.skip();
    const seed = { large: 4, contacts: true, linked: false };
    site = await Site.start({ cms: { seed }, revio: { seed }, env: { DEALER_SYNC_DIR: join(disk, 'store') } });
    for (let n = 1; n <= 6; n += 1) addSite(n);
  });
  after(async () => {
    await site?.end();
    if (mounted) spawnSync('umount', [disk]);
    rmSync(disk, { recursive: true, force: true });
  });

  function mount(...args: string[]): boolean {
    return spawnSync('mount', args).status === 0;
  }

  function addSite(n: number): void {
    const fields = {
      site_name: `${'ABCDEFGHIJ'[n]}lpha ${n} Works`,
      site_addr1: `${n} Disk St`,
      city_name: `Town ${n}`,
    };
    site.cms.edit({ entity: 'sites', action: 'add', fields: { ...fields, state_id: 'NY', zip_code: `0100${n}` } });
  }

  /** Not a byte is left. */
  function fillUp(): void {
    const file = openSync(ballast, 'w');
    try {
      for (let size = 65_536; size >= 1; ) {
        try {
          writeSync(file, Buffer.alloc(size));
        } catch (error) {
          assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC');
          size = Math.floor(size / 2);
        }
      }
    } finally {
      closeSync(file);
    }
    assert.equal(statfsSync(disk).bavail, 0);
  }

  const created = () => site.revio.log.calls({ operation: CREATE }).length;
  const wrote = () => site.cms.log.writes().length + site.revio.log.writes().length;
  const errors = (code: RegExp) =>
    site
      .told()
      .split('\n')
      .filter((line) => line.includes('[error]') && code.test(line)).length;

  /** Asks for a run that cannot be carried out, and waits until that is told. */
  async function refused(what: RegExp): Promise<void> {
    const before = errors(what);
    await site.nodeRed.inject('cms-sync-now');
    await until(async () => (errors(what) > before ? true : undefined), 'the error to be told');
    assert.equal(site.nodeRed.process.exitCode, null, 'Node-RED lives');
  }

  async function assertMendedBy(run: { state: string; counts: { failed: number } }): Promise<void> {
    assert.deepEqual([run.state, run.counts.failed], ['done', 0]);
    const numbers = site.revio.state.customers.all().map(({ account_number }) => account_number);
    assert.equal(new Set(numbers).size, numbers.length, 'no customer twice');
    const before = wrote();
    assert.equal((await site.press('cms-sync-now')).state, 'done');
    assert.equal(wrote(), before, 'S2');
  }

  it('S6: full in the middle of a first sync: nothing more goes out; with room again the next run makes the rest', async () => {
    const [slow] = site.revio.faults.add({ match: { operation: CREATE }, delayMs: 400 });
    await site.nodeRed.inject('cms-sync-now');
    await site.calls('revio', CREATE, 2);
    fillUp();
    await until(async () => (errors(/STORE_UNWRITABLE|disk|space/i) ? true : undefined), 'the error to be told');
    const sent = created();
    site.revio.faults.clear(slow);
    const before = wrote();
    await refused(/STORE_UNWRITABLE|disk|space/i);
    assert.deepEqual([created(), wrote()], [sent, before], 'what cannot be noted down is not done');
    rmSync(ballast);
    await assertMendedBy(await site.press('cms-sync-now'));
  });

  it('started on a read-only disk it says so in a sentence and does nothing, and goes on once it is mended', async () => {
    addSite(7);
    await site.nodeRed.stop();
    assert.ok(mount('-o', 'remount,ro', disk));
    await site.startAgain();
    const { status, body } = await site.request('GET', 'integrations');
    assert.deepEqual([status, body.code], [503, 'STORE_UNWRITABLE']);
    assert.match(body.message ?? '', /folder|disk/i);
    const before = wrote();
    await refused(/STORE_UNWRITABLE|read-only/i);
    assert.equal(wrote(), before);
    assert.ok(mount('-o', 'remount,rw', disk));
    await site.nodeRed.stop();
    await site.startAgain();
    await assertMendedBy(await site.press('cms-sync-now'));
  });
});
