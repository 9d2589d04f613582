import { CMS_INTEGRATIONS } from '../sync/headless/integrations';
import type { Ended, Runner } from '../sync/headless/runner';
import { World } from '../sync/headless/world';
import type { Chapter, Play, Story } from './story';

const MINUTE = 60_000;
const sync = (runner: Runner): Promise<Ended> => runner.sync({ cause: 'timer' });
const push = (runner: Runner, { customers }: Story<World>): Promise<Ended> =>
  runner.push(customers.pushed ?? '', customers.second ?? '');

const pushAgain = (runner: Runner, { customers }: Story<World>): Promise<Ended> =>
  runner.push(customers.third ?? '', customers.fourth ?? '');

/** Small, and with everything in it that a cycle can do. Nine sites and seven customers at the most. */
const CHAPTERS: Chapter<World>[] = [
  {
    title: 'first sync: link, fill, conflict, create, contacts, a pending match',
    meanwhile({ world, sites, customers, contacts }) {
      sites.linked = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
      contacts.ada = world.contact(sites.linked, 'Ada Ash', '5550100001');
      contacts.ben = world.contact(sites.linked, 'Ben Birch', '5550100002');
      customers.linked = world.customer({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
      sites.home = world.site({ name: 'LOPEZ, MARY', line1: '14 Mill St', number: 'A101', type: 'RB' });
      customers.home = world.customer({ name: ['Mary', 'Lopez'], line1: '14 Mill St', line2: 'Apt 4', number: 'A101' });
      sites.fresh = world.site({ name: 'Gamma Glass Works', line1: '77 New Rd', number: 'A102' });
      contacts.gil = world.contact(sites.fresh, 'Gil Gamma', '5550100003');
      sites.doubtful = world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
      customers.delta = world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X1' });
      customers.delta2 = world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X2' });
    },
    cycle: sync,
  },
  {
    title: 'edits on both sides, a contact changed and one added',
    meanwhile({ world, sites, customers, contacts }) {
      world.setSite(sites.linked ?? '', { site_name: 'Ash & Birch Family Dental' });
      world.setCustomer(customers.linked ?? '', { service_address: { postal_code: '00002', line_2: 'Suite 9' } });
      world.setCustomer(customers.home ?? '', { service_address: { last_name: 'Lopez-Diaz' } });
      world.setSite(sites.fresh ?? '', { site_addr1: '79 New Rd' });
      world.cms.edit({
        entity: 'contacts',
        action: 'set',
        id: contacts.ada ?? '',
        fields: { email_address: 'ada@ash.example' },
      });
      contacts.cleo = world.contact(sites.linked ?? '', 'Cleo Cash', '5550100009');
    },
    cycle: sync,
  },
  {
    title: 'contacts removed and ended',
    meanwhile({ world, contacts }) {
      world.cms.edit({ entity: 'contacts', action: 'remove', id: contacts.ben ?? '' });
      const ended = { end_date: '2026-01-01T00:00:00.000' };
      world.cms.edit({ entity: 'contacts', action: 'set', id: contacts.cleo ?? '', fields: ended });
    },
    cycle: sync,
  },
  {
    title: 'a quiet cycle: nobody changed anything',
    meanwhile: () => undefined,
    cycle: sync,
  },
  {
    title: 'a person puts back the name that a cycle wrote',
    meanwhile: (story) => story.putBack('linked', 'name'),
    cycle: sync,
  },
  {
    title: 'push of two customers, with contacts and without',
    meanwhile({ world, customers }) {
      customers.pushed = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
      world.customerContact(customers.pushed, 'Eve Eta', '5550100021');
      world.customerContact(customers.pushed, 'Ed Eta', '5550100022');
      customers.second = world.customer({ name: ['Theo', 'Theta'], line1: '6 Push Ln', number: 'P600' });
      world.customerContact(customers.second, 'Theo Theta', '5550100023');
    },
    cycle: push,
  },
  {
    title: 'the hourly cycle after the push brings nothing back; nobody decided on the pending match',
    async meanwhile({ world, customers, sites }) {
      await world.clock.advance(56 * MINUTE);
      world.setCustomer(customers.pushed ?? '', { service_address: { company_name: 'Eta Electric Works' } });
      world.setSite(sites.linked ?? '', { site_addr2: '' });
    },
    cycle: sync,
  },
  {
    title: 'a person links a pair elsewhere, and unlinks another',
    async meanwhile(story) {
      const { world, customers } = story;
      customers.other = world.customer({ name: 'Gamma Glass Works', line1: '79 New Rd', number: 'A902' });
      await story.decide('fresh', { kind: 'relink', customerId: customers.other });
      await story.decide('home', { kind: 'unlink' });
    },
    cycle: sync,
  },
  {
    title: 'the unlinked one is accepted for another customer',
    async meanwhile(story) {
      const { world, customers } = story;
      customers.newHome = world.customer({ name: ['Mary', 'Lopez-Diaz'], line1: '14 Mill St', number: 'A901' });
      await story.decide('home', { kind: 'accept', customerId: customers.newHome });
    },
    cycle: sync,
  },
  {
    title: 'another push, and the hourly cycle comes before anybody pushes again',
    meanwhile({ world, customers }) {
      customers.third = world.customer({ name: 'Iota Imports', line1: '8 Dock St', number: 'P700' });
      customers.fourth = world.customer({ name: ['Kim', 'Kappa'], line1: '9 Dock St', number: 'P800' });
      world.customerContact(customers.third, 'Ian Iota', '5550100031');
      world.revio.edit({
        entity: 'contacts',
        action: 'add',
        fields: { customer_id: Number(customers.fourth), name: 'Kim Kappa', mobile: '5550100032' },
      });
    },
    cycle: pushAgain,
    following: (runner, story, index) => (index % 2 === 0 ? sync(runner) : pushAgain(runner, story)),
  },
  {
    title: 'a site is cancelled: its customer is closed',
    meanwhile({ world, sites, customers }) {
      world.setSite(sites.linked ?? '', { sitestat_id: 'C' });
      world.setCustomer(customers.home ?? '', { service_address: { line_2: 'Apt 5' } });
    },
    cycle: sync,
  },
];

export const CMS_PLAY: Play<World> = {
  title: 'CMS',
  open: () => World.start(),
  wires: { cancelled: true },
  integrations: CMS_INTEGRATIONS,
  settings: {},
  chapters: CHAPTERS,
  afterKill: [1, 12, 25],
  afterFailure: [1, 12, 25, 12],
  turns: [0],
};
