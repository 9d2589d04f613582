/**
 * The rules once more, as plainly as they can be said, for one dealer whose vehicles no other dealer lists: the oracle
 * that the engine is compared with. It shares no code with the engine.
 */
export interface ModelSettings {
  trackDays: number | 'never';
  close: number | 'never' | 'immediately';
  ignoreDays: number | 'off';
  reopen: boolean;
}

export interface ModelRequest {
  open: boolean;
  stock: string;
  createdAt: number;
  reappearedAt?: number;
  missingSince?: number;
  closedAt?: number;
  closedBy?: string;
  stockIsPersons: boolean;
}

const DAY = 24 * 60 * 60 * 1000;

export class ModelDealer {
  readonly vehicles = new Map<number, ModelRequest[]>();
  #last: { time: number; rows: number; content: string } | undefined;
  readonly #settings: ModelSettings;

  constructor(settings: ModelSettings) {
    this.#settings = settings;
  }

  /** A snapshot: the stock number of each listed vehicle. */
  snapshot(listed: ReadonlyMap<number, string>, content: string, time: number, now: number): void {
    const last = this.#last;
    if (listed.size === 0 || (last && time < last.time)) return;
    if (last && last.time === time && last.content === content) return;

    const open = [...this.vehicles].flatMap(([number, requests]) =>
      requests.filter((request) => request.open).map((request) => ({ number, request })),
    );
    const absent = open.filter(({ number }) => !listed.has(number));
    const closing = absent.filter(({ request }) => this.#isDue(request, now));
    const expected = open.filter(({ request }) => request.missingSince === undefined);

    const fewRows = last !== undefined && listed.size * 2 < last.rows;
    const manyCloses = closing.length > 5 && closing.length * 5 > open.length;
    const strangers = expected.length > 5 && expected.every(({ number }) => !listed.has(number));
    if (strangers) return;
    for (const [number, stock] of listed) this.#list(number, stock, now);
    if (fewRows || manyCloses) return;

    for (const { request } of absent) request.missingSince ??= now;
    for (const { request } of closing) Object.assign(request, { open: false, closedAt: now, closedBy: 'feed' });
    this.#last = { time, rows: listed.size, content };
  }

  #isDue(request: ModelRequest, now: number): boolean {
    const { close } = this.#settings;
    if (close === 'never') return false;
    if (close === 'immediately') return true;
    return now > request.createdAt + close * DAY && now > (request.reappearedAt ?? 0) + close * DAY;
  }

  #list(number: number, stock: string, now: number): void {
    const { trackDays, ignoreDays, reopen } = this.#settings;
    const requests = this.vehicles.get(number) ?? [];
    this.vehicles.set(number, requests);
    const track = (request: ModelRequest) => {
      const tracked = trackDays !== 'never' && now <= request.createdAt + trackDays * DAY;
      if (tracked && !request.stockIsPersons) request.stock = stock;
    };
    const back = (request: ModelRequest) => {
      request.reappearedAt = now;
      delete request.missingSince;
    };

    const open = requests.find((request) => request.open);
    if (open) {
      track(open);
      if (open.missingSince !== undefined) back(open);
      return;
    }
    const rest = Math.max(3, ignoreDays === 'off' ? 0 : ignoreDays) * DAY;
    const resting = requests.filter(({ closedAt = 0 }) => now <= closedAt + rest);
    if (resting.some(({ closedBy }) => closedBy === 'person')) return;
    const ended = resting.at(-1);
    if (reopen && ended) {
      ended.open = true;
      delete ended.closedAt;
      delete ended.closedBy;
      track(ended);
      back(ended);
      return;
    }
    if (ignoreDays !== 'off' && requests.some(({ createdAt }) => now <= createdAt + ignoreDays * DAY)) return;
    requests.push({ open: true, stock, createdAt: now, stockIsPersons: false });
  }
}
