import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { checkTemplates } from '../../lib/mapping/check-templates';
import { DEFAULT_TEMPLATES, type MappingTemplates } from '../../lib/mapping/fields';
import { mapToAccount, mapToCustomer } from '../../lib/mapping/map-party';
import { Mapping } from '../../lib/mapping/templates';
import { account, customer } from './records';

const outbound = (changes: Partial<MappingTemplates['toAccount']>): MappingTemplates => ({
  ...DEFAULT_TEMPLATES,
  toAccount: { ...DEFAULT_TEMPLATES.toAccount, ...changes },
});

describe('checkTemplates', () => {
  it('takes the defaults, sections, literal text and blank', () => {
    assert.deepEqual(checkTemplates(DEFAULT_TEMPLATES), []);
    const fine = {
      name: '{{#companyName}}{{.}}{{/companyName}}{{^companyName}}{{{name}}}{{/companyName}}',
      line2: '',
      city: 'X',
    };
    assert.deepEqual(checkTemplates(outbound(fine)), []);
  });

  it('names field, direction and what is wrong, as deep as it may stand', () => {
    const wrong: [template: string, kind: string, detail: RegExp][] = [
      ['{{name', 'unreadable', /Unclosed tag/],
      ['{{#name}}x', 'unreadable', /Unclosed section "name"/],
      ['{{nmae}}', 'unknown', /^nmae$/],
      ['{{address.city}}', 'unknown', /^address\.city$/],
      ['{{constructor}}', 'unknown', /^constructor$/],
      ['{{.}}', 'unknown', /^\.$/],
      ['{{#name}}{{#line2}}{{> footer}}{{/line2}}{{/name}}', 'unsupported', /^footer$/],
    ];
    for (const [template, kind, detail] of wrong) {
      const [problem, ...others] = checkTemplates(outbound({ city: template }));
      assert.deepEqual(
        [problem?.direction, problem?.field, problem?.kind, others.length],
        ['toAccount', 'city', kind, 0],
      );
      assert.match(problem?.detail ?? '', detail);
    }
  });
});

describe('Mapping', () => {
  it('S13: fails with BAD_TEMPLATE what a wrong template is needed for, and nothing else', () => {
    const templates = new Mapping(outbound({ city: '{{town}}' }));
    assert.throws(() => mapToAccount(customer(), { templates }), {
      code: 'BAD_TEMPLATE',
      message:
        'The template of city (to the station) asks for {{town}}, which no record has. Mend it in the map-site node.',
    });
    assert.equal(mapToCustomer(account(), { templates }).name, 'Ash Dental');
  });

  it('property: any text is either refused or rendered, and a value is never read as a template', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[{}#/^&>!= a-z.]{0,12}$/)),
        fc.string(),
        (template, value) => {
          const texts = outbound({ line2: template });
          const templates = new Mapping(texts);
          const named = customer({ name: `{{line1}} ${value}` });
          if (checkTemplates(texts).length) {
            assert.throws(() => mapToAccount(named, { templates }), { code: 'BAD_TEMPLATE' });
            return;
          }
          const { name } = mapToAccount(named, { templates });
          assert.equal(name, `{{line1}} ${value}`.replace(/\s+/g, ' ').trim());
        },
      ),
    );
  });
});
