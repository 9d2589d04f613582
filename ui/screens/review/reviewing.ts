import { signal } from '@preact/signals';
import type { PendingPage, PendingSort, PendingView } from '../../../lib/sync/operations/pending';
import type { PartySummary } from '../../../lib/sync/pair';
import { get, post } from '../../api/client';
import { current } from '../../api/session';
import { t } from '../../i18n';
import { PAGE_SIZE } from '../../kit/pager';
import { toast } from '../../kit/toast';
import { nameOf } from './names';
import {
  bringBack,
  decide,
  move,
  newQueue,
  nextOffset,
  nextUndecided,
  type Queue,
  type Read,
  refreshed,
  selectedRow,
} from './queue';

export interface ReviewFilter {
  q: string;
  space: string;
  sort: PendingSort;
  decided: boolean;
}

export type Choice =
  | { decision: 'accept'; customer: PartySummary }
  | { decision: 'reassign'; customer: PartySummary }
  | { decision: 'reject' };

/** What `u` takes back: one decision, or all of a bulk. */
type Undoable = { row: PendingView } | { ids: string[] };

/** A change of ours is told back to us: not read again while the person goes on deciding. */
const OWN_ECHO_MS = 1_500;

/**
 * The review at work. What a key does shows at once and is told to the server meanwhile; what the server refuses is undone
 * before the person's eyes. One page is shown and the next is read ahead; more is never kept.
 */
export class Reviewing {
  readonly queue = signal<Queue | undefined>(undefined);
  readonly problem = signal<string | undefined>(undefined);
  /** How many decisions can be undone by key. */
  readonly undoable = signal(0);
  /** Whose other candidate is looked at, and which. */
  private readonly compared = signal<{ id?: string; index: number }>({ index: 0 });

  private filter: ReviewFilter | undefined;
  private asked = 0;
  private ahead: { offset: number; read: Promise<Read> } | undefined;
  private readonly taken: Undoable[] = [];
  /** What the server has not heard yet, row by row; of one row in the order of the keys. */
  private readonly telling = new Map<string, Promise<void>>();
  private told = 0;
  private lastOwn = Number.NEGATIVE_INFINITY;
  private refreshTimer: number | undefined;

  /** The list anew, from its top. */
  async load(filter: ReviewFilter, offset = 0, select: 'first' | 'last' = 'first'): Promise<void> {
    this.filter = filter;
    await this.show(this.read(filter, offset), select);
  }

  /** The page after this one, or before it. */
  async turn(step: 1 | -1): Promise<boolean> {
    const queue = this.queue.value;
    if (!queue || !this.filter || (step > 0 ? !queue.more : queue.before === 0)) return false;
    const offset = step > 0 ? nextOffset(queue) : Math.max(0, queue.before - PAGE_SIZE);
    const ahead = step > 0 ? this.readBefore(offset, queue) : undefined;
    await this.show(ahead ?? this.read(this.filter, offset), step > 0 ? 'first' : 'last');
    return true;
  }

  select(id: string): void {
    if (this.queue.value) this.queue.value = { ...this.queue.value, selected: id };
  }

  async step(steps: 1 | -1): Promise<void> {
    const queue = this.queue.value;
    const next = queue && move(queue, steps);
    if (next) this.queue.value = next;
    else await this.turn(steps);
  }

  /** The match before the person, and the candidate that it is compared with. */
  shown(): { row: PendingView | undefined; index: number; candidate: PartySummary | undefined } {
    const row = this.queue.value && selectedRow(this.queue.value);
    const index = row && this.compared.value.id === row.id ? this.compared.value.index : 0;
    return { row, index, candidate: row?.candidates[index]?.customer };
  }

  /** Looks at another candidate, if there is one. */
  compare(index: number): void {
    const { row } = this.shown();
    if (row?.candidates[index]) this.compared.value = { id: row.id, index };
  }

  /** Decides on the selected one, and brings the next undecided one before the person. */
  decide(choice: Choice): void {
    const queue = this.queue.value;
    const row = queue && selectedRow(queue);
    if (!queue || !row || row.decision) return;
    const { decision } = choice;
    const customer = 'customer' in choice ? choice.customer : undefined;
    const decided: PendingView = {
      ...row,
      decision,
      ...(customer ? { decidedCustomerId: customer.id } : {}),
      decidedBy: current()?.user.name ?? '',
      decidedAt: new Date().toISOString(),
    };
    this.queue.value = decide(queue, decided, row);
    this.remember({ row });
    const body = { decision, ...(customer ? { customerId: customer.id } : {}) };
    const names = { account: nameOf(row.account), customer: customer ? nameOf(customer) : '' };
    this.tell(row, decided, body, t(`review.done.${decision}`, names));
    void this.goOn();
  }

  /** Takes the last decision back, or that of a row that is named. */
  async undo(named?: PendingView): Promise<void> {
    const last = named ? { row: named } : this.taken.pop();
    if (named) this.forget(named.id);
    this.undoable.value = this.taken.length;
    if (!last) return;
    if ('ids' in last) await this.undoMany(last.ids);
    else this.undoOne(last.row);
  }

  /** After a bulk: its decisions can be undone together, and the list is read anew. */
  async accepted(ids: string[]): Promise<void> {
    if (ids.length) this.remember({ ids });
    if (this.filter) await this.load(this.filter);
  }

  /** The server has not heard everything yet. */
  get busy(): boolean {
    return this.telling.size > 0;
  }

