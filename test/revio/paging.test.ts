import assert from 'node:assert/strict';
import fc from 'fast-check';
import { nextPage, type PageRequest, readPages, type WirePage } from '../../lib/revio/paging';

interface Row {
  id: number;
}

/** A list paged by offset, as Rev.io pages it; `before` may change the rows before each page is read. */
class ShiftingList {
  readonly pages: PageRequest[] = [];

  constructor(
    readonly rows: Row[],
    private readonly options: {
      before?: (rows: Row[], call: number) => void;
      largest?: number;
      hasMore?: (truth: boolean) => boolean | undefined;
    } = {},
  ) {}

  page = async (request: PageRequest): Promise<WirePage> => {
    this.options.before?.(this.rows, this.pages.length);
    this.pages.push(request);
    const size = Math.min(request.size, this.options.largest ?? 500);
    const start = (request.page - 1) * size;
    const truth = start + size < this.rows.length;
    const hasMore = this.options.hasMore ? this.options.hasMore(truth) : truth;
    return {
      records: this.rows.slice(start, start + size).map(({ id }) => ({ id })),
      ...(hasMore === undefined ? {} : { hasMore }),
    };
  };

  async read(): Promise<number[]> {
    const ids: number[] = [];
    const request = { page: this.page, operation: 'list rows', idOf: (row: object) => String((row as Row).id) };
    for await (const batch of readPages(request)) ids.push(...batch.map((row) => Number(row.id)));
    return ids;
  }
}

function rows(count: number): Row[] {
  return Array.from({ length: count }, (_, i) => ({ id: 1000 + i * 2 }));
}

describe('Rev.io paging', () => {
  it('reads every record once, with hardly more calls than plain pages', async () => {
    for (const [count, calls] of [
      [0, 1],
      [1, 1],
      [500, 1],
      [501, 2],
      [998, 2],
      [10_000, 21],
      [50_000, 106],
    ] as const) {
      const list = new ShiftingList(rows(count));
      assert.deepEqual(
        await list.read(),
        list.rows.map(({ id }) => id),
      );
      assert.equal(list.pages.length, calls, `${count} rows`);
    }
  });

  it('reads a list whole or fails, never less, however few rows a server gives a page', async () => {
    const outcomes = new Map<number, string>();
    for (let largest = 1; largest <= 12; largest += 1) {
      for (let count = 0; count <= 260; count += 13) {
        const list = new ShiftingList(rows(count), { largest });
        const read = await list.read().catch((error: { code?: string }) => error.code);
        if (read === 'LIST_UNSTABLE') outcomes.set(largest, read);
        else
          assert.deepEqual(
            read,
            list.rows.map(({ id }) => id),
            `${count} rows, ${largest} a page`,
          );
      }
    }
    assert.ok(![...outcomes.keys()].includes(10), 'Rev.io’s own default of 10 rows a page is read whole');
  });

  it('asks for pages that touch what was read, and get on', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 2, max: 500 }), (end, largest) => {
        const { page, size } = nextPage(end, largest);
        assert.ok(size >= 1 && size <= largest);
        assert.ok((page - 1) * size < end, 'begins before the end');
        if (largest > 5 && end < largest * largest) assert.ok(page * size > end, 'reaches beyond it');
      }),
    );
  });

  it('neither loses nor doubles a record that is there all the while, whatever goes and comes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 3000 }),
        fc.array(
          fc.record({
            call: fc.integer({ min: 1, max: 8 }),
            remove: fc.boolean(),
            at: fc.double({ min: 0, max: 0.999, noNaN: true }),
            count: fc.integer({ min: 1, max: 400 }),
          }),
          { maxLength: 6 },
        ),
        async (count, edits) => {
          const gone = new Set<number>();
          let next = 1;
          const list = new ShiftingList(rows(count), {
            before: (current, call) => {
              for (const edit of edits.filter((e) => e.call === call)) {
                const index = Math.floor(edit.at * current.length);
                if (edit.remove) {
                  for (const row of current.splice(index, edit.count)) gone.add(row.id);
                } else {
                  for (let i = 0; i < edit.count; i += 1) current.push({ id: 100_000 + next++ });
                }
              }
            },
          });
          const stays = list.rows.map(({ id }) => id);
          const read = await list.read();
          assert.equal(new Set(read).size, read.length, 'doubled');
          const seen = new Set(read);
          const lost = stays.filter((id) => !gone.has(id) && !seen.has(id));
          assert.deepEqual(lost, [], 'lost');
        },
      ),
      { numRuns: 150 },
    );
  });

  it('loses nothing when one row of the first page goes, which plain pages would not notice', async () => {
    const list = new ShiftingList(rows(1200), { before: (current, call) => call === 1 && current.splice(3, 1) });
    assert.equal((await list.read()).length, 1200, 'the 1199 left and the one that was read before it went');
  });

  it('reads on when a row is put in by the way, at its front too', async () => {
    const list = new ShiftingList(rows(1200), { before: (current, call) => call === 1 && current.unshift({ id: 1 }) });
    const read = await list.read();
    assert.equal(new Set(read).size, read.length);
    for (const { id } of rows(1200)) assert.ok(read.includes(id));
  });

  it('ends though has_more sticks, or is not given', async () => {
    for (const hasMore of [() => true, () => undefined]) {
      for (const count of [0, 1, 10, 500, 1203]) {
        const list = new ShiftingList(rows(count), { hasMore });
        assert.equal((await list.read()).length, count);
        assert.ok(list.pages.length <= 6);
      }
    }
  });

  it('takes a smaller greatest page than asked for, when it stays the same', async () => {
    assert.equal((await new ShiftingList(rows(350), { largest: 100 }).read()).length, 350);
  });

  it('reads a list whose sort is ignored until a pass finds nothing new', async () => {
    const mixed = rows(1200).sort((a, b) => ((a.id * 7919) % 1009) - ((b.id * 7919) % 1009));
    const list = new ShiftingList(mixed, {
      // A row that was changed moves to the end, as in a list by date of change: from unread to read and back.
      before: (current, call) => call === 1 && current.unshift(...current.splice(-1, 1)),
    });
    assert.equal(new Set(await list.read()).size, 1200);
    assert.ok(list.pages.length >= 6, 'two passes');
  });

  it('fails rather than return less than all', async () => {
    const restless = new ShiftingList(rows(5000), {
      before: (current, call) => {
        for (const row of current) row.id += call * 1_000_000;
      },
    });
    await assert.rejects(restless.read(), { code: 'LIST_UNSTABLE' });
    const samePage = new ShiftingList(rows(5000));
    const page = samePage.page;
    samePage.page = (request) => page({ ...request, page: 1 });
    await assert.rejects(samePage.read(), { code: 'LIST_UNSTABLE' });
  });
});
