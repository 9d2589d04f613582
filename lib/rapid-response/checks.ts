import type { DealerSyncError } from '../errors';
import type { AccountDraft, PartyUpdate } from '../sync/ports';
import { rapidResponseError } from './errors';

/** What the station needs of a site, with what people call it. */
const NEEDED = { line1: 'the first address line', city: 'the city', postalCode: 'the postal code' } as const;

/**
 * Looks at a new site before anything is sent: a refusal of its second or third write would leave half of it behind.
 *
 * @throws DealerSyncError `BAD_ACCOUNT_NUMBER`, `REQUIRED_BLANK` or `BAD_STATE`, naming the customer
 */
export function checkDraft(draft: AccountDraft): void {
  const operation = 'create site';
  const about = aboutDraft(draft);
  checkAccountNumber(draft.accountNumber, about);
  if (!draft.name.trim()) throw blank('name', 'the name', operation, about);
  for (const [part, label] of parts()) {
    if (!draft.address[part].trim()) throw blank(part, label, operation, about);
  }
  checkState(draft.address.state, operation, about);
}

/** @throws DealerSyncError `REQUIRED_BLANK` or `BAD_STATE`, naming the site */
export function checkUpdate(id: string, { name, address = {} }: PartyUpdate): void {
  const operation = 'update site';
  const about = `Site ${id}`;
  if (name && !name.name.trim()) throw blank('name', 'the name', operation, about);
  for (const [part, label] of parts()) {
    if (address[part] !== undefined && !address[part].trim()) throw blank(part, label, operation, about);
  }
  if (address.state !== undefined) checkState(address.state, operation, about);
}

/** @throws DealerSyncError `BAD_ACCOUNT_NUMBER` for what is no transmitter code: 1 to 12 characters, none of them blank */
export function checkAccountNumber(accountNumber: string, about: string): void {
  if (/^\S{1,12}$/.test(accountNumber.trim())) return;
  throw rapidResponseError(
    'BAD_ACCOUNT_NUMBER',
    `its account number is its transmitter code at Rapid Response, which has 1 to 12 characters and no blank. Give the customer such a number.`,
    { operation: 'create site', field: 'accountNumber', about },
  );
}

/** How sentences name the customer of a new site. */
export function aboutDraft({ madeFor, name, accountNumber }: AccountDraft): string {
  return `Customer ${madeFor ?? accountNumber}${name.trim() ? ` (${name.trim()})` : ''}`;
}

function checkState(state: string, operation: string, about: string): void {
  if (/^[A-Za-z]{2}$/.test(state.trim())) return;
  throw rapidResponseError(
    'BAD_STATE',
    'Rapid Response needs the state as two letters, such as NY. Correct the state of the address.',
    { operation, field: 'state', about },
  );
}

function blank(field: string, label: string, operation: string, about: string): DealerSyncError {
  return rapidResponseError(
    'REQUIRED_BLANK',
    `Rapid Response needs a value for ${label}, and it is blank. Fill it in on the record.`,
    { operation, field, about },
  );
}

function parts(): [keyof typeof NEEDED, string][] {
  return Object.entries(NEEDED) as [keyof typeof NEEDED, string][];
}
