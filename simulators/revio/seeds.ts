import type { Seed } from '../kit/seed-text';
import { createWorld, type Truth } from '../world';
import { createLarge } from '../world/large';
import { createRapidResponseWorld } from '../world/rapid-response';
import { ENTITY_TYPES, SYSTEMS } from './rows';
import { seedBillProfiles, seedSmall } from './seed-small';
import { addWorldCustomer, seedWorld } from './seed-world';
import type { RevioState } from './state';

/** Fills an empty Rev.io. Returns the truth about the world it comes from, if that has one. */
export function seedRevio(state: RevioState, seed: Seed, worldSeed: number): readonly Truth[] | undefined {
  if (seed === 'empty') seedBillProfiles(state);
  else if (seed === 'small') seedSmall(state);
  else if (seed === 'match') {
    const world = createWorld(worldSeed);
    seedWorld(state, world);
    return world.truth;
  } else if (seed === 'rapid-response') {
    seedBillProfiles(state);
    addRapidResponseCustomers(state);
  } else if (seed === 'demo') {
    const truth = seedRevio(state, 'match', worldSeed);
    addRapidResponseCustomers(state);
    return truth;
  } else {
    const large = createLarge({ n: seed.large, ...(seed.contacts ? { contacts: true } : {}) });
    seedWorld(state, large);
    if (seed.linked ?? true) linkAll(state, seed.rapidResponse ? 'RAPID_RESPONSE' : 'CMS');
  }
  return undefined;
}

function addRapidResponseCustomers(state: RevioState): void {
  for (const customer of createRapidResponseWorld().customers) addWorldCustomer(state, customer);
}

const FIRST_SITE = { CMS: 100_000_001, RAPID_RESPONSE: 500_001 };
const FIRST_CONTACT_LINK = 300_000_001;

/** Both sides count from their first numbers in the same order, so what belongs together is known. */
function linkAll(state: RevioState, station: keyof typeof FIRST_SITE): void {
  const system = SYSTEMS.find(({ system_name }) => system_name === station)?.integration_system_id ?? 0;
  const type = (name: string) =>
    ENTITY_TYPES.find(({ entity_type_name }) => entity_type_name === name)?.integration_entity_type_id ?? 0;
  const link = (entityType: string, internalId: number, externalId: number) =>
    state.keyLinks.insert((integration_key_link_id) => ({
      integration_key_link_id,
      integration_system_id: system,
      integration_entity_type_id: type(entityType),
      internal_id: String(internalId),
      external_id: String(externalId),
    }));
  for (const [index, { customer_id }] of state.customers.all().entries())
    link('CUSTOMER', customer_id, FIRST_SITE[station] + index);
  for (const [index, { contact_id }] of state.contacts.all().entries())
    link('CONTACT', contact_id, FIRST_CONTACT_LINK + index);
}
