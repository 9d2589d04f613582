import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Mutation, mutate } from './mutation';

/** What the chosen tests need. */
const COPIED = ['lib', 'nodes', 'scripts', 'simulators', 'test', 'package.json', 'tsconfig.json'];
/** As they are: no chosen test runs what is built. */
const LINKED = ['node_modules', 'dist'];
/** A test has a time-out of its own; this one is for a process that does not end. */
const LONGEST_MS = 10 * 60_000;

/** What the tests came to. */
export interface Verdict {
  passed: number;
  /** Whole titles of the tests that failed, of hooks too. */
  red: string[];
  /** Why there is no verdict: the source does not load, or the tests do not end. */
  broken?: string;
}

interface MochaReport {
  stats: { passes: number };
  failures: { fullTitle: string }[];
}

/** A copy of the tree, in which one guard at a time is taken away. */
export class Workshop {
  readonly #dir = mkdtempSync(join(tmpdir(), 'dealer-sync-mutations-'));
  #running: ChildProcess | undefined;

  constructor(root: string) {
    for (const name of COPIED) cpSync(join(root, name), join(this.#dir, name), { recursive: true });
    for (const name of LINKED) symlinkSync(join(root, name), join(this.#dir, name));
    process.once('exit', () => this.close());
  }

  /** Runs its tests with the guard in place: what is red then says nothing. */
  whole(mutation: Mutation): Promise<Verdict> {
    return this.#test(mutation);
  }

  /** Runs its tests without the guard, and puts it back. */
  async without(mutation: Mutation): Promise<Verdict> {
    const path = join(this.#dir, mutation.file);
    const source = readFileSync(path, 'utf8');
    writeFileSync(path, mutate(source, mutation));
    try {
      return await this.#test(mutation);
    } finally {
      writeFileSync(path, source);
    }
  }

  close(): void {
    this.#running?.kill('SIGKILL');
    rmSync(this.#dir, { recursive: true, force: true });
  }

  async #test({ tests, only }: Mutation): Promise<Verdict> {
    const report = join(this.#dir, 'report.json');
    rmSync(report, { force: true });
    const args = ['--require', 'tsx/cjs', '--require', './scripts/property-seed.cjs', '--exit', '--timeout', '20000'];
    const child = spawn(
      process.execPath,
      [
        join('node_modules', 'mocha', 'bin', 'mocha.js'),
        ...args,
        ...['--reporter', 'json', '--reporter-option', `output=${report}`],
        ...(only ? ['--grep', only] : []),
        ...tests.map((test) => join('test', test)),
      ],
      { cwd: this.#dir, stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, NODE_ENV: 'test' } },
    );
    this.#running = child;
    let told = '';
    child.stderr?.on('data', (text) => {
      told = `${told}${text}`.slice(-2_000);
    });
    const watch = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
    await once(child, 'close');
    clearTimeout(watch);
    try {
      const { stats, failures } = JSON.parse(readFileSync(report, 'utf8')) as MochaReport;
      return { passed: stats.passes, red: failures.map(({ fullTitle }) => fullTitle) };
    } catch {
      return { passed: 0, red: [], broken: told.trim() || 'the tests did not end' };
    }
  }
}

/** Whether a title carries the number of a guarantee: `S1` is not in `S10 ...`. */
export function names(title: string, guarantee: string): boolean {
  return new RegExp(`\\b${guarantee}\\b`).test(title);
}
