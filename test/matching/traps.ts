import type { MatchRecord } from '../../lib/matching';

/** A hand-made trap: a few records, and what must come of them. */
export interface Trap {
  name: string;
  accounts: MatchRecord[];
  customers: MatchRecord[];
  /** Customer by account that may be linked; any other link is false. */
  mayLink?: Record<string, string>;
  /** Those of them that a good matcher does link. */
  mustLink?: string[];
  /** Only the score stands against a link, no guard. */
  byScore?: boolean;
  /** Accounts that a person must be shown the named customer for. */
  mustShow?: Record<string, string>;
}

type Extra = Partial<MatchRecord>;

const OAK = { line1: '12 Oak Street', city: 'Springfield', state: 'IL', postalCode: '62701' };
const ELM = { line1: '88 Elm Ave', city: 'Dayton', state: 'OH', postalCode: '45401' };
const HOME = { address: OAK, phone: '217-555-8123', email: 'family@gmail.com' };

const person = (id: string, name: string, extra: Extra = HOME): MatchRecord => ({ id, name, ...extra });
const at = (line1: string, extra: Extra = {}): Extra => ({ address: { ...OAK, line1 }, ...extra });

/** One account and one customer that must not be linked to each other. */
const apart = (name: string, account: MatchRecord, customer: MatchRecord): Trap => ({
  name,
  accounts: [{ ...account, id: 'a' }],
  customers: [{ ...customer, id: 'c' }],
});

/** One account and one customer that must be linked. */
const together = (name: string, account: MatchRecord, customer: MatchRecord): Trap => ({
  name,
  accounts: [{ ...account, id: 'a' }],
  customers: [{ ...customer, id: 'c' }],
  mayLink: { a: 'c' },
  mustLink: ['a'],
});

