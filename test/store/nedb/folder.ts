import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import { createNedbStore, type NedbStore } from '../../../lib/store/nedb/nedb-store';

/** A folder of its own for each test, removed after it. Call it inside `describe`. */
export function freshFolder(): { path: string; file(name: string): string } {
  const folder = { path: '', file: (name: string) => join(folder.path, name) };
  beforeEach(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'dealer-sync-nedb-'));
  });
  afterEach(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}

/** Opens the store on the folder, does the work, closes it. */
export async function withStore<T>(
  dir: string,
  work: (store: NedbStore) => Promise<T>,
  onNotice?: (sentence: string) => void,
): Promise<T> {
  const store = createNedbStore({ dir, ...(onNotice ? { onNotice } : {}) });
  await store.open();
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** A second process that has the store open; see `child.ts` for the commands it takes, one a line. */
export class Child {
  readonly process: ChildProcess;
  readonly #lines: Interface;
  readonly #answers: AsyncIterableIterator<string>;

  constructor(dir: string) {
    this.process = spawn(process.execPath, ['--require', 'tsx/cjs', join(__dirname, 'child.ts'), dir], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.process.stdout as NodeJS.ReadableStream });
    this.#answers = this.#lines[Symbol.asyncIterator]();
  }

  /** The next line that it prints. */
  async answer(): Promise<string> {
    const { value } = await this.#answers.next();
    return String(value);
  }

  async ask(command: string): Promise<string> {
    this.process.stdin?.write(`${command}\n`);
    return this.answer();
  }

  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const exit = once(this.process, 'exit');
    this.process.kill('SIGKILL');
    await exit;
  }
}
