import type { Choice } from '../sync/ports';
import type { CodeTable } from './client';
import type { CmsProfile } from './profile';
import type { PushDefaults } from './settings';

/**
 * What a create needs and nobody has chosen: the first active code of the station's own list that fits. Codes differ from
 * station to station, so a default of ours would be refused by the next one; a person's choice always wins. What the
 * station does not list stays blank, and it says itself which column it misses.
 */
export async function completeDefaults(
  chosen: Partial<PushDefaults>,
  profile: CmsProfile,
  listCodes: (table: CodeTable) => Promise<Choice[]>,
): Promise<Partial<PushDefaults>> {
  const { siteTypes, mobilePhoneTypes } = profile.codes;
  const fits: Record<Needed, { table: CodeTable; suits(id: string): boolean }> = {
    siteTypeBusiness: { table: 'sitetype', suits: (id) => siteTypes[id] === 'business' },
    siteTypeResidential: { table: 'sitetype', suits: (id) => siteTypes[id] === 'residential' },
    systemType: { table: 'systype', suits: () => true },
    contactType: { table: 'ctactype', suits: () => true },
    phoneType: { table: 'phonetype', suits: (id) => !mobilePhoneTypes[id] },
  };
  const complete = { ...chosen };
  const lists = new Map<CodeTable, Choice[]>();
  for (const name of NEEDED) {
    if (complete[name]) continue;
    const { table, suits } = fits[name];
    const codes = lists.get(table) ?? (await listCodes(table));
    lists.set(table, codes);
    const found = codes.find((code) => code.active && suits(code.id));
    if (found) complete[name] = found.id;
  }
  return complete;
}

/** Time zone and relation may stay blank. */
const NEEDED = ['siteTypeBusiness', 'siteTypeResidential', 'systemType', 'contactType', 'phoneType'] as const;
type Needed = (typeof NEEDED)[number];
