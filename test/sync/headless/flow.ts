import { asDealerSyncError } from '../../../lib/errors';
import type { Mapping } from '../../../lib/mapping/templates';
import { DEFAULT_THRESHOLD } from '../../../lib/matching';
import type { Item } from '../../../lib/model/item';
import type { Account } from '../../../lib/model/records';
import { decideAtGate, type GateDeps } from '../../../lib/sync/gate';
import { DEFAULT_LIMITS, type GuardLimits } from '../../../lib/sync/guards';
import type { FlowShape } from '../../../lib/sync/integration';
import { accountKey, KEY_LINKS } from '../../../lib/sync/pairing';
import type { PlanSettings } from '../../../lib/sync/planner';
import type { BillingSystem, KeyLinks, MonitoringSystem } from '../../../lib/sync/ports';
import type { ReviewRule } from '../../../lib/sync/review';
import type { Run } from '../../../lib/sync/run';
import { applyStep, prepareToApply } from '../../../lib/sync/steps/apply-step';
import { mapStep } from '../../../lib/sync/steps/map-step';
import { matchStep } from '../../../lib/sync/steps/match-step';
import { mergeStep } from '../../../lib/sync/steps/merge-step';
import { pairStep, readKeyLinks } from '../../../lib/sync/steps/pair-step';
import { reviewStep } from '../../../lib/sync/steps/review-step';

export interface FlowSettings {
  /** The node that lists the station's accounts, and what the guard calls that listing. */
  station: { node: string; listing: string; countsDevices?: boolean };
  merge: PlanSettings;
  rule: ReviewRule;
  limits: GuardLimits;
  /** Key-link system; blank = the site runs without key links. */
  keyLinkSystem: string;
  prefix: string;
  threshold: number;
  /** The account number speaks before names do. */
  numberFirst: boolean;
  /** Templates of a map-site node before the merge; absent: the flow has none. */
  mapping?: Mapping;
  billProfileId: string;
}

export const FLOW_SETTINGS: FlowSettings = {
  station: { node: 'cms', listing: 'accounts' },
  merge: {
    onConflict: 'ask',
    firstLink: 'ask',
    sharedAddress: 'ask',
    contacts: true,
    accountNumber: '{{accountNumber}}',
  },
  rule: { undecided: 'next-cycle', minutes: 55, hours: 0 },
  limits: DEFAULT_LIMITS,
  keyLinkSystem: 'CMS',
  prefix: '',
  threshold: DEFAULT_THRESHOLD,
  numberFirst: false,
  billProfileId: '1',
};

export interface Sides {
  monitoring: MonitoringSystem;
  billing: BillingSystem;
  keyLinks: KeyLinks;
  /** Rejects when a setting that new accounts need is missing or unknown. */
  checkMonitoringCreates?(): Promise<void>;
}

const NODES = ['revio', 'key-link', 'fuzzy-match', 'review-queue', 'map-site', 'merge-changes', 'sync-plan', 'apply'];

export function flowShape({ station, merge }: Pick<FlowSettings, 'station' | 'merge'>): FlowShape {
  return {
    syncsAccounts: true,
    nodeIds: new Set([station.node, ...NODES]),
    listingNodes: [station.node, 'revio'],
    hasGate: true,
    cancelsAtStation: merge.cancelAtStation === true,
  };
}

export const FLOW: FlowShape = flowShape(FLOW_SETTINGS);

/**
 * The shipped flow without Node-RED: Read -> Pair -> Decide -> Write, from the very steps that the nodes call.
 */
export class HeadlessFlow {
  constructor(
    private readonly sides: Sides,
    private readonly settings: FlowSettings,
    private readonly deps: Omit<GateDeps, 'limits'>,
  ) {}

  /** Whatever goes wrong in a node is the run's end, as in Node-RED. */
  launch(run: Run): void {
    this.#guarded(run, () => this.#read(run));
  }

