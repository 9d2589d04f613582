import type { Drafts } from './drafts';
import { CHAINS } from './names';
import { abbreviated, lastFirst, plainName, upperCased, withAnd, withTypo } from './spelling';
import type { PlantedDifference, WorldAddress, WorldName } from './types';

/** Accounts that are plainly a customer's: the same name but for its spelling, at the same address. */

export function addLinked(world: Drafts): void {
  const { supply } = world;
  const person = () => supply.person();
  const company = (): WorldName => ({ company: supply.business() });
  const pair = (trap: string, name: WorldName, siteName: string, address = supply.address()) => {
    const site = world.site(name, abbreviated(address), { name: siteName });
    const customer = world.customer(name, address);
    world.know(site, customer, 'link', trap);
    return { site, customer };
  };

  times(46, () => {
    const name = person();
    pair('last name first', name, lastFirst(name).toUpperCase());
  });
  times(20, () => {
    const name = person();
    const { site } = pair('upper case', name, plainName(name).toUpperCase());
    site.address = upperCased(site.address);
  });
  times(30, () => {
    const name = company();
    const { site } = pair('upper case', name, plainName(name).toUpperCase());
    site.address = upperCased(site.address);
  });
  times(20, (n) => {
    const base = supply.business();
    const legal = ['Inc', 'LLC', 'Corp', 'Ltd'][n % 4] ?? 'Inc';
    pair('legal form', { company: `${base}, ${legal}.` }, n % 2 ? base : `${base} ${legal}`.toUpperCase());
  });
  times(12, () => {
    const name = `${supply.random.pick(['Ames', 'Boyd', 'Cole', 'Dunn'])} & ${supply.business()}`;
    pair('& and', { company: name }, withAnd(name));
  });
  times(14, () => {
    const address = { ...supply.address(), line2: `Suite ${supply.random.between(100, 499)}` };
    const name = company();
    pair('suite', name, plainName(name), address);
  });
  times(10, () => {
    const name = { ...person(), middle: supply.random.pick([...'ABCDEFGH']) };
    pair('middle initial', name, lastFirst(name).toUpperCase());
  });
  times(4, (n) => {
    const { first, last } = person();
    const name = { first: `${first} & ${['Nora', 'Paul', 'Ruth', 'Hugh'][n]}`, middle: '', last };
    pair('couple', name, `${last}, ${name.first}`.toUpperCase());
  });
  times(4, () => {
    const name = person();
    pair('same mark on both sides', { ...name, last: `${name.last} Jr` }, `${name.first} ${name.last} Jr`);
  });
  times(4, (n) => {
    const base = person();
    const name = { ...base, last: `${['van der', 'de la', "O'", 'Mc'][n]} ${base.last}`.replace(/(O'|Mc) /, '$1') };
    pair('particle', name, lastFirst(name).toUpperCase());
  });
  times(6, () => {
    const name = person();
    const typed = { ...name, last: withTypo(name.last) };
    const { site, customer } = pair('slip in the surname', name, lastFirst(typed));
    world.differences.push({
      site,
      customer,
      field: 'name',
      kind: 'different',
      cms: site.name,
      revio: plainName(name),
    });
  });
  addHouseholds(world);
  addChains(world);
  plantDifferences(world);
}

/** Two of one surname in one house, each with an account: each has to find its own. */
function addHouseholds(world: Drafts): void {
  times(5, () => {
    const address = world.supply.address();
    const one = world.supply.person();
    for (const name of [one, world.supply.person(one.last)]) {
      const site = world.site(name, abbreviated(address));
      world.know(site, world.customer(name, address), 'link', 'household');
    }
  });
}

/** Branches by the same name, told apart by nothing but their places. */
function addChains(world: Drafts): void {
  for (const company of CHAINS) {
    const parent = world.customer({ company }, world.supply.address(), { isParent: true });
    world.unmonitored.push(parent);
    times(4, () => {
      const address = world.supply.address();
      const customer = world.customer({ company }, address, { parent });
      world.know(world.site({ company }, abbreviated(address)), customer, 'link', 'branch of a chain');
    });
  }
}

/** On the plainest pairs, so that nothing but the field itself is in question. */
function plantDifferences(world: Drafts): void {
  const plain = world.cases.filter(({ trap }) => trap === 'last name first');
  const suites = world.cases.filter(({ trap }) => trap === 'suite');
  let next = 0;
  const take = (from: typeof plain) => {
    const found = from[next++ % from.length];
    if (!found?.customer) throw new Error('No pair left to plant a difference on');
    return { site: found.site, customer: found.customer };
  };
  const plant = (
    from: typeof plain,
    field: Exclude<PlantedDifference['field'], 'name'>,
    kind: PlantedDifference['kind'],
    other = '',
  ) => {
    const { site, customer } = take(from);
    const side = kind === 'blank-in-revio' ? customer : site;
    const column = field === 'postalCode' ? 'zip' : field;
    side.address = { ...side.address, [column]: other } satisfies WorldAddress;
    customer.sharedAddress = false;
    world.differences.push({ site, customer, field, kind, cms: site.address[column], revio: customer.address[column] });
  };
  const aliasOf = (offset: number) => ALIASES[offset % ALIASES.length] ?? '';
  times(4, (n) => plant(plain, 'city', 'different', aliasOf(n)));
  times(3, (n) => plant(plain, 'postalCode', 'different', `0009${n}`));
  times(3, () => plant(plain, 'postalCode', 'blank-in-revio'));
  times(2, () => plant(plain, 'city', 'blank-in-revio'));
  times(2, () => plant(plain, 'city', 'blank-in-cms'));
  times(2, () => plant(plain, 'state', 'blank-in-cms'));
  next = 0;
  times(3, () => plant(suites, 'line2', 'blank-in-cms'));
  times(3, () => plant(suites, 'line2', 'blank-in-revio'));
}

const ALIASES = ['Port Example', 'Mockingham', 'Upper Stubbs', 'Dummy Harbor'];

export function times(count: number, act: (n: number) => void): void {
  for (let n = 0; n < count; n += 1) act(n);
}
