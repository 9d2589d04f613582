import { createMemoryStore } from '../../lib/store/memory-store';
import { describeStore } from './store-contract';

describeStore('memory store', async (clock) => {
  const store = createMemoryStore({ clock });
  return {
    async open() {
      await store.open();
      return store;
    },
    async dispose() {},
  };
});
