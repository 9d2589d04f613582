import { type Address, addressOf, NO_ADDRESS } from './address';
import { emailOf, phoneOf } from './contact';
import { type Name, namesOf } from './name';
import type { Evidence, MatchRecord } from './types';

/** A record made ready for comparing. */
export interface Features {
  /** As it came, to be given back. */
  id: string;
  /** The id as a text: what order and identity go by. */
  key: string;
  name: Name;
  /** Other names it goes by. */
  others: Name[];
  address: Address;
  phone: string;
  email: string;
  closed: boolean;
}

/** Undefined for what is no record: not an object, or one without an id to answer with. */
export function featuresOf(record: MatchRecord | null | undefined, evidence: Evidence = {}): Features | undefined {
  if (!record || typeof record !== 'object') return undefined;
  if ((typeof record.id !== 'string' && typeof record.id !== 'number') || record.id === '') return undefined;
  return {
    id: record.id,
    key: String(record.id),
    ...namesOf(record),
    address: evidence.address === false ? NO_ADDRESS : addressOf(record),
    phone: evidence.phone === false ? '' : phoneOf(record.phone),
    email: evidence.email === false ? '' : emailOf(record.email),
    closed: record.status === 'closed',
  };
}
