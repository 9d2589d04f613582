import assert from 'node:assert/strict';
import { systemClock } from '../../lib/clock';
import { chooseStore } from '../../lib/store/open-store';
import { freshFolder } from './nedb/folder';
import { failsWith } from './store-contract';

describe('chooseStore', () => {
  const folder = freshFolder();

  it('gives NeDB files in the folder, not yet open', async () => {
    const store = chooseStore({ dir: folder.file('made') }, systemClock);
    assert.equal(store.description, `NeDB in ${folder.file('made')}`);
    await assert.rejects(store.collection('runs').insert({ _id: 'a' }), failsWith('STORE_CLOSED'));
    await store.open();
    assert.equal((await store.collection('runs').insert({ _id: 'a' })).rev, 1);
    await store.close();
  });

  it('says what is missing, without the credentials that a database URL holds (S21)', () => {
    assert.throws(() => chooseStore({}, systemClock), failsWith('STORE_NOT_SET'));
    const postgresUrl = 'postgres://user:s3cret@host/db';
    assert.throws(
      () => chooseStore({ dir: folder.path, postgresUrl }, systemClock),
      (error: Error) => {
        assert.ok(!JSON.stringify({ ...error, message: error.message }).includes('s3cret'));
        return failsWith('POSTGRES_NOT_AVAILABLE')(error);
      },
    );
  });
});
