import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { DEFAULT_TEMPLATES } from '../../lib/mapping/fields';
import { mapToAccount, mapToCustomer } from '../../lib/mapping/map-party';
import { formOf, nameForAccount, nameForCustomer } from '../../lib/mapping/names';
import { Mapping } from '../../lib/mapping/templates';
import { sameName } from '../../lib/model/compare';
import type { Address, NameParts } from '../../lib/model/records';
import { stateCode } from '../../lib/model/states';
import { account, anyAccount, anyCustomer, customer } from './records';

const DEFAULTS = new Mapping(DEFAULT_TEMPLATES);
const tidy = (text: string) => text.replace(/\s+/g, ' ').trim();
const NO_NAME = { name: '', firstName: '', middleName: '', lastName: '', companyName: '' };
const tidyName = (name: NameParts) =>
  Object.fromEntries(Object.entries({ ...NO_NAME, ...name }).map(([part, text]) => [part, tidy(text ?? '')]));
const tidyPlace = (address: Address) => ({
  line1: tidy(address.line1),
  line2: tidy(address.line2),
  city: tidy(address.city),
  state: stateCode(address.state) || tidy(address.state),
  postalCode: tidy(address.postalCode),
});

describe('mapToCustomer', () => {
  it('makes a business of a commercial site, and a person of a residential one', () => {
    const business = mapToCustomer(account(), { templates: DEFAULTS });
    assert.deepEqual(business, {
      ...NO_NAME,
      kind: 'business',
      name: 'Ash Dental',
      companyName: 'Ash Dental',
      accountNumber: 'A100',
      address: account().address,
    });
    const site = account({ kind: 'residential', name: 'VAN DER BERG, Anna Lou', address: { state: 'Ohio' } });
    const { name, firstName, middleName, lastName, address, companyName } = mapToCustomer(site, {
      templates: DEFAULTS,
    });
    assert.deepEqual([firstName, middleName, lastName], ['Anna', 'Lou', 'VAN DER BERG']);
    assert.deepEqual([name, companyName, address.state], ['Anna Lou VAN DER BERG', '', 'OH']);
  });

  it('keeps the form of the customer that is there, and the fields that a person chose for the words', () => {
    const site = account({ kind: 'business', name: 'Mary Ann Garcia Lopez' });
    const like = customer({
      kind: 'residential',
      name: 'x',
      firstName: 'Mary Ann',
      middleName: '',
      lastName: 'Garcia Lopez',
    });
    const { kind, firstName, lastName } = mapToCustomer(site, { like, templates: DEFAULTS });
    assert.deepEqual([kind, firstName, lastName], ['residential', 'Mary Ann', 'Garcia Lopez']);
  });

  it('says what the templates say, blanks collapsed, with nothing escaped', () => {
    const templates = new Mapping({
      ...DEFAULT_TEMPLATES,
      toCustomer: {
        ...DEFAULT_TEMPLATES.toCustomer,
        companyName: '  {{name}}  {{#line2}}({{line2}}){{/line2}}',
        line2: '',
        state: 'New  York',
        accountNumber: '{{id}}-{{accountNumber}}',
      },
    });
    const site = account({ name: "O'Neil & Sons <1>", address: { line2: 'Rear' } });
    const { companyName, address, accountNumber } = mapToCustomer(site, { templates });
    assert.equal(companyName, "O'Neil & Sons <1> (Rear)");
    assert.deepEqual([address.line2, address.state, accountNumber], ['', 'NY', '55-A100']);
  });

  it('property: with the default templates it says what the built-in rules say', () => {
    fc.assert(
      fc.property(anyAccount, fc.option(anyCustomer, { nil: undefined }), (site, like) => {
        const mapped = mapToCustomer(site, { ...(like ? { like } : {}), templates: DEFAULTS });
        const { kind, accountNumber, address, ...name } = mapped;
        const form = formOf((like ?? site).kind);
        const built = nameForCustomer(site, form, like);
        assert.equal(kind, form);
        assert.deepEqual(tidyName(name), tidyName(built));
        assert.ok(sameName({ kind, ...name }, { kind, ...built }));
        assert.deepEqual(address, tidyPlace(site.address));
        assert.equal(accountNumber, tidy(site.accountNumber ?? ''));
      }),
    );
  });
});

describe('mapToAccount', () => {
  it('writes one name as the station writes it, the number as it is, and the state as a code', () => {
    const person = customer({
      kind: 'residential',
      name: 'Anna Berg',
      firstName: 'Anna',
      middleName: '',
      lastName: 'Berg',
      address: { state: 'texas' },
    });
    const fresh = mapToAccount(person, { templates: DEFAULTS });
    assert.deepEqual([fresh.kind, fresh.name, fresh.address.state], ['residential', 'Anna Berg', 'TX']);
    assert.equal(fresh.accountNumber, 'A100');
    const like = account({ kind: 'residential', name: 'MILLER, ANNA' });
    assert.equal(mapToAccount(person, { like, templates: DEFAULTS }).name, 'BERG, ANNA');
  });

  it('property: with the default templates it says what the built-in rules say', () => {
    fc.assert(
      fc.property(anyCustomer, fc.option(anyAccount, { nil: undefined }), (payer, like) => {
        const mapped = mapToAccount(payer, { ...(like ? { like } : {}), templates: DEFAULTS });
        const { kind, accountNumber, address, ...name } = mapped;
        assert.equal(kind, formOf(payer.kind));
        assert.deepEqual(tidyName(name), tidyName(nameForAccount(payer, like)));
        assert.deepEqual(address, tidyPlace(payer.address));
        assert.equal(accountNumber, 'A100');
      }),
    );
  });

  it('stands records of a hand-made message in which anything is missing or of another type', () => {
    for (const wrong of [{}, { id: 7, name: 5, address: 'x', kind: 1 }, { name: null, address: null }]) {
      const { name, address } = mapToAccount(wrong as never, { templates: DEFAULTS });
      assert.equal(typeof name, 'string');
      assert.deepEqual(Object.values(address), ['', '', '', '', '']);
      assert.equal(mapToCustomer(wrong as never, { like: wrong as never, templates: DEFAULTS }).kind, 'business');
    }
  });
});

describe('a mapped party', () => {
  it('S3: laid over the record it came from, nothing of that record’s own name shows through', () => {
    const changed = { toAccount: { ...DEFAULT_TEMPLATES.toAccount, name: '{{name}} #{{accountNumber}}' } };
    const templates = new Mapping({ ...DEFAULT_TEMPLATES, ...changed });
    const business = customer({ companyName: 'Ash Dental' });
    const person = customer({ kind: 'residential', name: 'Ann Berg', firstName: 'Ann', lastName: 'Berg' });
    for (const payer of [business, person]) {
      const site = account({ kind: payer.kind, name: `${payer.name} #A100` });
      assert.ok(sameName(site, { ...payer, ...mapToAccount(payer, { like: site, templates }) }), payer.name);
    }
  });
});
