import { randomUUID } from 'node:crypto';
import { constants, readFileSync, readlinkSync } from 'node:fs';
import { copyFile, link, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DealerSyncError } from '../../errors';
import { unwritable } from './file-errors';

/** The file's content: who holds the folder. */
interface Holder {
  id: string;
  pid: number;
  /** When the process started, as the system counts it: a process id is given again, in a container always the same. */
  started: string;
  /** Within one of these, process ids can be compared: host, boot and process namespace (a container has its own). */
  machine: string;
}

const HEARTBEAT_MS = 2_000;
/** A holder on another machine, or in another container, that gave no sign for so long is dead. */
const SILENCE_MS = 10_000;

/** Where the system tells no start time, the locks of this process are known by this. */
const heldHere = new Set<string>();

/**
 * Keeps a second process (and a second store in this one) off a folder of NeDB files, which two writers would destroy
 * (N5). The lock of a process that was killed is taken over: at once where its death can be seen, else after
 * 10 silent seconds.
 */
export class FolderLock {
  readonly #path: string;
  readonly #holder: Holder;
  #heartbeat: NodeJS.Timeout;
  #lost = false;

  private constructor(path: string, holder: Holder) {
    this.#path = path;
    this.#holder = holder;
    heldHere.add(holder.id);
    this.#heartbeat = setInterval(() => void this.#beat(), HEARTBEAT_MS);
    this.#heartbeat.unref();
  }

  /**
   * Fails with `STORE_LOCKED` while somebody living holds the folder.
   * @param silenceMs how long a holder whose death cannot be seen must give no sign, to count as dead
   */
  static async acquire(folder: string, silenceMs = SILENCE_MS): Promise<FolderLock> {
    const path = join(folder, 'lock');
    const holder: Holder = { id: randomUUID(), pid: process.pid, started: startOf(process.pid), machine: machine() };
    const draft = `${path}.${holder.id}`;
    try {
      await writeFile(draft, JSON.stringify(holder));
      while (!(await takeFree(path, draft))) {
        const chain = await readChain(path);
        const last = chain.at(-1);
        if (!last) continue;
        if (await lives(last, silenceMs)) throw locked(folder, path, last.holder);
        if (await takeOver(path, draft, chain)) break;
      }
      return new FolderLock(path, holder);
    } catch (error) {
      throw unwritable(path, 'lock', error);
    } finally {
      await rm(draft, { force: true }).catch(() => undefined);
    }
  }

