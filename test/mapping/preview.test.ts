import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEFAULT_TEMPLATES, FIELDS } from '../../lib/mapping/fields';
import { previewMapping } from '../../lib/mapping/preview';
import { storedText, templatesFrom } from '../../lib/mapping/stored-templates';
import { account, customer } from './records';

describe('previewMapping', () => {
  it('shows each field of a sample, and which ones a record of its kind has not', () => {
    const fields = previewMapping('toCustomer', account({ address: { state: 'ohio' } }), DEFAULT_TEMPLATES);
    assert.deepEqual(
      fields.map(({ field }) => field),
      FIELDS.toCustomer,
    );
    const of = (name: string) => fields.find(({ field }) => field === name);
    assert.equal(of('state')?.text, 'OH');
    assert.deepEqual([of('companyName')?.unused, of('firstName')?.unused], [false, true]);
    assert.deepEqual(
      fields.flatMap(({ problem }) => problem ?? []),
      [],
    );
  });

  it('tells all that is wrong at once, each at its own field, and goes on with the others', () => {
    const toAccount = { ...DEFAULT_TEMPLATES.toAccount, city: '{{town}}', line1: '{{#x' };
    const sample = customer({ name: '', address: { state: 'Atlantis' } });
    const told = previewMapping('toAccount', sample, { ...DEFAULT_TEMPLATES, toAccount }).map(
      ({ field, text, problem }) => `${field}: ${problem?.kind ?? text}`,
    );
    assert.deepEqual(told, [
      'name: blank',
      'line1: unreadable',
      'line2: ',
      'city: unknown',
      'state: unknownState',
      'postalCode: 00001',
      'accountNumber: A100',
    ]);
  });
});

describe('stored templates', () => {
  it('keep what differs from the defaults alone, a blank one too, and come back the same', () => {
    assert.equal(storedText('toAccount', DEFAULT_TEMPLATES.toAccount), '');
    const toAccount = { ...DEFAULT_TEMPLATES.toAccount, line2: '', name: '{{name}} {{id}}' };
    const text = storedText('toAccount', toAccount);
    assert.deepEqual(JSON.parse(text), { line2: '', name: '{{name}} {{id}}' });
    assert.deepEqual(templatesFrom({ toCustomer: '', toAccount: text }), { ...DEFAULT_TEMPLATES, toAccount });
  });

  it('are none when the text is no JSON object; what is no template in it is left alone', () => {
    for (const toAccount of ['{', '[]', '7', 'null'])
      assert.equal(templatesFrom({ toCustomer: '', toAccount }), undefined);
    const odd = templatesFrom({ toCustomer: '{"city":5,"__proto__":"x","other":"x"}', toAccount: ' ' });
    assert.deepEqual(odd, DEFAULT_TEMPLATES);
  });
});
