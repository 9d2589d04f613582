import assert from 'node:assert/strict';
import { systemClock } from '../../lib/clock';
import { openStore } from '../../lib/store/open-store';
import { freshFolder } from './nedb/folder';
import { failsWith } from './store-contract';

describe('openStore', () => {
  const folder = freshFolder();

  it('opens NeDB files in the folder', async () => {
    const store = await openStore({ dir: folder.file('made') }, systemClock);
    assert.equal(store.description, `NeDB in ${folder.file('made')}`);
    assert.equal((await store.collection('runs').insert({ _id: 'a' })).rev, 1);
    await store.close();
  });

  it('says what is missing, without the credentials that a database URL holds (S21)', async () => {
    await assert.rejects(openStore({}, systemClock), failsWith('STORE_NOT_SET'));
    const postgresUrl = 'postgres://user:s3cret@host/db';
    await assert.rejects(openStore({ dir: folder.path, postgresUrl }, systemClock), (error: Error) => {
      assert.ok(!JSON.stringify({ ...error, message: error.message }).includes('s3cret'));
      return failsWith('POSTGRES_NOT_AVAILABLE')(error);
    });
  });
});
