import type { Drafts } from './drafts';
import { times } from './link-scenarios';
import { CHAINS } from './names';
import { abbreviated } from './spelling';
import type { WorldName } from './types';

/** Accounts whose customer only a person can tell, and accounts and customers that stand alone. */

export function addAmbiguous(world: Drafts): void {
  const { supply } = world;
  const review = (trap: string, site: ReturnType<Drafts['site']>, customer: ReturnType<Drafts['customer']> | null) =>
    world.know(site, customer, 'review', trap);

  times(5, () => {
    const name: WorldName = { company: supply.business() };
    const address = supply.address();
    const first = world.customer(name, address);
    world.customer(name, address);
    review('double in billing', world.site(name, abbreviated(address)), first);
  });
  times(8, () => {
    const address = supply.address();
    const holder = supply.person();
    const customer = world.customer(holder, address);
    review('another of the household', world.site(supply.person(holder.last), abbreviated(address)), customer);
  });
  times(8, () => {
    const name = supply.person();
    world.customer(name, supply.address());
    review('namesake elsewhere', world.site(name, supply.address()), null);
  });
  times(4, () => {
    const name: WorldName = { company: supply.business() };
    const customer = world.customer(name, supply.address());
    review('moved', world.site(name, supply.address()), customer);
  });
  times(7, (n) => {
    const address = supply.address();
    const name = supply.person();
    world.customer({ ...name, last: `${name.last} ${n < 4 ? 'Sr' : ''}`.trim() }, address);
    const junior = { ...name, last: `${name.last} Jr` };
    const site = world.site(junior, abbreviated(address), { name: `${name.first} ${name.last} Jr` });
    review('father and son', site, null);
  });
  for (const company of CHAINS) review('branch without a customer', world.site({ company }, supply.address()), null);
  times(4, () => {
    const name: WorldName = { company: supply.business() };
    const address = supply.address();
    const closed = world.customer(name, address, { status: 'CLOSED' });
    review('closed customer', world.site(name, abbreviated(address)), closed);
  });
  times(2, () => {
    const address = supply.address();
    const base = supply.business();
    world.customer({ company: `${base} #12` }, address);
    review('store number', world.site({ company: `${base} #21` }, abbreviated(address)), null);
  });
  times(3, () => {
    const address = supply.address();
    const name = supply.person();
    world.customer(name, { ...address, line2: 'Apt 2' });
    review('apartment', world.site(name, { ...abbreviated(address), line2: 'Apt 3' }), null);
  });
}

/** Accounts with nobody near: new customers. */
export function addStrangers(world: Drafts): void {
  const { supply } = world;
  times(24, () => {
    world.know(world.site(supply.strangePerson(), supply.strangeAddress()), null, 'create', 'no customer');
  });
  times(25, () => {
    const site = world.site({ company: supply.strangeBusiness() }, supply.strangeAddress());
    world.know(site, null, 'create', 'no customer');
  });
}

/** Customers whom this station does not monitor. */
export function addUnmonitored(world: Drafts): void {
  const { supply } = world;
  times(58, (n) => {
    const name: WorldName = n % 2 ? supply.person() : { company: supply.business() };
    const status = n % 15 === 0 ? 'PROSPECT' : n % 20 === 7 ? 'CLOSED' : 'OPEN';
    world.unmonitored.push(world.customer(name, supply.address(), { status }));
  });
}

/** Sites that the list of active ones does not show; some of them have customers still. */
export function addInactive(world: Drafts): void {
  const { supply } = world;
  times(15, (n) => {
    const name: WorldName = n % 2 ? supply.person() : { company: supply.business() };
    const address = supply.address();
    world.site(name, abbreviated(address), { status: (['I', 'C', 'P'] as const)[n % 3] ?? 'I' });
    if (n % 5 === 0) world.unmonitored.push(world.customer(name, address));
  });
}
