import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Waits this long for further changes before it writes, and longer when the state is big, so that saving stays cheap. */
const QUIET_MS = 20;
const WAIT_PER_SAVING = 10;

/** The state on disk: one JSON file, written beside the old one and renamed over it, so that a kill leaves a whole one. */
export class Snapshot {
  readonly #file: string;
  readonly #read: () => unknown;
  #timer: NodeJS.Timeout | undefined;
  #lastSavingMs = 0;

  constructor(folder: string, name: string, read: () => unknown) {
    mkdirSync(folder, { recursive: true });
    this.#file = join(folder, `${name}.json`);
    this.#read = read;
  }

  /** What was saved before, or undefined. */
  load(): unknown {
    return existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : undefined;
  }

  changed(): void {
    this.#timer ??= setTimeout(() => this.save(), Math.max(QUIET_MS, this.#lastSavingMs * WAIT_PER_SAVING));
  }

  save(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const started = Date.now();
    const beside = `${this.#file}.new`;
    writeFileSync(beside, JSON.stringify(this.#read()));
    renameSync(beside, this.#file);
    this.#lastSavingMs = Date.now() - started;
  }
}
