import assert from 'node:assert/strict';
import { inspect } from 'node:util';
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

  it('gives PostgreSQL when there is a URL, whatever the folder, and never tells its user or password (S21)', () => {
    const store = chooseStore({ dir: folder.path, postgresUrl: 'postgres://user:s3cret@host/db' }, systemClock);
    assert.equal(store.description, 'PostgreSQL, database db at host');
  });

  it('says what is missing or no URL, without what was typed (S21)', async () => {
    assert.throws(() => chooseStore({}, systemClock), failsWith('STORE_NOT_SET'));
    const store = chooseStore({ postgresUrl: 'user:s3cret@host/db' }, systemClock);
    await assert.rejects(store.open(), (error: Error) => {
      assert.ok(!`${inspect(error, { depth: 9 })} ${store.description}`.includes('s3cret'));
      return failsWith('POSTGRES_URL')(error);
    });
  });
});
