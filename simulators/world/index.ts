import { Random } from '../kit/random';
import { type CustomerDraft, Drafts, type SiteDraft } from './drafts';
import { addLinked } from './link-scenarios';
import { addAmbiguous, addInactive, addStrangers, addUnmonitored } from './other-scenarios';
import { Supply } from './places';
import type { World } from './types';

export type * from './types';

const FIRST_SITE = 100_000_001;
const FIRST_CUSTOMER = 1000;
const SITES_WITH_TWO_SYSTEMS = 20;
const SHARED_ADDRESSES = 12;

/**
 * 300 sites and about as many customers with a known truth. The same seed gives the same world, so that two simulators
 * in two processes show the two sides of one.
 */
export function createWorld(seed = 1): World {
  const random = new Random(seed);
  const world = new Drafts(new Supply(random));
  addLinked(world);
  addAmbiguous(world);
  addStrangers(world);
  addUnmonitored(world);
  addInactive(world);

  const sites = random.shuffled(world.sites);
  const customers = parentsFirst(random.shuffled(world.customers));
  for (const site of sites.filter(({ status }) => status === 'A').slice(0, SITES_WITH_TWO_SYSTEMS)) site.systems = 2;
  shareAddresses(world, customers);

  const siteIds = new Map(sites.map((site, index) => [site, String(FIRST_SITE + index)]));
  const customerIds = new Map(customers.map((customer, index) => [customer, String(FIRST_CUSTOMER + index)]));
  const siteId = (site: SiteDraft) => siteIds.get(site) ?? '';
  const customerId = (customer: CustomerDraft) => customerIds.get(customer) ?? '';
  const numbers = accountNumbers(sites);
  return {
    sites: sites.map(({ systems: _, ...site }, index) => ({
      ...site,
      id: String(FIRST_SITE + index),
      numbers: numbers[index] ?? [],
    })),
    customers: customers.map(({ parent, ...customer }, index) => ({
      ...customer,
      id: String(FIRST_CUSTOMER + index),
      // Billing numbers of its own, as a rule; leading zeros and all.
      accountNumber: String(40_000 + index * 13).padStart(index % 10 === 0 ? 8 : 5, '0'),
      ...(parent ? { parentId: customerId(parent) } : {}),
    })),
    truth: world.cases
      .map(({ site, customer, expect, trap }) => ({
        accountId: siteId(site),
        customerId: customer ? customerId(customer) : null,
        expect,
        trap,
      }))
      .sort((a, b) => Number(a.accountId) - Number(b.accountId)),
    differences: world.differences.map(({ site, customer, ...rest }) => ({
      accountId: siteId(site),
      customerId: customerId(customer),
      ...rest,
    })),
    inactiveSiteIds: sites.filter(({ status }) => status !== 'A').map(siteId),
    unmonitoredCustomerIds: world.unmonitored.map(customerId),
  };
}

/** A parent has the lower number: its children name it. */
function parentsFirst(customers: CustomerDraft[]): CustomerDraft[] {
  return [...customers.filter(({ isParent }) => isParent), ...customers.filter(({ isParent }) => !isParent)];
}

/** Only where nothing is to be written on the first day: whether to move an invoice is another question than the match. */
function shareAddresses(world: Drafts, customers: CustomerDraft[]): void {
  const planted = new Set(world.differences.map(({ customer }) => customer));
  const plain = customers.filter((customer) => !planted.has(customer) && !customer.isParent && !customer.poBox);
  for (const customer of plain.slice(0, SHARED_ADDRESSES)) customer.sharedAddress = true;
}

/** `SIM0001`, …, the second systems' after all the first. */
function accountNumbers(sites: SiteDraft[]): string[][] {
  let extra = sites.length;
  const number = (n: number) => `SIM${String(n).padStart(4, '0')}`;
  return sites.map(({ systems }, index) => {
    const own = number(index + 1);
    if (systems === 1) return [own];
    extra += 1;
    return [own, number(extra)];
  });
}
