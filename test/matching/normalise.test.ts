import assert from 'node:assert/strict';
import { addressOf } from '../../lib/matching/address';
import { emailOf, phoneOf, samePhone } from '../../lib/matching/contact';
import { isGivenName, isNickname } from '../../lib/matching/given-names';
import { namesOf, parseName } from '../../lib/matching/name';
import { edits, isSpelling } from '../../lib/matching/spelling';
import { fold, hash, textOf, wordsOf } from '../../lib/matching/text';

const name = (text: string) => parseName(fold(text));
const address = (line1: string, rest: { line2?: string; city?: string; postalCode?: string } = {}) =>
  addressOf({ id: '1', address: { line1, ...rest } });

describe('matching: text', () => {
  it('folds case and accents, and only ornamental marks', () => {
    assert.equal(fold('Café ÅSTRÖM Straße'), 'cafe astrom strasse');
    assert.equal(fold('김철수'), '김철수');
    assert.notEqual(fold('ガ'), fold('カ'));
    assert.deepEqual(wordsOf(fold('अमित शर्मा')), ['अमित', 'शर्मा']);
  });

  it('makes a text of anything', () => {
    assert.deepEqual([null, undefined, {}, [], true, 7, Number.NaN].map(textOf), ['', '', '', '', '', '7', '']);
    assert.equal(textOf('x'.repeat(1e6)).length, 256);
  });

  it('hashes alike what is alike', () => {
    assert.equal(hash(1, 'a', 'b'), hash(1, 'a', 'b'));
    assert.notEqual(hash(1, 'ab', ''), hash(1, 'a', 'b'));
    assert.notEqual(hash(1, 'a'), hash(2, 'a'));
  });
});

describe('matching: names', () => {
  it('puts the first name first, whichever way it is written', () => {
    assert.deepEqual(name('SMITH, JOHN A').words, ['john', 'a', 'smith']);
    assert.deepEqual(name('Mr. John A. Smith').words, ['john', 'a', 'smith']);
    assert.equal(name('SMITH, JOHN').given, 'john');
  });

  it('takes generations, and only where they are some', () => {
    assert.equal(name('SMITH JR, JOHN').generation, 'jr');
    assert.equal(name('John Smith, Sr.').generation, 'sr');
    assert.equal(name('Plaza Tower II').generation, '2');
    assert.equal(name('J.R. Smith').generation, '');
    assert.equal(name('Springfield Senior Center').generation, '');
  });

  it('takes numbers apart from words', () => {
    assert.deepEqual([name('Walgreens Store No. 0123').words, name('Walgreens #123').numbers], [['walgreens'], '123']);
    assert.equal(name('7-Eleven #12').numbers, '12 7');
  });

  it('drops what a company is in law, unless nothing else is left', () => {
    assert.deepEqual(name('AB VOLVO').words, name('Volvo AB').words);
    assert.deepEqual(name('Hartley & Co').words, ['hartley']);
    assert.ok(name('The Limited Co').words.length > 0);
  });

  it('joins initials, and knows couples', () => {
    assert.deepEqual(name('J. P. Morgan').words, name('JP Morgan').words);
    assert.equal(name('John & Mary Smith').couple, true);
    assert.equal(name('Mr & Mrs Smith').couple, false);
    assert.equal(name('Smith Plumbing & Heating').couple, false);
  });

  it('knows both halves of a DBA', () => {
    const { others } = namesOf({ id: '1', name: "Singh Holdings LLC d/b/a Joe's Pizza" });
    assert.deepEqual(
      others.map(({ words }) => words),
      [
        ['joes', 'pizza'],
        ['singh', 'holdings'],
      ],
    );
  });

  it('takes nobody for nobody', () => {
    assert.deepEqual(name('VACANT').words, []);
    assert.deepEqual(name(' ?? ').words, []);
  });

  it('knows nicknames and names that are not the same', () => {
    assert.ok(isNickname('bob', 'robert') && isNickname('bob', 'rob'));
    assert.ok(!isNickname('christine', 'christina') && !isNickname('mary', 'mark'));
    assert.ok(isGivenName('maria') && !isGivenName('quackenbush'));
  });
});

describe('matching: addresses', () => {
  it('takes house, street, kind, direction and unit apart', () => {
    const { house, street, type, direction, unit } = address('100 W. Fifth Ave. #4');
    assert.deepEqual([house, street, type, direction, unit], ['100', '5th', 'ave', 'w', '4']);
    assert.deepEqual(address('100 West 5th Avenue', { line2: 'Apt 4' }).unit, '4');
  });

  it('reads odd houses', () => {
    const houses = ['12-14 Elm St', '123 1/2 Elm St', '12b Elm St', '3/45 Elm St', '12Elm Street', '1st Street'];
    assert.deepEqual(
      houses.map((line) => address(line).house),
      ['12-14', '123 1/2', '12b', '45', '12', ''],
    );
  });

  it('takes no PO box for a street, and finds the street on either line', () => {
    assert.deepEqual([address('P.O. Box 12').street, address('P.O. Box 12').box], ['', '12']);
    assert.equal(address('PO Box 12', { line2: '44 Oak Ave' }).street, 'oak');
    assert.equal(address('c/o Ann Lee', { line2: '44 Oak Ave' }).house, '44');
  });

  it('leaves a street something to be called', () => {
    assert.equal(address('12 North Ave').street, 'north');
    assert.equal(address('12 Main Steet').street, 'main');
    assert.equal(address('12 St Johns Road').street, 'saintjohns');
  });

  it('reads postal codes as people write them', () => {
    const codes = ['02108', '2108', '02108-1234', 'K1A 0B6', ''];
    assert.deepEqual(
      codes.map((postalCode) => address('', { postalCode }).postal),
      ['2108', '2108', '2108', 'k1a0b6', ''],
    );
    assert.equal(address('', { city: 'Köln' }).city, 'cologne');
  });
});

describe('matching: phones and e-mails', () => {
  it('reads phones, with and without area code or extension', () => {
    assert.deepEqual(['(310) 475-3585 x12', '+1 310 475 3585', '475-3585', '12'].map(phoneOf), [
      '3104753585',
      '3104753585',
      '4753585',
      '',
    ]);
    assert.ok(samePhone('3104753585', '4753585') && !samePhone('3104753585', '2134753585'));
  });

  it('takes placeholders for none', () => {
    for (const phone of ['000-000-0000', '999 999 9999', '5555555555', '(123) 123-4567', null, {}]) {
      assert.equal(phoneOf(phone), '', String(phone));
    }
    for (const email of ['none@none.com', 'noemail@gmail.com', 'N/A', '@x.y', 'a b@c.d', null]) {
      assert.equal(emailOf(email), '', String(email));
    }
    assert.equal(emailOf(' Ann.Lee+alarm@Gmail.com '), 'ann.lee@gmail.com');
  });
});

describe('matching: spelling', () => {
  it('counts edits up to a limit', () => {
    assert.deepEqual(
      [edits('abcd', 'abcd', 2), edits('abcd', 'abdc', 2), edits('abcd', 'abxcd', 2), edits('abcd', 'wxyz', 2)],
      [0, 1, 1, 3],
    );
  });

  it('takes Mark and Mary for two, and a letter in a long word for an error', () => {
    assert.ok(!isSpelling('mark', 'mary'));
    assert.ok(isSpelling('blackwood', 'blackwod') && isSpelling('jansson', 'janson'));
  });
});
