import { DealerSyncError } from '../errors';
import { surroundingsOf } from '../http/call';
import { HttpClient } from '../http/http-client';
import type { Account, Contact } from '../model/records';
import type { AccountDraft, Choice, ContactFields, PartyUpdate, StationWithContacts } from '../sync/ports';
import { inCallOrder, toContact, toNewContact } from './contact-mapping';
import type { CmsProfile } from './profile';
import { resolveProfile } from './profile-overrides';
import { completeDefaults } from './push-defaults';
import {
  type CmsSettings,
  checkedSettings,
  DEFAULT_CALLS_PER_MINUTE,
  DEFAULT_MAX_CONCURRENT,
  type PushDefaults,
} from './settings';
import { SiteFold, toNewSite, toSiteChanges } from './site-mapping';
import { isSoapAnswer, SoapTransport, wrongAddress } from './soap-transport';

/** The lists of codes that CMS can be asked for. */
export type CodeTable =
  | 'auth'
  | 'ctactype'
  | 'relation'
  | 'phonetype'
  | 'sitetype'
  | 'systype'
  | 'timezone'
  | 'sitestat'
  | 'ooscat';

export interface CmsClient extends StationWithContacts {
  /** The station's own codes, for the choices of the settings' dialog. */
  listCodes(table: CodeTable, signal?: AbortSignal): Promise<Choice[]>;
  /**
   * Tries the connection and the three keys with one read that changes nothing. Resolves to sentences on what will not
   * work later (a Default Contact Auth ID that is blank or unknown); empty when all is well. Rejects as every call does.
   */
  probe(signal?: AbortSignal): Promise<string[]>;
  /** Ends what is under way. */
  destroy(): void;
}

/** A large dealer's list is one reply of 60 MB that CMS may take 120 s to begin. */
const LIST_LIMITS = { timeoutMs: 300_000, maxReplyBytes: 256 * 1024 * 1024 };

/** A person waits before a screen. */
const INTERACTIVE = { tries: 1, timeoutMs: 20_000 };

const BATCH = 200;

/** An account number that no site has; an unknown one is no error at CMS. */
const NO_SITES_NUMBER = 'ZZDSPROBE000';

/**
 * The CMS client: the only thing that knows CMS's wire.
 *
 * @throws DealerSyncError `MISSING_SETTING`, `BAD_URL` or `BAD_PROFILE`, before any call
 */
export function createCmsClient(settings: CmsSettings): CmsClient {
  return new SoapCmsClient(checkedSettings(settings));
}

class SoapCmsClient implements CmsClient {
  readonly label = 'CMS';
  readonly user: string;
  readonly host: string;
  readonly #http: HttpClient;
  readonly #soap: SoapTransport;
  readonly #profile: CmsProfile;
  #push: Partial<PushDefaults>;
  #pushIsComplete = false;
  readonly #authId: string;

