import { createInterface } from 'node:readline';
import { createNedbStore } from '../../../lib/store/nedb/nedb-store';
import type { TestDoc } from '../store-contract';

/**
 * A process of its own with a store on the folder it is given. It prints `open` or the error's code; then, for each
 * command line it reads, one line: `insert <id> <bytes>`, `put <id> <bytes>`, `durable <id> <bytes>` (a durable put),
 * `get <id>`, `compact`, `token`, `close`.
 */
async function main(): Promise<void> {
  const store = createNedbStore({ dir: String(process.argv[2]) });
  const pairs = store.collection<TestDoc>('pairs');
  const say = (line: unknown) => process.stdout.write(`${line}\n`);

  const put = async (id: string, bytes: string, durable: boolean) => {
    const doc = await pairs.get(id);
    return (await pairs.put({ _id: id, rev: doc?.rev ?? 0, extra: 'x'.repeat(Number(bytes)) }, { durable })).rev;
  };
  const commands: Record<string, (id: string, bytes: string) => Promise<unknown>> = {
    insert: async (_id, bytes) => (await pairs.insert({ _id, extra: 'x'.repeat(Number(bytes)) })).rev,
    put: (id, bytes) => put(id, bytes, false),
    durable: (id, bytes) => put(id, bytes, true),
    get: async (id) => (await pairs.get(id))?.rev ?? 'none',
    compact: () => store.compact(),
    token: async () => (await store.leases.acquire('cms', 'child', 60_000))?.token,
    close: () => store.close(),
  };

  const answer = (work: Promise<unknown>) => work.then(say, (error) => say(error.code));
  await answer(store.open().then(() => 'open'));
  for await (const line of createInterface({ input: process.stdin })) {
    const [command = '', id = '', bytes = '0'] = line.split(' ');
    await answer(commands[command]?.(id, bytes) ?? Promise.reject(new Error(`no such command: ${line}`)));
  }
}

void main();