  /** Something changed at the server. */
  changed(): void {
    window.clearTimeout(this.refreshTimer);
    const quiet = this.lastOwn + OWN_ECHO_MS - performance.now();
    this.refreshTimer = window.setTimeout(() => void this.refresh(), Math.max(150, quiet));
  }

  end(): void {
    window.clearTimeout(this.refreshTimer);
    this.asked += 1;
  }

  private async goOn(): Promise<void> {
    const queue = this.queue.value;
    if (!queue) return;
    const next = nextUndecided(queue);
    if (next) this.select(next);
    else if (!(await this.turn(1))) {
      const again = nextUndecided(queue, true);
      if (again) this.select(again);
      else if (this.filter && queue.total > 0) await this.load(this.filter);
    }
  }

  private undoOne(row: PendingView): void {
    const queue = this.queue.value;
    if (!queue) return;
    const known = queue.rows.find(({ id }) => id === row.id) ?? row;
    const undecided = { ...known };
    for (const word of ['decision', 'decidedCustomerId', 'decidedBy', 'decidedAt'] as const) delete undecided[word];
    // One that is on the page no more is remembered as it was before the decision.
    const before = known.decision ? known : { ...known, decision: 'accept' as const };
    this.queue.value = bringBack(decide(queue, undecided, before), undecided);
    this.tell(before, undecided, { decision: 'undo' }, t('review.done.undo', { account: nameOf(row.account) }));
  }

  private async undoMany(ids: string[]): Promise<void> {
    await post('pending', { ids, decision: 'undo' });
    toast(t('review.done.undoMany', { n: ids.length }));
    if (this.filter) await this.load(this.filter);
  }

  /** Tells the server; what it refuses stands again as it was. */
  private tell(was: PendingView, now: PendingView, body: object, done: string): void {
    const { id } = was;
    this.lastOwn = performance.now();
    this.told += 1;
    const telling = (this.telling.get(id) ?? Promise.resolve())
      .then(() => post<PendingView>(`pending/${encodeURIComponent(id)}`, body))
      .then(
        (answer) => {
          this.put(answer);
          toast(done);
        },
        (error: Error) => {
          const queue = this.queue.value;
          if (queue) this.queue.value = decide(queue, was, now);
          this.forget(id);
          toast(`${nameOf(was.account)}: ${error.message}`, 'problem');
        },
      )
      .then(() => {
        this.lastOwn = performance.now();
        if (this.telling.get(id) === telling) this.telling.delete(id);
      });
    this.telling.set(id, telling);
  }

  /** What the server says of a row, unless the person has changed it again since. */
  private put(row: PendingView): void {
    const queue = this.queue.value;
    if (!queue) return;
    const rows = queue.rows.map((one) => (one.id === row.id && one.decision === row.decision ? row : one));
    this.queue.value = { ...queue, rows };
  }

  private remember(done: Undoable): void {
    this.taken.push(done);
    this.undoable.value = this.taken.length;
  }

  private forget(id: string): void {
    const at = this.taken.findLastIndex((one) => 'row' in one && one.row.id === id);
    if (at >= 0) this.taken.splice(at, 1);
    this.undoable.value = this.taken.length;
  }

  private async read(filter: ReviewFilter, offset: number): Promise<Read> {
    const { q, space, sort, decided } = filter;
    const query = { q, space, sort, decided: String(decided), offset, limit: PAGE_SIZE };
    return { decided, before: offset, page: await get<PendingPage>('pending', query) };
  }

  private async show(reading: Promise<Read>, select: 'first' | 'last'): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    this.ahead = undefined;
    try {
      const read = await reading;
      if (asked !== this.asked) return;
      this.queue.value = newQueue(read, select);
      this.problem.value = undefined;
      this.readAhead();
    } catch (error) {
      if (asked === this.asked) this.problem.value = (error as Error).message;
    }
  }

  /** The page that was read ahead, as the server would count it now: fewer by those that were decided here since. */
  private readBefore(offset: number, { counts, rows }: Queue): Promise<Read> | undefined {
    if (!this.ahead) return undefined;
    const since = this.ahead.offset - offset;
    // The server may have counted while it was being told: then a page begins with the end of the one before.
    const seen = new Set(rows.map(({ id }) => id));
    return this.ahead.read.then(({ decided, page }) => ({
      decided,
      before: offset,
      page: { items: page.items.filter(({ id }) => !seen.has(id)), total: page.total - since, counts },
    }));
  }

  private readAhead(): void {
    const { filter } = this;
    const queue = this.queue.value;
    if (!queue?.more || !filter) return;
    const offset = nextOffset(queue);
    const read = Promise.all(this.telling.values()).then(() => this.read(filter, offset));
    // Whoever turns the page hears of it.
    read.catch(() => undefined);
    this.ahead = { offset, read };
  }

  private async refresh(): Promise<void> {
    const { asked, filter, queue } = this;
    if (!filter || !queue.value) return;
    await Promise.all(this.telling.values());
    const { told } = this;
    const before = queue.value.before;
    const read = await this.read(filter, before).catch(() => undefined);
    // Another page stands there by now.
    if (!read || asked !== this.asked || !queue.value) return;
    // It may not know yet what was decided while it was on its way.
    if (told !== this.told) {
      this.changed();
      return;
    }
    queue.value = refreshed(queue.value, read.page, PAGE_SIZE);
    this.readAhead();
  }
}
