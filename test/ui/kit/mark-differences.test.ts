import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { markDifferences } from '../../../ui/kit/mark-differences';

const marked = (text: string, other: string) =>
  markDifferences(text, other)
    .filter(({ differs }) => differs)
    .map((part) => part.text.trim());

describe('the marking of differences', () => {
  it('marks the words that the other side has not', () => {
    assert.deepEqual(marked('12 Oak Street Apt 3', '12 Oak Street Apt 4'), ['3']);
    assert.deepEqual(marked('Acme Alarm LLC', 'Acme Alarms LLC'), ['Alarm']);
  });

  it('leaves case, punctuation, accents and order alone', () => {
    assert.deepEqual(marked('PEÑA, ANA', 'Ana Pena'), []);
  });

  it('marks a word that stands once too often', () => {
    assert.deepEqual(marked('Pool Pool', 'Pool'), ['Pool']);
  });

  it('takes nothing from the text, and marks nothing between equal ones', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        assert.equal(
          markDifferences(text, other)
            .map((part) => part.text)
            .join(''),
          text,
        );
        assert.deepEqual(marked(text, text), []);
      }),
    );
  });
});
