import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import * as fc from 'fast-check';
import { pacedStream } from '../../lib/cms/paced-stream';
import { cleanText, withoutForbiddenReferences } from '../../lib/cms/xml-characters';

describe('Text of a CMS reply', () => {
  it('loses forbidden characters and padding, and nothing else', () => {
    assert.equal(cleanText('  a\u0000b\u000bc\u001f\ud800d\uffff\te 🏠  '), 'abcd\te 🏠');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
        assert.doesNotMatch(cleanText(text), /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
        assert.equal(cleanText(cleanText(text)), cleanText(text));
      }),
    );
  });

  it('loses references to forbidden characters, and keeps all others', () => {
    const cleaned = (xml: string) => withoutForbiddenReferences(Buffer.from(xml)).toString();
    assert.equal(cleaned('é&#1;&#x1F;&#xB;&#x0;&#xD800;&#xFFFF;&#99999999999;!'), 'é!');
    assert.equal(cleaned('&#233;&#xE9;&#9;&#x1F600;&amp;&#;&boom;'), '&#233;&#xE9;&#9;&#x1F600;&amp;&#;&boom;');
  });

  it('comes in slices that join to the same bytes, however the reply was received', async () => {
    const xml = 'é&#x1;Ash &amp; Birch&#31;'.repeat(6_000);
    const whole = withoutForbiddenReferences(Buffer.from(xml)).toString();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 70_000 }), { maxLength: 20 }), async (cuts) => {
        const slices: Buffer[] = [];
        for await (const slice of pacedStream(Readable.from(pieces(Buffer.from(xml), cuts)))) slices.push(slice);
        assert.equal(Buffer.concat(slices).toString(), whole);
        assert.ok(slices.every((slice) => slice.length <= 32 * 1024));
      }),
      { numRuns: 20 },
    );
  });
});

function* pieces(bytes: Buffer, lengths: number[]): Generator<Buffer> {
  let start = 0;
  for (const length of lengths) {
    if (start >= bytes.length) return;
    yield bytes.subarray(start, start + length);
    start += length;
  }
  if (start < bytes.length) yield bytes.subarray(start);
}
