import { DealerSyncError } from '../errors';
import { isBlank } from '../model/compare';
import type { MappedParty } from '../model/item';
import type { Party } from '../model/records';
import { stateCode } from '../model/states';
import type { MappingDirection } from './fields';
import type { Mapping } from './templates';

/** What a record that is to be created cannot do without. */
const REQUIRED = ['name', 'line1', 'city', 'postalCode', 'accountNumber'] as const;

/** Why a record cannot be created from what the templates say. */
export interface CreateProblem {
  field: (typeof REQUIRED)[number] | 'state';
  kind: 'blank' | 'missingState' | 'unknownState';
  /** The state that is none. */
  detail: string;
}

/** Everything that keeps a mapped record from being created; none when it can be. */
export function createProblems({ name, accountNumber, address }: MappedParty): CreateProblem[] {
  const texts = { name, accountNumber, ...address };
  const blank = REQUIRED.filter((field) => isBlank(texts[field])).map((field) => ({
    field,
    kind: 'blank' as const,
    detail: '',
  }));
  if (stateCode(address.state)) return blank;
  const kind = isBlank(address.state) ? ('missingState' as const) : ('unknownState' as const);
  return [...blank, { field: 'state', kind, detail: address.state }];
}

/**
 * Stops a record that cannot be created before anything is written: a half-made site costs money and guards nobody.
 *
 * @param from the record that it was mapped from, where a person mends it
 * @throws DealerSyncError REQUIRED_BLANK, MISSING_STATE, UNKNOWN_STATE
 */
export function checkCreate(direction: MappingDirection, mapped: MappedParty, from: Party, templates: Mapping): void {
  const [problem] = createProblems(mapped);
  if (problem) throw asError(direction, problem, from, templates);
}

const CODES = { blank: 'REQUIRED_BLANK', missingState: 'MISSING_STATE', unknownState: 'UNKNOWN_STATE' } as const;

const WORDS: Record<CreateProblem['field'], string> = {
  name: 'name',
  line1: 'street',
  city: 'city',
  state: 'state',
  postalCode: 'postal code',
  accountNumber: 'account number',
};

function asError(
  direction: MappingDirection,
  { field, kind, detail }: CreateProblem,
  from: Party,
  templates: Mapping,
): DealerSyncError {
  const inbound = direction === 'toCustomer';
  const who = `${inbound ? 'Site' : 'Customer'} ${from.id}${from.name ? ` (${from.name})` : ''}`;
  const whole = `${inbound ? 'a customer' : 'a site'} cannot be made without it`;
  const there = inbound ? 'at the monitoring station' : 'in Rev.io';
  const orChange = `or change ${templatesOf(direction, field, templates)} in the map-site node.`;
  const sentence =
    kind === 'unknownState'
      ? `${who} has the state "${detail}", which is none of the USA or Canada: correct it ${there}, ${orChange}`
      : `${who} has no ${WORDS[field]}, and ${whole}: add it ${there}, ${orChange}`;
  return new DealerSyncError(CODES[kind], sentence, { cause: { operation: 'map site', field } });
}

/** A customer's name has several templates. */
function templatesOf(direction: MappingDirection, field: CreateProblem['field'], templates: Mapping): string {
  if (field !== 'name' || direction === 'toAccount') return `the template ${templates.text(direction, field)}`;
  return 'the templates of the name';
}
