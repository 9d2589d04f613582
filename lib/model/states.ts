import { foldWords, joinWords } from './fold';

/** States, districts, territories and armed-forces "states" of the USA, and the provinces and territories of Canada. */
const NAMES: Readonly<Record<string, string>> = {
  AL: 'Alabama',
  AK: 'Alaska',
  AZ: 'Arizona',
  AR: 'Arkansas',
  CA: 'California',
  CO: 'Colorado',
  CT: 'Connecticut',
  DE: 'Delaware',
  DC: 'District of Columbia',
  FL: 'Florida',
  GA: 'Georgia',
  HI: 'Hawaii',
  ID: 'Idaho',
  IL: 'Illinois',
  IN: 'Indiana',
  IA: 'Iowa',
  KS: 'Kansas',
  KY: 'Kentucky',
  LA: 'Louisiana',
  ME: 'Maine',
  MD: 'Maryland',
  MA: 'Massachusetts',
  MI: 'Michigan',
  MN: 'Minnesota',
  MS: 'Mississippi',
  MO: 'Missouri',
  MT: 'Montana',
  NE: 'Nebraska',
  NV: 'Nevada',
  NH: 'New Hampshire',
  NJ: 'New Jersey',
  NM: 'New Mexico',
  NY: 'New York',
  NC: 'North Carolina',
  ND: 'North Dakota',
  OH: 'Ohio',
  OK: 'Oklahoma',
  OR: 'Oregon',
  PA: 'Pennsylvania',
  RI: 'Rhode Island',
  SC: 'South Carolina',
  SD: 'South Dakota',
  TN: 'Tennessee',
  TX: 'Texas',
  UT: 'Utah',
  VT: 'Vermont',
  VA: 'Virginia',
  WA: 'Washington',
  WV: 'West Virginia',
  WI: 'Wisconsin',
  WY: 'Wyoming',
  AS: 'American Samoa',
  GU: 'Guam',
  MP: 'Northern Mariana Islands',
  PR: 'Puerto Rico',
  VI: 'Virgin Islands',
  AA: 'Armed Forces Americas',
  AE: 'Armed Forces Europe',
  AP: 'Armed Forces Pacific',
  AB: 'Alberta',
  BC: 'British Columbia',
  MB: 'Manitoba',
  NB: 'New Brunswick',
  NL: 'Newfoundland and Labrador',
  NS: 'Nova Scotia',
  NT: 'Northwest Territories',
  NU: 'Nunavut',
  ON: 'Ontario',
  PE: 'Prince Edward Island',
  QC: 'Quebec',
  SK: 'Saskatchewan',
  YT: 'Yukon',
};

/** Other names that people write. */
const ALIASES: Readonly<Record<string, string>> = {
  'Washington DC': 'DC',
  'US Virgin Islands': 'VI',
  'United States Virgin Islands': 'VI',
  'Commonwealth of the Northern Mariana Islands': 'MP',
  Newfoundland: 'NL',
  PEI: 'PE',
  'Yukon Territory': 'YT',
};

/** The abbreviations from before the two-letter codes, that older records still hold: `Calif.`, `N. Mex.`. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  AL: 'Ala',
  AK: 'Alas',
  AZ: 'Ariz',
  AR: 'Ark',
  CA: 'Calif Cal',
  CO: 'Colo',
  CT: 'Conn',
  DE: 'Del',
  FL: 'Fla',
  IL: 'Ill',
  IN: 'Ind',
  KS: 'Kans Kan',
  MA: 'Mass',
  MI: 'Mich',
  MN: 'Minn',
  MS: 'Miss',
  MT: 'Mont',
  NE: 'Nebr Neb',
  NV: 'Nev',
  NM: 'NMex',
  NC: 'NCarolina NCar',
  ND: 'NDakota NDak',
  OK: 'Okla',
  OR: 'Oreg Ore',
  PA: 'Penna Penn',
  SC: 'SCarolina SCar',
  SD: 'SDakota SDak',
  TN: 'Tenn',
  TX: 'Tex',
  WA: 'Wash',
  WV: 'WVirginia WVa',
  WI: 'Wisc Wis',
  WY: 'Wyo',
  AB: 'Alta',
  NL: 'Nfld',
  ON: 'Ont',
  QC: 'Que PQ',
  SK: 'Sask',
};

const keyOf = (text: string): string => joinWords(foldWords(text));

const CODES: ReadonlyMap<string, string> = new Map(
  [
    ...Object.entries(NAMES).flatMap(([code, name]) => [
      [code, code],
      [name, code],
    ]),
    ...Object.entries(ALIASES),
    ...Object.entries(ABBREVIATIONS).flatMap(([code, texts]) => texts.split(' ').map((text) => [text, code])),
  ].map(([text = '', code = '']) => [keyOf(text), code]),
);

/** The two-letter code of a state or province given by name, code or old abbreviation, in any case; `''` of others. */
export function stateCode(text: string): string {
  return CODES.get(keyOf(text)) ?? '';
}

/** The name of a state or province given in any of these ways; `''` when it is none we know. */
export function stateName(text: string): string {
  return NAMES[stateCode(text)] ?? '';
}
