import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isBulkyJson } from '../../lib/http/json-bulk';

const MEGABYTES = 5 * 1024 * 1024;
const filled = (head: string, piece: string, tail = ''): Buffer =>
  Buffer.from(head + piece.repeat(Math.ceil(MEGABYTES / piece.length)) + tail);

describe('N4: JSON that would take far more memory than its bytes', () => {
  it('is lists in lists, objects in objects, and millions of little ones', () => {
    for (const bytes of [filled('', '['), filled('', '{"a":'), filled('[', '{},'), filled('[', '[],')])
      assert.equal(isBulkyJson(bytes), true, bytes.subarray(0, 20).toString());
  });

  it('is no list of records, however long, and no text, whatever stands in it', () => {
    const record = { name: 'Ash "& Birch"\\', notes: '[[[[{{{{,,,,\\"', address: { line1: '1 Oak St', line2: null } };
    const list = Buffer.from(JSON.stringify({ records: Array.from({ length: 60_000 }, () => record) }));
    assert.ok(list.length > MEGABYTES);
    assert.equal(isBulkyJson(list), false);
    assert.equal(isBulkyJson(Buffer.from(JSON.stringify(['[{\\"'.repeat(2_000_000)]))), false);
    assert.equal(
      isBulkyJson(filled('["', '[', '')),
      false,
      'a text that never ends is not JSON, and no more than that',
    );
  });

  it('is nothing small: that cannot become much', () => {
    assert.equal(isBulkyJson(Buffer.from('['.repeat(100_000))), false);
  });
});
