import { setImmediate } from 'node:timers/promises';
import { type Clock, systemClock } from '../clock';
import { afterWrite, asDealerSyncError, DealerSyncError } from '../errors';
import type { Account } from '../model/records';
import type { AccountDraft, Choice, MonitoringSystem, PartyUpdate, UnfinishedAccounts } from '../sync/ports';
import { aboutDraft, checkAccountNumber, checkDraft, checkUpdate } from './checks';
import { listCodes, listDealerGroups } from './choices';
import { dealerNumber, newSiteSettings, unknownCodes, unknownDealerNumber } from './create-settings';
import { notReadBack, refusedBefore } from './errors';
import type { RapidResponseProfile } from './profile';
import { profileFor } from './profile-overrides';
import { checkedSettings, type RapidResponseSettings } from './settings';
import { toSiteChanges } from './site-mapping';
import { accountOf, readSite, readSites, type StationSite } from './site-reads';
import { cancelDevices, createSite, finishSite } from './site-writes';
import { type CallOptions, RapidResponseTransport } from './transport';

export interface RapidResponseClient extends MonitoringSystem {
  readonly unfinished: UnfinishedAccounts;
  cancelAccount(id: string, accountNumber: string, signal?: AbortSignal): Promise<Account>;
  listDealerGroups(signal?: AbortSignal): Promise<Choice[]>;
  listDeviceTypes(signal?: AbortSignal): Promise<Choice[]>;
  listTimeZones(signal?: AbortSignal): Promise<Choice[]>;
  listSiteTypes(signal?: AbortSignal): Promise<Choice[]>;
  listOosCategories(signal?: AbortSignal): Promise<Choice[]>;
  /**
   * Before the first create of a run: dealer number, device type and time zone are there, and the station knows them.
   *
   * @throws DealerSyncError `MISSING_…` or `UNKNOWN_…` of the first setting that will not do
   */
  checkCreates(signal?: AbortSignal): Promise<void>;
  /**
   * Signs in and reads a list that changes nothing. Resolves to sentences on what will not work later (a blank or unknown
   * setting of new sites); empty when all is well. Rejects as every call does.
   */
  probe(signal?: AbortSignal): Promise<string[]>;
  /** Logs out, and ends what is under way. */
  destroy(): Promise<void>;
}

/** A person waits before a screen. */
const INTERACTIVE: CallOptions = { tries: 1, timeoutMs: 20_000 };

const BATCH = 200;

/**
 * The Rapid Response client: the only thing that knows its wire.
 *
 * @throws DealerSyncError `MISSING_SETTING`, `BAD_DEALER_NUMBER`, `BAD_URL` or `BAD_PROFILE`, before any call
 */
export function createRapidResponseClient(settings: RapidResponseSettings): RapidResponseClient {
  return new RestClient(checkedSettings(settings));
}

class RestClient implements RapidResponseClient {
  readonly label = 'Rapid Response';
  readonly user: string;
  readonly host: string;
  readonly unfinished: UnfinishedAccounts;
  readonly #transport: RapidResponseTransport;
  readonly #profile: RapidResponseProfile;
  readonly #clock: Clock;
  /** A listing has shown sites of our group, so that it need not be asked for again. */
  #groupSeen = false;
  /** The station refused our group after it had made the site: each other create of the run would leave half a site. */
  #groupRefused = false;

  constructor(private readonly settings: RapidResponseSettings) {
    this.#profile = profileFor(settings);
    this.#clock = settings.clock ?? systemClock;
    this.#transport = new RapidResponseTransport(settings, this.#profile);
    this.user = settings.username;
    this.host = this.#transport.host;
    this.unfinished = {
      list: (signal) => this.#listMarked(signal),
      finish: (begun, accountNumber, signal) => this.#finish(begun, accountNumber, signal),
    };
  }

