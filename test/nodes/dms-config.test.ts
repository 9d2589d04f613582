import assert from 'node:assert/strict';
import { after, before, describe, it } from 'mocha';
import { createSource } from '../../lib/dealer-feed/sources/create-source';
import type { DmsConfigNode } from '../../nodes/runtime/feed-settings';
import { Rig } from './rig';

const TYPE = 'dealer-sync-dms-config';
const SERVER = { host: 'feeds.example', username: 'u', path: '/out' };

describe('dms-config', () => {
  const { DMS_FEED_DIR } = process.env;
  before(() => {
    process.env.DMS_FEED_DIR = '/srv/feeds';
  });
  after(() => {
    if (DMS_FEED_DIR === undefined) delete process.env.DMS_FEED_DIR;
    else process.env.DMS_FEED_DIR = DMS_FEED_DIR;
  });

  async function feedOf(fields: object, credentials: Record<string, string> = {}) {
    const rig = new Rig();
    await rig.load([{ id: 'dms', type: TYPE, ...fields }], { dms: credentials });
    try {
      return (rig.node('dms') as DmsConfigNode).feed();
    } finally {
      await rig.unload();
    }
  }

  it('takes DMS_FEED_DIR for a blank folder, and the usual settings for all that is blank', async () => {
    const feed = await feedOf({ sourceKind: 'folder', folder: '', profile: 'vauto' });
    assert.deepEqual(feed.source, { kind: 'folder', path: '/srv/feeds', folders: false });
    assert.deepEqual(
      [feed.profile.id, feed.settleMs, feed.maxBytes, feed.afterwards],
      ['vauto', 10_000, 2 ** 30, 'keep'],
    );
  });

  it('reads an SFTP source, with its credentials', async () => {
    const secrets = { username: 'u', password: 'p', privateKey: 'k', passphrase: 's' };
    const fields = { sourceKind: 'sftp', host: ' feeds.example ', port: '2222', hostKey: 'SHA256:x', path: '/out' };
    const { source } = await feedOf({ ...fields, dealerFrom: 'folder' }, secrets);
    assert.deepEqual(source, { kind: 'sftp', ...SERVER, ...secrets, port: 2222, hostKey: 'SHA256:x', folders: true });
  });

  it('reads an FTP source; encrypted unless said otherwise', async () => {
    const { source } = await feedOf({ sourceKind: 'ftp', ...SERVER }, { username: 'u', password: 'p' });
    assert.deepEqual(source, { kind: 'ftp', ...SERVER, password: 'p', encryption: 'explicit', folders: false });
  });

  it('reads web addresses, one a line', async () => {
    const urls = 'https://a.example/1.csv\n\n https://a.example/2.csv ';
    const { source } = await feedOf({ sourceKind: 'http', urls });
    assert.deepEqual(source.kind === 'http' && source.urls, ['https://a.example/1.csv', 'https://a.example/2.csv']);
  });

  it('reads a custom profile, and what says that a file is whole', async () => {
    const custom = { profile: 'custom', delimiter: 'pipe', header: false, quote: '', vinColumn: '2', stockColumn: '1' };
    const whole = { companion: 'checksum', finalLineEnd: true, afterwards: 'archive' };
    const feed = await feedOf({ ...custom, ...whole, dealerFrom: 'file', files: '{dealer}_*.txt', kind: 'delta' });
    assert.deepEqual(feed.profile.columns, { vin: 1, stock: 0 });
    assert.deepEqual(feed.profile.companion, { kind: 'checksum', ending: '.sha256' });
    assert.deepEqual([feed.profile.finalLineEnd, feed.profile.kind, feed.afterwards], [true, 'delta', 'archive']);
    assert.deepEqual(feed.names.match('MP1_a.txt'), { dealerId: 'MP1' });
  });

  it('a missing or wrong setting is an error with a sentence, when it is used', async () => {
    const broken = [{ profile: 'custom' }, { dealerFrom: 'fixed' }, { profile: 'nobody' }];
    for (const fields of broken) await assert.rejects(feedOf(fields), { code: 'BAD_PROFILE' });
    const { source } = await feedOf({ sourceKind: 'sftp' });
    assert.throws(() => createSource(source), { code: 'MISSING_SETTING' });
  });
});