export const TRAPS: Trap[] = [
  apart(
    'a household: wife and husband share address, phone and e-mail',
    person('', 'Mary Smith'),
    person('', 'John Smith'),
  ),
  apart(
    'a namesake in another town, in a street of the same name, with nearly the same postal code',
    person('', 'JANKOWSKI, HEATHER', {
      address: { line1: '422 Chestnut Road', city: 'Fixture Falls', state: 'NY', postalCode: '00003' },
    }),
    person('', 'Heather Jankowski', {
      address: { line1: '678 Chestnut Road', city: 'Testville', state: 'NY', postalCode: '00001' },
    }),
  ),
  apart('siblings Mary and Mark', person('', 'Mary Lopez'), person('', 'Mark Lopez')),
  apart('siblings Maria and Mari', person('', 'Maria Lopez'), person('', 'Mari Lopez')),
  apart('siblings Daniel and Danielle', person('', 'Daniel Lopez'), person('', 'Danielle Lopez')),
  apart('siblings Christian and Christina', person('', 'Christian Lopez'), person('', 'LOPEZ, CHRISTINA')),
  apart('siblings Michael and Michaela', person('', 'Michael Lopez'), person('', 'Michaela Lopez')),
  apart('siblings Francisco and Francisca', person('', 'LOPEZ, FRANCISCO'), person('', 'Francisca Lopez')),
  apart('siblings Mary and Marv', person('', 'Mary Lopez'), person('', 'Marv Lopez')),
  apart('siblings Robert and Roberta', person('', 'Robert Lopez'), person('', 'Roberta Lopez')),
  apart('siblings with a known nickname in common', person('', 'Christine Lopez'), person('', 'Christina Lopez')),
  apart('crossed initials', person('', 'Joan A Gonzalez'), person('', 'Adam J Gonzalez')),
  apart('siblings with middle initials', person('', 'John A Smith'), person('', 'John B Smith')),
  apart('Jr against Sr', person('', 'John Smith Jr'), person('', 'John Smith Sr')),
  apart('Jr against no mark', person('', 'SMITH JR, JOHN'), person('', 'John Smith')),
  apart('II against III', person('', 'John Smith II'), person('', 'John Smith III')),
  apart('a middle initial is not another first name', person('', 'K Scott'), person('', 'Lauren K Scott')),
  apart(
    'a new tenant in the same house',
    person('', 'Peter Vance', { address: OAK }),
    person('', 'Olga Reyes', { address: OAK }),
  ),
  apart(
    'the same rare name in another city',
    person('', 'Zebulon Quackenbush', { address: OAK }),
    person('', 'Zebulon Quackenbush', { address: ELM }),
  ),
  {
    ...apart(
      'a frequent name and nothing to compare',
      person('', 'John Smith', {}),
      person('', 'John Smith', { address: OAK }),
    ),
    byScore: true,
  },
  apart(
    'a church of the same name elsewhere',
    person('', 'First Baptist Church', { address: OAK }),
    person('', 'First Baptist Church', { address: ELM }),
  ),
  apart(
    'a chain whose branches have the phone of the head office',
    person('', 'Subway', { address: OAK, phone: '8005551000' }),
    person('', 'Subway', { address: ELM, phone: '8005551000' }),
  ),
  apart(
    'a chain that is not known for a business',
    person('', 'Dollar General', { address: OAK, phone: '8005551000' }),
    person('', 'Dollar General', { address: ELM, phone: '8005551000' }),
  ),
  apart('Oak Street and Oak Avenue', person('', 'Best Buy', at('12 Oak St')), person('', 'Best Buy', at('12 Oak Ave'))),
  apart(
    'sites that differ in a letter and share the phone',
    person('', 'Oakdale School', { phone: '2175551000' }),
    person('', 'Oakvale School', { phone: '2175551000' }),
  ),
  apart('school and church at one address', person('', "St. Mary's School"), person('', "St. Mary's Church")),
  apart('a surname alone', person('', 'Lopez'), person('', 'Maria Lopez')),
  apart('a trust and a person', person('', 'Lopez Family Trust'), person('', 'Maria Lopez')),
  apart('sides of a town', person('', 'Northside Clinic'), person('', 'Southside Clinic')),
  apart('store numbers off by a digit', person('', 'Walgreens #1234'), person('', 'Walgreens #1235')),
  apart('a store number on one side only', person('', 'Walgreens #1234'), person('', 'Walgreens')),
  apart('East and West', person('', 'Acme Storage East'), person('', 'Acme Storage West')),
  apart('I and II', person('', 'Plaza Tower I'), person('', 'Plaza Tower II')),
  apart(
    'the whole and its part',
    person('', 'Springfield School District'),
    person('', 'Springfield School District Annex'),
  ),
  apart('Grill and Grille', person('', 'Corner Grill'), person('', 'Corner Grille')),
  apart('apartments', person('', 'Ann Lee', at('500 Main St Apt 4')), person('', 'Ann Lee', at('500 Main St Apt 5'))),
  apart('a PO box is no street', person('', 'Acme Tools', at('PO Box 12')), person('', 'Acme Tools', at('PO Box 77'))),
  apart(
    'North Main and South Main',
    person('', 'Corner Deli', at('100 N Main St')),
    person('', 'Corner Deli', at('100 S Main St')),
  ),
  apart(
    'the same street in another town',
    person('', 'Subway', { address: { ...OAK, line1: '100 Main St' } }),
    person('', 'Subway', { address: { ...ELM, line1: '100 Main St' } }),
  ),
  apart(
    'one owner, two shops',
    person('', 'Singh Holdings LLC dba Quick Mart', { address: OAK, phone: '2175550000' }),
    person('', 'Singh Holdings LLC dba Subway', { address: ELM, phone: '2175550000' }),
  ),
  {
    ...apart(
      'placeholder phone',
      person('', 'Ann Lee', { phone: '000-000-0000' }),
      person('', 'Ann Lee', { phone: '0000000000', address: OAK }),
    ),
    byScore: true,
  },
  {
    ...apart(
      'no e-mail is no evidence',
      person('', 'Ann Lee', { email: 'none@none.com' }),
      person('', 'Ann Lee', { email: 'none@none.com' }),
    ),
    byScore: true,
  },
  apart('no name', person('', ''), person('', 'John Smith')),
  apart('no names', person('', ''), person('', '')),
  apart('a name of nobody', person('', 'VACANT'), person('', 'Vacant')),
  apart('other scripts that differ', person('', '山田太郎'), person('', '山田花子')),
  apart(
    'two surnames alike in a row of houses',
    person('', 'Hoa Tran', at('12 Oak St')),
    person('', 'Hoa Tron', at('14 Oak St')),
  ),
  apart('couples that share one', person('', 'John & Mary Smith'), person('', 'Mary Smith')),
  {
    name: 'a couple, and both are customers',
    accounts: [person('a', 'SMITH, JOHN & MARY')],
    customers: [person('c1', 'John Smith'), person('c2', 'Mary Smith')],
    mustShow: { a: 'c1' },
  },
  {
    name: 'an initial that fits two',
    accounts: [person('a', 'J Smith')],
    customers: [person('c1', 'John Smith'), person('c2', 'James Smith')],
    mustShow: { a: 'c1' },
  },
  {
    name: 'doubles in billing',
    accounts: [person('a', 'John Smith')],
    customers: [person('c1', 'John Smith'), person('c2', 'John Smith')],
    mustShow: { a: 'c2' },
  },
  {
    name: 'the second account of one customer',
    accounts: [person('a1', 'John Smith'), person('a2', 'John Smith')],
    customers: [person('c', 'John Smith')],
    mayLink: { a1: 'c', a2: 'c' },
    mustShow: { a2: 'c' },
  },
  {
    name: "a dealer's own phone and e-mail on many records",
    accounts: ['Ann Lee', 'Bo Lee', 'Cy Lee', 'Di Lee', 'Ed Lee', 'Flo Lee'].map((name, i) =>
      person(`a${i}`, name, { phone: '8005554000', email: 'office@alarms.com' }),
    ),
    customers: ['Ann Lee', 'Bob Lee', 'Cyd Lee', 'Dia Lee', 'Eda Lee', 'Flora Lee'].map((name, i) =>
      person(`c${i}`, name, {
        phone: '8005554000',
        email: 'office@alarms.com',
        address: { ...OAK, line1: `${i} Elm` },
      }),
    ),
  },
  {
    name: 'a name cut so that it could be any of the sites',
    accounts: [person('a', 'SPRINGFIELD COMMUNITY SCHOOL')],
    customers: [
      person('c1', 'Springfield Community School'),
      person('c2', 'Springfield Community School North'),
      person('c3', 'Springfield Community Schools West'),
    ],
    mustShow: { a: 'c1' },
  },
  {
    name: 'an empty record',
    accounts: [{ id: 'a' }],
    customers: [{ id: 'c' }, person('d', 'John Smith')],
  },
  together('LAST, FIRST', person('', 'SMITH, JOHN'), person('', 'John Smith')),
  together('Jr on both sides', person('', 'SMITH JR, JOHN'), person('', 'John Smith, Jr.')),
  together('a nickname', person('', 'Bob Jansson'), person('', 'Robert Jansson')),
  together('a typing error', person('', 'Catherine Blackwod'), person('', 'Catherine Blackwood')),
  together('an initial that nobody else has', person('', 'LINDQVIST, A'), person('', 'Anna C Lindqvist')),
  together('a middle name on one side', person('', 'John Albert Smith'), person('', 'John Smith')),
  together('AB VOLVO', person('', 'AB VOLVO'), person('', 'Volvo AB')),
  together('& Co', person('', 'Hartley & Co'), person('', 'Hartley and Company')),
  together('DBA', person('', 'Singh Holdings LLC d/b/a Quick Mart'), person('', 'Quick Mart')),
  together(
    'a name cut off',
    person('', 'SPRINGFIELD VETERINARY CLINI'),
    person('', 'Springfield Veterinary Clinic Inc'),
  ),
  together('abbreviations', person('', 'St Marys Cath Ch'), person('', "St. Mary's Catholic Church")),
  together('store number written otherwise', person('', 'Walgreens Store No. 0123'), person('', 'Walgreens #123')),
  together(
    'an address written otherwise',
    person('', 'Ann Lindqvist', at('100 W. Fifth Ave. #4')),
    person(
      '',
      'Ann Lindqvist',
      at('100 West 5th Avenue', { address: { ...OAK, line1: '100 West 5th Avenue', line2: 'Apt 4' } }),
    ),
  ),
  together('accents', person('', 'Jose Nunez'), person('', 'José Núñez')),
  together('words written apart', person('', 'Wal-Mart #12'), person('', 'WALMART 12')),
  together('a number in the name', person('', '7-Eleven #1234'), person('', '7 Eleven Store 1234')),
  together('another script', person('', '김철수'), person('', '김철수')),
  together(
    'the exonym of a city',
    person('', 'Greta Hoffmann', { address: { line1: '5 Ringstrasse', city: 'Köln' } }),
    person('', 'Greta Hoffmann', { address: { line1: '5 Ringstrasse', city: 'Cologne' } }),
  ),
  together(
    'a person who has moved and kept the phone',
    person('', 'Zebulon Quackenbush', { address: OAK, phone: '217-555-8123' }),
    person('', 'Zebulon Quackenbush', { firstName: 'Zebulon', address: ELM, phone: '(217) 555 8123' }),
  ),
  together('the first of a couple', person('', 'John & Mary Smith'), person('', 'John Smith')),
  together(
    'a phone without area code',
    person('', 'Ann Lindqvist', { phone: '555-8123' }),
    person('', 'Ann Lindqvist', { phone: '217-555-8123' }),
  ),
];