  async *listAccounts(signal?: AbortSignal): AsyncGenerator<Account[]> {
    const sites = await readSites(this.#transport, dealerNumber(this.settings), signal);
    if (sites.length > 0) this.#groupSeen = true;
    for (let at = 0; at < sites.length; at += BATCH) {
      yield sites.slice(at, at + BATCH).map((site) => accountOf(site, this.#profile));
      await setImmediate();
    }
  }

  async getAccount(id: string, signal?: AbortSignal): Promise<Account | undefined> {
    const site = await this.#site(id, { signal });
    return site && accountOf(site, this.#profile);
  }

  /** Also sites of other groups: they hold the number, too, and the station refuses it a second time. */
  async findAccountsByNumber(accountNumber: string, signal?: AbortSignal): Promise<Account[]> {
    const code = accountNumber.trim();
    // No device has such a code; what would be created with it is told so there.
    if (!/^\S{1,12}$/.test(code)) return [];
    const { exactMatch, searchRows } = this.#profile;
    const found = await this.#transport.rows(
      'findByCode',
      { code, match: exactMatch, outOfService: true, rows: searchRows },
      { signal },
    );
    const accounts: Account[] = [];
    for (const id of new Set(found.map((row) => row.id ?? ''))) {
      const site = id ? await this.#site(id, { signal }) : undefined;
      // Compared again, with case: a search that takes the code for a pattern brings strangers.
      if (site?.devices.some((device) => device.code === code)) accounts.push(accountOf(site, this.#profile));
    }
    return accounts;
  }

  async createAccount(draft: AccountDraft, signal?: AbortSignal): Promise<Account> {
    checkDraft(draft);
    const settings = newSiteSettings(this.settings);
    if (this.#groupRefused) throw refusedBefore('GROUP_NOT_ALLOWED', 'create site', aboutDraft(draft));
    try {
      const id = await createSite(this.#transport, draft, settings, this.#profile, signal);
      return await this.#kept('create site', id, signal);
    } catch (error) {
      this.#groupRefused ||= error instanceof DealerSyncError && error.code === 'GROUP_NOT_ALLOWED';
      throw error;
    }
  }

  async updateAccount(id: string, update: PartyUpdate, signal?: AbortSignal): Promise<Account> {
    checkUpdate(id, update);
    const changes = toSiteChanges(update);
    if (changes) await this.#transport.write('updateSite', { site: id, ...changes }, { signal, about: `Site ${id}` });
    return this.#kept('update site', id, signal);
  }

  async cancelAccount(id: string, accountNumber: string, signal?: AbortSignal): Promise<Account> {
    const { cancelled } = this.#profile.codes;
    const options = { signal, about: `Site ${id}` };
    await cancelDevices(this.#transport, id, accountNumber.trim(), this.#clock.now(), cancelled, options);
    return this.#kept('cancel site', id, signal);
  }

  listDealerGroups(signal?: AbortSignal): Promise<Choice[]> {
    return listDealerGroups(this.#transport, { ...INTERACTIVE, signal });
  }

  listDeviceTypes(signal?: AbortSignal): Promise<Choice[]> {
    return listCodes(this.#transport, 'listDeviceTypes', { ...INTERACTIVE, signal });
  }

  listTimeZones(signal?: AbortSignal): Promise<Choice[]> {
    return listCodes(this.#transport, 'listTimeZones', { ...INTERACTIVE, signal });
  }

  listSiteTypes(signal?: AbortSignal): Promise<Choice[]> {
    return listCodes(this.#transport, 'listSiteTypes', { ...INTERACTIVE, signal });
  }

  listOosCategories(signal?: AbortSignal): Promise<Choice[]> {
    return listCodes(this.#transport, 'listCategories', { ...INTERACTIVE, signal });
  }

  async checkCreates(signal?: AbortSignal): Promise<void> {
    this.#groupRefused = false;
    const [problem] = await this.#createProblems({ signal });
    if (problem) throw problem;
  }

  async probe(signal?: AbortSignal): Promise<string[]> {
    await this.listSiteTypes(signal);
    const problems = await this.#createProblems({ ...INTERACTIVE, signal });
    return problems.map(({ message }) => `${message} No site can be created until then.`);
  }

  destroy(): Promise<void> {
    return this.#transport.destroy();
  }

  async #listMarked(signal?: AbortSignal): Promise<Map<string, Account[]>> {
    const byCustomer = new Map<string, Account[]>();
    for (const site of await readSites(this.#transport, undefined, signal)) {
      const account = accountOf(site, this.#profile);
      if (account.madeFor === undefined) continue;
      byCustomer.set(account.madeFor, [...(byCustomer.get(account.madeFor) ?? []), account]);
    }
    return byCustomer;
  }

  /** What was begun stands already, so even a refusal leaves an unknown end. */
  #finish(begun: Account, accountNumber: string, signal?: AbortSignal): Promise<Account> {
    const about = `Site ${begun.id}`;
    return afterWrite(async () => {
      checkAccountNumber(accountNumber, about);
      const settings = newSiteSettings(this.settings);
      await finishSite(this.#transport, begun.id, accountNumber.trim(), settings, { signal, about });
      return this.#kept('finish site', begun.id, signal);
    });
  }

  async #createProblems(options: CallOptions): Promise<DealerSyncError[]> {
    let settings: ReturnType<typeof newSiteSettings>;
    try {
      settings = newSiteSettings(this.settings);
    } catch (error) {
      return [asDealerSyncError(error)];
    }
    const known = {
      deviceTypes: await listCodes(this.#transport, 'listDeviceTypes', options),
      timeZones: await listCodes(this.#transport, 'listTimeZones', options),
      siteTypes: await listCodes(this.#transport, 'listSiteTypes', options),
    };
    const problems = unknownCodes(settings, known, this.#profile);
    return [...(await this.#groupProblems(settings.group, options)), ...problems];
  }

  /** A login that sees no site at all cannot tell a new group from a wrong one. */
  async #groupProblems(group: string, options: CallOptions): Promise<DealerSyncError[]> {
    this.#groupSeen ||= (await this.#transport.rows('listSites', { group }, options)).length > 0;
    if (this.#groupSeen) return [];
    const groups = await listDealerGroups(this.#transport, options);
    return groups.length > 0
      ? [
          unknownDealerNumber(
            group,
            groups.map(({ id }) => id),
          ),
        ]
      : [];
  }

  #site(id: string, options: CallOptions): Promise<StationSite | undefined> {
    return readSite(this.#transport, id, this.settings.dealerNumber, options);
  }

  /** What the station kept of a write that it has confirmed (S3). When that cannot be read, the write has still acted. */
  #kept(operation: string, id: string, signal: AbortSignal | undefined): Promise<Account> {
    return afterWrite(async () => {
      const account = await this.getAccount(id, signal);
      if (!account) throw notReadBack(operation);
      return account;
    });
  }
}