  #guarded(run: Run, work: () => Promise<void>): Promise<void> {
    return work().catch((error) => run.fail(asDealerSyncError(error)));
  }

  async #read(run: Run): Promise<void> {
    const { monitoring, billing } = this.sides;
    const { node, listing, countsDevices } = this.settings.station;
    let accounts = 0;
    let withDevice = 0;
    for await (const batch of monitoring.listAccounts(run.signal)) {
      const items: Item[] = [];
      for (const account of batch) items.push(await this.#withContacts(run, account));
      withDevice += batch.filter((account) => !account.incomplete).length;
      run.arrive(items, node);
      this.#restForPairing(run, items);
      accounts += items.length;
    }
    if (countsDevices) run.listingSizes.set('devices', withDevice);
    run.closeListing(node, listing, accounts);
    let customers = 0;
    for await (const batch of billing.listCustomers(run.signal)) {
      for (const customer of batch) run.customers.set(customer.id, customer);
      customers += batch.length;
    }
    if (run.setup.direction === 'out') await this.#readPushed(run);
    run.closeListing('revio', 'customers', customers);
    this.#restForPairing(run, []);
  }

  async #withContacts(run: Run, account: Account): Promise<Item> {
    const wanted = this.settings.merge.contacts && run.setup.direction !== 'out';
    const contacts = wanted ? { contacts: await this.sides.monitoring.listContacts?.(account.id, run.signal) } : {};
    return { key: accountKey(run.setup.space, account), account: { ...account, ...contacts } };
  }

  /** A push tells the station whom to call: the contacts of the chosen customers. */
  async #readPushed(run: Run): Promise<void> {
    for (const id of run.setup.customerIds ?? []) {
      const customer = run.customers.get(id);
      const contacts = customer && (await this.sides.billing.listContacts(id, run.signal));
      if (customer && contacts) run.customers.set(id, { ...customer, contacts });
    }
  }

  #restForPairing(run: Run, items: Item[]): void {
    run.rest('pair', 'key-link', items, (all) => this.#guarded(run, () => this.#pair(run, all)));
  }

  async #pair(run: Run, items: Item[]): Promise<void> {
    const { billing, keyLinks: client } = this.sides;
    const { keyLinkSystem, prefix } = this.settings;
    const scope = keyLinkSystem ? await client.scope(keyLinkSystem, 'Customer', run.signal) : undefined;
    const deps = { billing, prefix, ...(scope ? { keyLinks: { client, scope } } : {}) };
    const links = await readKeyLinks(deps, run);
    if (links) run.closeListing('key-link', KEY_LINKS, links.length);
    const { linked, notLinked } = await pairStep(run, items, links, deps);
    run.arrive(notLinked, 'fuzzy-match');
    run.rest('match', 'fuzzy-match', notLinked, (all) => this.#guarded(run, () => this.#match(run, all)));
    this.#merge(run, linked);
  }

  async #match(run: Run, items: Item[]): Promise<void> {
    const { threshold, numberFirst } = this.settings;
    const settings = { threshold, numberFirst, suggestOnly: false, evidence: {} };
    const { matched, pending, unmatched } = await matchStep(run, items, settings);
    run.arrive(pending, 'review-queue');
    const { link, create } = reviewStep(run, pending, this.settings.rule, this.deps.clock.now());
    this.#merge(run, [...matched, ...unmatched, ...link, ...create]);
  }

  #merge(run: Run, items: Item[]): void {
    const mapped = this.#map(run, items);
    run.arrive(mapped, 'merge-changes');
    const { planned } = mergeStep(run, mapped, this.settings.merge, this.deps.clock.now());
    run.arrive(planned, 'sync-plan');
    run.rest('gate', 'sync-plan', planned, (all) => this.#guarded(run, () => this.#decide(run, all)));
  }

  #map(run: Run, items: Item[]): Item[] {
    const { mapping } = this.settings;
    if (!mapping) return items;
    run.arrive(items, 'map-site');
    return mapStep(run, items, { templates: mapping }).mapped;
  }

  async #decide(run: Run, items: Item[]): Promise<void> {
    const result = await decideAtGate(run, items, { ...this.deps, limits: this.settings.limits });
    if (result.to === 'stop') return;
    const { keyLinkSystem: system, prefix, billProfileId } = this.settings;
    const { monitoring, billing, keyLinks: client, checkMonitoringCreates } = this.sides;
    const keyLinks = system ? { keyLinks: { client, system, prefix } } : {};
    run.arrive(result.items, 'apply-changes');
    if (!result.items.length) return;
    const checks = checkMonitoringCreates ? { checkMonitoringCreates } : {};
    const settings = { monitoring, billing, billProfileId, ...keyLinks, ...checks };
    const executor = await prepareToApply(run, settings, this.deps);
    await applyStep(run, result.items, executor, () => undefined);
  }
}