  /**
   * Fails with `STORE_LOCKED` once another process took the folder over because this one had seemed dead (it was paused,
   * or cut off from a network share): a write would damage the other's files.
   */
  assertHeld(): void {
    if (!this.#lost) return;
    throw new DealerSyncError(
      'STORE_LOCKED',
      'Another Node-RED took over the store while this one stood still. Stop one of the two, then restart this one.',
      { cause: { system: 'store', operation: 'lock', field: this.#path } },
    );
  }

  async release(): Promise<void> {
    clearInterval(this.#heartbeat);
    heldHere.delete(this.#holder.id);
    const current = await readHolder(this.#path);
    if (current?.id === this.#holder.id) await rm(this.#path, { force: true });
  }

  async #beat(): Promise<void> {
    const current = await readHolder(this.#path).catch(() => undefined);
    if (current && current.id !== this.#holder.id) this.#lost = true;
    const now = new Date();
    await utimes(this.#path, now, now).catch(() => undefined);
  }
}

function locked(folder: string, path: string, other: Holder): DealerSyncError {
  return new DealerSyncError(
    'STORE_LOCKED',
    `The store in ${folder} is in use by process ${other.pid} on ${other.machine.split(' ')[0]}. Stop that Node-RED, or ` +
      `give this one a folder of its own (DEALER_SYNC_DIR). If there is no such process, delete ${path}.`,
    { transient: true, cause: { system: 'store', operation: 'lock' } },
  );
}

/** What file systems without hard links answer (FAT, some network shares). */
const NO_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS']);

async function linked(draft: string, path: string): Promise<boolean> {
  try {
    await link(draft, path).catch((error: NodeJS.ErrnoException) => {
      if (!NO_LINKS.has(String(error.code))) throw error;
      return copyFile(draft, path, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** A holder of the lock as it stands in a file. */
interface Link {
  file: string;
  holder: Holder;
}

/** What a power failure left blank holds nobody. */
const NOBODY: Holder = { id: 'nobody', pid: 0, started: '', machine: '' };

async function readHolder(file: string): Promise<Holder | undefined> {
  try {
    const { id, pid, started, machine } = JSON.parse(await readFile(file, 'utf8')) as Partial<Holder>;
    if (typeof id !== 'string' || typeof pid !== 'number') return NOBODY;
    return { id, pid, started: String(started), machine: String(machine) };
  } catch (error) {
    if (error instanceof SyntaxError) return NOBODY;
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The one file that can be the successor of a holder: made exclusively, so that one of many wins it. */
const successorOf = (path: string, holder: Holder): string => `${path}.after-${holder.id}`;

/** The lock, then whoever began to take it over from the one before; mostly the lock alone. The last one holds it. */
async function readChain(path: string): Promise<Link[]> {
  const chain: Link[] = [];
  let file = path;
  for (;;) {
    const holder = await readHolder(file);
    if (!holder) return chain;
    chain.push({ file, holder });
    file = successorOf(path, holder);
  }
}

/** A link is made whole or not at all, and only by one: nobody reads a half-written lock. */
const takeFree = (path: string, draft: string): Promise<boolean> => linked(draft, path);

/**
 * Takes the lock from the dead last of the chain. The successor's file is won by one; the lock is then replaced in one
 * step, so it is never free in between. One who read the chain before that, and wins the successor's file after it was
 * cleared away, sees that the chain is another one now.
 */
async function takeOver(path: string, draft: string, chain: Link[]): Promise<boolean> {
  const claim = successorOf(path, (chain.at(-1) as Link).holder);
  if (!(await linked(draft, claim))) return false;
  const unchanged = await Promise.all(
    chain.map(async ({ file, holder }) => (await readHolder(file))?.id === holder.id),
  );
  if (unchanged.every(Boolean)) {
    await rename(draft, path);
    for (const { file } of chain.slice(1)) await rm(file, { force: true });
    await rm(claim, { force: true });
    return true;
  }
  await rm(claim, { force: true });
  return false;
}

async function lives({ file, holder }: Link, silenceMs: number): Promise<boolean> {
  if (holder === NOBODY) return false;
  if (holder.machine !== machine()) return givesSign(file, silenceMs);
  if (holder.pid === process.pid && holder.started === '') return heldHere.has(holder.id);
  return runs(holder.pid) && startOf(holder.pid) === holder.started;
}

/** Watches the heartbeat itself, so that clocks of two machines need not agree. */
async function givesSign(path: string, silenceMs: number): Promise<boolean> {
  const first = (await stat(path).catch(() => undefined))?.mtimeMs;
  for (let waited = 0; waited < silenceMs; waited += HEARTBEAT_MS / 4) {
    await delay(HEARTBEAT_MS / 4);
    const now = await stat(path).catch(() => undefined);
    if (now?.mtimeMs !== first) return true;
  }
  return false;
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process, but a living one.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** The 22nd field of /proc/<pid>/stat, clock ticks since boot; the second may hold spaces. `''` on other systems. */
function startOf(pid: number): string {
  return orBlank(() => {
    const line = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return line.slice(line.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  });
}

function machine(): string {
  const boot = orBlank(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim());
  return `${hostname()} ${boot} ${orBlank(() => readlinkSync('/proc/self/ns/pid'))}`;
}

function orBlank(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
