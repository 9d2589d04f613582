import fc from 'fast-check';
import { sameName, sameValue, TWO_WAY_FIELDS, type TwoWayField } from '../../../lib/model/compare';
import type { Side } from '../../../lib/sync/pair';

/** Spellings, abbreviations, longer and shorter forms of one another; no two extensions of one postal code. */
const VALUES: Record<TwoWayField, string[]> = {
  name: [
    'Ash Dental',
    'ASH DENTAL',
    'Ash Dental LLC',
    'Ash Dental Group of Testville',
    'Birch & Sons',
    'Birch and Sons',
  ],
  line1: ['12 Test St', '12 Test Street', '12 TEST ST.', '12 Test St Rear', '9 Oak Avenue', '14 Mill Rd'],
  line2: ['', 'Apt 4', '#4', 'Suite 9', 'Rear'],
  city: ['Testville', 'TESTVILLE', 'Saint Paul', 'St Paul', 'Elm City'],
  state: ['NY', 'NJ', 'MN'],
  postalCode: ['00001', '00001-1234', '00002', '00003-9999'],
};

export interface RandomEdit {
  side: Side;
  field: TwoWayField;
  value: string;
}

/** Somebody changes one field on one side. */
export const edits: fc.Arbitrary<RandomEdit> = fc
  .record({ side: fc.constantFrom('account' as const, 'customer' as const), field: fc.constantFrom(...TWO_WAY_FIELDS) })
  .chain(({ side, field }) => fc.constantFrom(...VALUES[field]).map((value) => ({ side, field, value })));

/** What the two sides say, and what they last agreed on: the whole truth about a field, without any of our code's state. */
export class Model {
  readonly agreed: Record<TwoWayField, string>;
  readonly account: Record<TwoWayField, string>;
  readonly customer: Record<TwoWayField, string>;

  constructor(private readonly policy: 'revio' | 'monitoring') {
    const start = {
      name: 'Ash Dental',
      line1: '12 Test St',
      line2: '',
      city: 'Testville',
      state: 'NY',
      postalCode: '00001',
    };
    this.agreed = { ...start };
    this.account = { ...start };
    this.customer = { ...start };
  }

  /** Nothing is left to be carried over. */
  inStep(): boolean {
    return TWO_WAY_FIELDS.every(
      (field) =>
        same(field, this.account[field], this.agreed[field]) && same(field, this.customer[field], this.agreed[field]),
    );
  }

  /** @param written the sides that the flow writes to; what is for the other one waits for the flow that does */
  cycle(written: readonly Side[] = ['account', 'customer']): void {
    for (const field of TWO_WAY_FIELDS) {
      const [ours, theirs] = [this.account[field], this.customer[field]];
      const accountEdited = !same(field, ours, this.agreed[field]);
      const customerEdited = !same(field, theirs, this.agreed[field]);
      if (!accountEdited && !customerEdited) continue;
      const winner = accountEdited && customerEdited ? this.policy : accountEdited ? 'monitoring' : 'revio';
      const [value, target] = winner === 'revio' ? ([theirs, 'account'] as const) : ([ours, 'customer'] as const);
      const differ = !same(field, ours, theirs);
      if (differ && !written.includes(target)) continue;
      this.agreed[field] = value;
      if (differ) this[target][field] = value;
    }
  }
}

export function same(field: TwoWayField, a: string, b: string): boolean {
  if (field !== 'name') return sameValue(field, a, b);
  return sameName({ kind: 'business', name: a }, { kind: 'business', name: b });
}

/** An edit of the service address of a business at Rev.io, in Rev.io's columns. */
export function addressFields(field: TwoWayField, value: string): Record<string, string> {
  const [postal_code = '', postal_code_extension = ''] = value.split('-');
  switch (field) {
    case 'name':
      return { company_name: value };
    case 'line1':
      return { line_1: value };
    case 'line2':
      return { line_2: value };
    case 'city':
      return { city: value };
    case 'state':
      return { state_or_province: value };
    case 'postalCode':
      return { postal_code, postal_code_extension };
  }
}