  constructor(settings: CmsSettings) {
    this.#profile = resolveProfile(settings.profile);
    this.#http = new HttpClient({
      system: this.label,
      baseUrl: settings.serverUrl,
      callsPerMinute: settings.callsPerMinute ?? DEFAULT_CALLS_PER_MINUTE,
      maxConcurrent: settings.maxConcurrent ?? DEFAULT_MAX_CONCURRENT,
      secrets: [settings.keyCode, settings.accessKeyId],
      isAnswer: isSoapAnswer,
      readFailure: wrongAddress,
      ...surroundingsOf(settings),
    });
    this.#soap = new SoapTransport(this.#http, this.#profile, {
      id: settings.accessKeyId,
      keyCode: settings.keyCode,
      companyId: settings.companyId,
    });
    this.#push = settings.push ?? {};
    this.#authId = settings.defaultAuthId ?? '';
    this.user = settings.accessKeyId;
    this.host = this.#http.host;
  }

  async *listAccounts(signal?: AbortSignal): AsyncGenerator<Account[]> {
    const sites = new SiteFold(this.#profile);
    const take = (row: Parameters<SiteFold['add']>[0]) => this.#addSite(sites, row, 'list sites');
    await this.#soap.each('listSites', { status: this.#profile.activeStatus }, take, { signal, ...LIST_LIMITS });
    let batch: Account[] = [];
    for (const account of sites.accounts()) {
      // We asked for active sites; a server that does not filter must not slip others in.
      if (account.status !== 'open') continue;
      batch.push(account);
      if (batch.length === BATCH) {
        yield batch;
        batch = [];
      }
    }
    if (batch.length > 0) yield batch;
  }

  async getAccount(id: string, signal?: AbortSignal): Promise<Account | undefined> {
    const sites = new SiteFold(this.#profile);
    for (const row of await this.#soap.rows('getSite', { site: id }, { signal })) {
      if (row.id && row.id !== id) throw strangers('get site', `site ${id}`);
      this.#addSite(sites, row, 'get site');
    }
    const [account] = sites.accounts();
    return account;
  }

  async findAccountsByNumber(accountNumber: string, signal?: AbortSignal): Promise<Account[]> {
    const number = accountNumber.trim();
    if (number === '') return [];
    const rows = await this.#soap.rows('findSiteByNumber', { number }, { signal });
    // Account numbers differ by case; a database that does not know that answers with strangers.
    const found = rows.filter((row) => row.id && (row.number === undefined || row.number === number));
    const ids = new Set(found.map((row) => row.id ?? ''));
    const accounts: Account[] = [];
    for (const id of ids) {
      const account = await this.getAccount(id, signal);
      if (!account) throw strangers('find site by number', `site ${id}, which it named itself`);
      accounts.push(account);
    }
    return accounts;
  }

  async createAccount(draft: AccountDraft, signal?: AbortSignal): Promise<Account> {
    this.#checkNumber(draft.accountNumber);
    const { id } = await this.#soap.write('addSite', toNewSite(draft, await this.#pushDefaults(signal)), { signal });
    if (!id) throw notReadBack('create site');
    return this.#kept('create site', () => this.getAccount(id, signal));
  }

  async updateAccount(id: string, update: PartyUpdate, signal?: AbortSignal): Promise<Account> {
    const changes = toSiteChanges(update);
    if (changes) await this.#soap.write('updateSite', { site: id, action: 'U', ...changes }, { signal });
    return this.#kept('update site', () => this.getAccount(id, signal));
  }

  async listContacts(accountId: string, signal?: AbortSignal): Promise<Contact[]> {
    const contacts: Contact[] = [];
    for (const row of await this.#soap.rows('listContacts', { site: accountId }, { signal })) {
      if (row.site && row.site !== accountId) throw strangers('list contacts', `site ${accountId}`);
      if (row.id) contacts.push(toContact(row, this.#profile));
      else if (Object.keys(row).length > 0) throw withoutId('list contacts');
    }
    return inCallOrder(contacts);
  }

  async createContact(accountId: string, contact: ContactFields, signal?: AbortSignal): Promise<Contact> {
    if (!this.#authId) throw missingAuthId();
    const fields = toNewContact(contact, await this.#pushDefaults(signal), this.#authId, this.#profile);
    const { id } = await this.#soap.write('addContact', { site: accountId, ...fields }, { signal });
    if (!id) throw notReadBack('create contact');
    return this.#kept('create contact', async () => {
      const contacts = await this.listContacts(accountId, signal);
      return contacts.find((known) => known.id === id);
    });
  }

  async listCodes(table: CodeTable, signal?: AbortSignal): Promise<Choice[]> {
    const rows = await this.#soap.rows('listCodes', { list: table }, { signal, ...INTERACTIVE });
    return rows.flatMap(({ id, label, active }) => (id ? [{ id, label: label ?? id, active: active !== 'N' }] : []));
  }

  async probe(signal?: AbortSignal): Promise<string[]> {
    await this.#soap.rows('findSiteByNumber', { number: NO_SITES_NUMBER }, { signal, ...INTERACTIVE });
    if (!this.#authId) return [`${missingAuthId().message} Customers cannot be pushed to CMS until then.`];
    let known: Choice[];
    try {
      known = await this.listCodes('auth', signal);
    } catch (error) {
      if (signal?.aborted) throw error;
      return ['The Default Contact Auth ID could not be checked, because CMS does not list its authority levels.'];
    }
    if (known.some((choice) => choice.active && choice.id === this.#authId)) return [];
    return ['CMS does not list the Default Contact Auth ID among its authority levels, and may refuse new contacts.'];
  }

  destroy(): void {
    this.#http.destroy();
  }

  #addSite(sites: SiteFold, row: Parameters<SiteFold['add']>[0], operation: string): void {
    // A row of blanks is how CMS says "none"; a row with values but no site number is something else (S11).
    if (!sites.add(row) && Object.keys(row).length > 0) throw withoutId(operation);
  }

  #checkNumber(accountNumber: string): void {
    if (new RegExp(this.#profile.accountNumber).test(accountNumber.trim())) return;
    throw new DealerSyncError(
      'INVALID_ACCOUNT_NUMBER',
      'CMS takes account numbers of 4 to 12 letters and digits. Give the customer such a number, then push it again.',
      { cause: { system: 'CMS', operation: 'create site', field: 'accountNumber' } },
    );
  }

  /** Read from the station's lists once, before the first create. */
  async #pushDefaults(signal: AbortSignal | undefined): Promise<Partial<PushDefaults>> {
    if (!this.#pushIsComplete) {
      this.#push = await completeDefaults(this.#push, this.#profile, (table) => this.listCodes(table, signal));
      this.#pushIsComplete = true;
    }
    return this.#push;
  }

  /** What CMS kept of a write that it has confirmed (S3). When that cannot be read, the write has still acted. */
  async #kept<T>(operation: string, read: () => Promise<T | undefined>): Promise<T> {
    let kept: T | undefined;
    try {
      kept = await read();
    } catch (error) {
      throw notReadBack(operation, error);
    }
    if (kept === undefined) throw notReadBack(operation);
    return kept;
  }
}

function missingAuthId(): DealerSyncError {
  return new DealerSyncError(
    'MISSING_AUTH_ID',
    'The Default Contact Auth ID is blank, and CMS takes no contact without one. Ask your CMS representative for the value, and enter it in the CMS settings.',
    { cause: { system: 'CMS', operation: 'add contact', field: 'defaultAuthId' } },
  );
}

function strangers(operation: string, asked: string): DealerSyncError {
  return new DealerSyncError(
    'UNEXPECTED_REPLY',
    `CMS was asked for ${asked} and answered with something else. Nothing was taken from it; if it stays, report it to your CMS representative.`,
    { cause: { system: 'CMS', operation } },
  );
}

function withoutId(operation: string): DealerSyncError {
  return new DealerSyncError(
    'UNEXPECTED_REPLY',
    `CMS sent a record without its number (${operation}), so the whole reply is left alone. If it stays, report it to your CMS representative.`,
    { cause: { system: 'CMS', operation } },
  );
}

function notReadBack(operation: string, error?: unknown): DealerSyncError {
  const below = error instanceof DealerSyncError ? error : undefined;
  return new DealerSyncError(
    'NOT_READ_BACK',
    `CMS took the change (${operation}), but it could not be read back${below ? `: ${below.message}` : '.'} It is looked up on the next try.`,
    {
      cause: { system: 'CMS', operation, ...(error === undefined ? {} : { error }) },
      transient: true,
      acted: 'unknown',
    },
  );
}
