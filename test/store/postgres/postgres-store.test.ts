import { createPostgresStore } from '../../../lib/store/postgres/postgres-store';
import { describeStore } from '../store-contract';
import { postgresServer } from './server';

describeStore('PostgreSQL store', async (clock) => {
  const url = await (await postgresServer()).createDatabase();
  return {
    async open() {
      const store = createPostgresStore({ url, clock });
      await store.open();
      return store;
    },
    dispose: async () => undefined,
  };
});
