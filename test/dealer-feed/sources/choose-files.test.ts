import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type ChooseOptions, chooseFiles } from '../../../lib/dealer-feed/sources/choose-files';
import type { ListedFile } from '../../../lib/dealer-feed/sources/feed-source';
import { fileNames } from '../../../lib/dealer-feed/sources/file-names';

const file = (name: string, modifiedAt = 1000, more: Partial<ListedFile> = {}): ListedFile => ({
  folder: '',
  name,
  size: 10,
  modifiedAt,
  ...more,
});
const options = (more: Partial<ChooseOptions> = {}): ChooseOptions => ({
  names: fileNames(''),
  lastTaken: () => undefined,
  ...more,
});
/** `name` of the chosen, `name reason` of those that are left. */
function choose(listing: ListedFile[], more: Partial<ChooseOptions> = {}, before = listing) {
  const { chosen, left } = chooseFiles(listing, before, options(more));
  return [chosen.map((choice) => choice.file.name), left.map((other) => `${other.file.name} ${other.reason}`)];
}

describe('feed files: which one is taken', () => {
  it('the newest; an equal time is settled by the name', () => {
    assert.deepEqual(choose([file('a.csv', 1), file('b.csv', 3), file('c.csv', 2)]), [
      ['b.csv'],
      ['c.csv superseded', 'a.csv superseded'],
    ]);
    assert.deepEqual(choose([file('2026-01.csv'), file('2026-02.csv')])[0], ['2026-02.csv']);
  });

  it('for each dealer where the name or the folder tells the dealer (F3)', () => {
    const names = fileNames('{dealer}_*.csv');
    const listing = [file('D1_a.csv', 1), file('D1_b.csv', 2), file('D2_a.csv', 1), file('other.csv', 9)];
    const { chosen } = chooseFiles(listing, listing, options({ names }));
    assert.deepEqual(
      chosen.map(({ dealerId, group, file: { name } }) => [dealerId, group, name]),
      [
        ['D1', 'D1', 'D1_b.csv'],
        ['D2', 'D2', 'D2_a.csv'],
      ],
    );
    const folders = [file('a.csv', 1, { folder: 'D1' }), file('a.csv', 1, { folder: 'D2' })];
    const inFolders = chooseFiles(folders, folders, options({ dealerInFolder: true }));
    assert.deepEqual(
      inFolders.chosen.map(({ dealerId }) => dealerId),
      ['D1', 'D2'],
    );
  });

  it('never a file that is still on its way (F8)', () => {
    const partial = ['a.csv.part', 'a.csv.tmp', 'a.csv.filepart', 'a.csv.incomplete', '.a.csv'].map((name) =>
      file(name),
    );
    assert.deepEqual(choose(partial)[0], []);
    assert.deepEqual(choose([file('a.csv', 2)], {}, [file('a.csv', 1)]), [[], ['a.csv still-written']]);
    assert.deepEqual(choose([file('a.csv', 1, { size: 11 })], {}, [file('a.csv', 1)]), [[], ['a.csv still-written']]);
    assert.deepEqual(choose([file('a.csv')], {}, []), [[], ['a.csv still-written']]);
  });

  it('with a trigger or checksum file only when that is there, and then at one look (F8)', () => {
    const companion = { kind: 'checksum' as const, ending: '.sha256' };
    assert.deepEqual(choose([file('a.csv')], { companion }, []), [[], ['a.csv no-companion']]);
    const { chosen, left } = chooseFiles([file('a.csv'), file('a.csv.sha256')], [], options({ companion }));
    assert.deepEqual([chosen[0]?.checksum, left], ['a.csv.sha256', []]);
  });

  it('an older file after a newer one is stale, and told of (F6)', () => {
    const lastTaken = () => file('b.csv', 5);
    assert.deepEqual(choose([file('a.csv', 4)], { lastTaken }), [[], ['a.csv stale']]);
    assert.deepEqual(choose([file('b.csv', 5)], { lastTaken }), [[], ['b.csv taken']]);
    assert.deepEqual(choose([file('c.csv', 6)], { lastTaken })[0], ['c.csv']);
  });

  it('never a name that is a path (N4)', () => {
    for (const name of ['../a.csv', '/etc/a.csv', 'b/../a.csv', '..\\a.csv', '..', 'a\0.csv', 'a\n.csv']) {
      assert.deepEqual(choose([file(name)]), [[], [`${name} unsafe-name`]]);
    }
    assert.deepEqual(choose([file('a.csv', 1, { folder: '..' })]), [[], ['a.csv unsafe-name']]);
  });

  it('whatever a server lists: every chosen file has a base name, and one per group', () => {
    const entry = fc.record({
      folder: fc.constantFrom('', 'D1', '..', 'a/b'),
      name: fc.oneof(fc.string(), fc.constantFrom('a.csv', 'b.csv', '../c.csv', 'a.csv.part')),
      size: fc.nat(),
      modifiedAt: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(entry), (listing) => {
        const { chosen } = chooseFiles(listing, listing, options({ names: fileNames('*') }));
        const groups = chosen.map(({ group }) => group);
        assert.equal(new Set(groups).size, groups.length);
        for (const { file: found } of chosen)
          assert.doesNotMatch(`${found.folder}${found.name}`, /[/\\\0\r\n]|^\.\.?$/);
      }),
    );
  });
});

describe('feed files: names', () => {
  const dealerOf = (pattern: string, name: string, inName = false) => fileNames(pattern, inName).match(name);

  it('finds the dealer in a name', () => {
    assert.deepEqual(dealerOf('{dealer}_*.csv', 'MP921_x_1.csv'), { dealerId: 'MP921' });
    assert.deepEqual(dealerOf('*_{dealer}.csv', '2026-03-14T0800_MP101.csv'), { dealerId: 'MP101' });
    assert.deepEqual(dealerOf('inventory (1)+{dealer}.txt', 'INVENTORY (1)+D9.TXT'), { dealerId: 'D9' });
    assert.deepEqual(dealerOf('', 'D1.csv', true), { dealerId: 'D1' });
  });

  it('a blank pattern takes the usual endings', () => {
    assert.deepEqual(dealerOf('', 'a.TXT'), {});
    assert.equal(dealerOf('', 'readme.pdf'), undefined);
  });
});
