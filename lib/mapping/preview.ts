import type { MappedParty } from '../model/item';
import type { Account, Customer } from '../model/records';
import { type CreateProblem, createProblems } from './check-create';
import { checkTemplates } from './check-templates';
import {
  FIELDS,
  type FieldPreview,
  isUnusedFor,
  type MappingDirection,
  type MappingField,
  type MappingTemplates,
} from './fields';
import { mapToAccount, mapToCustomer } from './map-party';
import { Mapping } from './templates';

/** What the templates make of a sample record, with all that is wrong; never fails for a wrong template. */
export function previewMapping(
  direction: MappingDirection,
  sample: Account | Customer,
  templates: MappingTemplates,
): FieldPreview[] {
  const wrong = new Map(
    checkTemplates(templates).flatMap((one) => (one.direction === direction ? [[one.field, one] as const] : [])),
  );
  // What a wrong template would say is left blank, so that the other fields show.
  const blanks = Object.fromEntries([...wrong.keys()].map((field) => [field, '']));
  const usable = new Mapping({ ...templates, [direction]: { ...templates[direction], ...blanks } });
  const mapped =
    direction === 'toCustomer'
      ? mapToCustomer(sample, { templates: usable })
      : mapToAccount(sample, { templates: usable });
  const lacking = new Map(createProblems(mapped).map((one) => [shownAt(one.field, direction, mapped), one]));
  const texts: Partial<Record<MappingField, string>> = { ...mapped, ...mapped.address };
  return FIELDS[direction].map((field) => {
    const problem = wrong.get(field) ?? lacking.get(field);
    return {
      field,
      text: texts[field] ?? '',
      unused: isUnusedFor(field, mapped.kind),
      ...(problem ? { problem: { kind: problem.kind, detail: problem.detail } } : {}),
    };
  });
}

/** The row of the dialog that a missing name is told at. */
function shownAt(field: CreateProblem['field'], direction: MappingDirection, { kind }: MappedParty): MappingField {
  if (field !== 'name' || direction === 'toAccount') return field;
  return kind === 'business' ? 'companyName' : 'lastName';
}
