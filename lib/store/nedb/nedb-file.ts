import { stat, truncate } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type NedbDatastore from 'nedb-promises';
import type { Change } from '../doc-table';
import type { Held } from '../documents';
import type { Journal } from '../table-collection';
import { DurableFile } from './durable-file';
import { corrupt, unwritable } from './file-errors';
import { type Cut, cutUnfinishedEnd, firstBadLine } from './recovery';
import { removeDrafts, rewriteFile, syncFolder } from './rewrite-file';

/** What `create` really returns: its proxy has every method of NeDB's Datastore, the typings name only some. */
interface Datafile extends NedbDatastore<Held> {
  /** NeDB's own documents, no copies. */
  getAllData(): Held[];
}

/** Lines that NeDB writes while it loads before other work gets its turn. */
const LOAD_STRIDE = 250;

/** NeDB reads these as ends of line, JSON does not escape them: a name that holds one would break the record in two. */
const LINE_ENDS = /[\u0085\u2028\u2029]/g;
const escapeLineEnds = (line: string): string =>
  line.replace(LINE_ENDS, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);

/**
 * One NeDB datafile as a journal. NeDB changes its memory first and appends after; when the append fails it leaves the
 * one changed and half a line in the other. Here both go back to what they were (N5). Not safe for calls at the same
 * time, but for `sync`: the collection's queue runs the others one by one.
 */
export class NedbFile implements Journal {
  readonly #path: string;
  readonly #durable: DurableFile;
  #db?: Datafile;
  #loading = false;
  #linesOut = 0;
  /** Bytes of the file up to the end of the last good append. */
  #length = 0;
  /** What is on disk cannot be trusted to be what is in memory: the file is written anew before the next append. */
  #rewrite = false;
  /** Lines appended since the file was last compact. */
  #appended = 0;

  constructor(path: string) {
    this.#path = path;
    this.#durable = new DurableFile(path);
  }

  get appended(): number {
    return this.#appended;
  }

  /** Recovers, loads and compacts the file; resolves to its documents, and to what had to be cut. */
  async load(now: number): Promise<{ docs: Held[]; cut?: Cut }> {
    // Loaded when first used: Node-RED's start does not pay for it.
    const { default: Datastore } = await import('nedb-promises');
    try {
      const cut = await cutUnfinishedEnd(this.#path, now);
      this.#rewrite = false;
      this.#db = Datastore.create({
        filename: this.#path,
        corruptAlertThreshold: 0,
        // NeDB awaits the line, its typings do not say so.
        afterSerialization: this.#lineOut.bind(this) as (line: string) => string,
        beforeDeserialization: (line) => line,
      }) as unknown as Datafile;
      await removeDrafts(this.#path);
      this.#loading = true;
      await this.#datafile.load();
      this.#length = (await stat(this.#path)).size;
      this.#appended = 0;
      return { docs: this.#datafile.getAllData(), ...(cut ? { cut } : {}) };
    } catch (error) {
      this.#db = undefined;
      if ((error as { corruptItems?: number }).corruptItems === undefined) throw unwritable(this.#path, 'open', error);
      throw corrupt(this.#path, `line ${await firstBadLine(this.#path)}`, error);
    } finally {
      this.#loading = false;
    }
  }

  async append(changes: Change[]): Promise<(Held | undefined)[]> {
    if (changes.length === 0) return [];
    if (this.#rewrite) await this.compact();
    const length = this.#length;
    try {
      await this.#remove(changes.flatMap(({ before, after }) => (before && !after ? before : [])));
      const held: (Held | undefined)[] = [];
      for (const change of changes) held.push(await this.#write(change));
      this.#appended += changes.length;
      return held;
    } catch (error) {
      for (const change of changes) await this.#restore(change);
      await this.#cutBackTo(length);
      throw unwritable(this.#path, 'write', error);
    }
  }

  async sync(): Promise<void> {
    try {
      await this.#durable.sync();
    } catch (error) {
      // After a failed fsync the system may have dropped the pages, and the next fsync would say all is well.
      this.#rewrite = true;
      throw unwritable(this.#path, 'fsync', error);
    }
  }

  async takeBack(change: Change): Promise<Held | undefined> {
    this.#rewrite = true;
    await this.#restore(change);
    return change.before && this.#own(change.before._id);
  }

  /** Writes the file anew with one line a document, crash-safe: a new file, fsync, rename. */
  async compact(): Promise<void> {
    try {
      const docs = this.#datafile.getAllData();
      this.#length = await rewriteFile(this.#path, docs, (doc) => escapeLineEnds(JSON.stringify(doc)));
      this.#durable.replaced();
      this.#appended = 0;
      // Until the folder is synced too, a power cut may bring the old file back, without the next append.
      this.#rewrite = true;
      await syncFolder(this.#path);
      this.#rewrite = false;
    } catch (error) {
      throw unwritable(this.#path, 'compact', error);
    }
  }

  async close(): Promise<void> {
    await this.#durable.close();
    this.#db = undefined;
  }

  get #datafile(): Datafile {
    if (!this.#db) throw new Error(`${this.#path} is used before it is loaded`);
    return this.#db;
  }

  async #write({ after }: Change): Promise<Held | undefined> {
    if (!after) return undefined;
    await this.#datafile.update({ _id: after._id }, after, { upsert: true });
    return this.#own(after._id);
  }

  async #remove(docs: Held[]): Promise<void> {
    if (docs.length === 0) return;
    await this.#datafile.remove({ _id: { $in: docs.map(({ _id }) => _id) } }, { multi: true });
  }

  /** NeDB's memory back to what it was; its line in the file does not matter, the file is cut or written anew. */
  async #restore({ before, after }: Change): Promise<void> {
    const restored = before
      ? this.#datafile.update({ _id: before._id }, before, { upsert: true })
      : this.#datafile.remove({ _id: after?._id }, {});
    // NeDB changes memory before it appends, so memory is right even when the append fails as the first one did.
    await restored.catch(() => undefined);
  }

  async #cutBackTo(length: number): Promise<void> {
    try {
      await truncate(this.#path, length);
      this.#length = length;
    } catch {
      this.#rewrite = true;
    }
  }

  /** NeDB's own object, so that a document is in memory once. `$where` sees it, everything else returns copies. */
  async #own(id: string): Promise<Held | undefined> {
    let own: Held | undefined;
    await this.#datafile.count({
      _id: id,
      $where(this: Held) {
        own = this;
        return true;
      },
    });
    return own;
  }

  /** Every line that NeDB writes. When it loads it ends with writing the whole file, in one go but for the turns here. */
  #lineOut(serialised: string): string | Promise<string> {
    const line = escapeLineEnds(serialised);
    this.#length += Buffer.byteLength(line) + 1;
    this.#linesOut += 1;
    return this.#loading && this.#linesOut % LOAD_STRIDE === 0 ? nextTurn(line) : line;
  }
}
