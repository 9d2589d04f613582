import { type FileHandle, open } from 'node:fs/promises';

/**
 * Brings what NeDB appended onto the disk. NeDB leaves that to the system (up to half a minute), which is too late for
 * a write that an outside call relies on (N6). Requests that come while one fdatasync is under way share the next one.
 */
export class DurableFile {
  readonly #path: string;
  #handle?: FileHandle;
  #replaced = false;
  #running: Promise<void> = Promise.resolve();
  #next?: Promise<void>;

  constructor(path: string) {
    this.#path = path;
  }

  /** Resolves when everything written to the file before the call is on disk. */
  sync(): Promise<void> {
    if (!this.#next) {
      // Never the pass under way: it may have begun before the caller's write.
      const pass = this.#running
        .catch(() => undefined)
        .then(() => {
          this.#next = undefined;
          this.#running = pass;
          return this.#pass();
        });
      this.#next = pass;
    }
    return this.#next;
  }

  /** Compaction put a new file in place; the handle is of the old one. */
  replaced(): void {
    this.#replaced = true;
  }

  async close(): Promise<void> {
    await this.#next?.catch(() => undefined);
    await this.#running.catch(() => undefined);
    await this.#handle?.close();
    this.#handle = undefined;
  }

  async #pass(): Promise<void> {
    if (this.#replaced) {
      this.#replaced = false;
      const old = this.#handle;
      this.#handle = undefined;
      await old?.close();
    }
    this.#handle ??= await open(this.#path, 'r+');
    await this.#handle.datasync();
  }
}
