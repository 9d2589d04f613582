import type { PlanDoc } from '../../lib/sync/run-history';
import { type Half, RAPID_RESPONSE_INTEGRATIONS } from '../sync/headless/integrations';
import { RapidResponseWorld } from '../sync/headless/rapid-response-world';
import type { Ended, Runner } from '../sync/headless/runner';
import type { Chapter, Play, Story } from './story';

type RapidResponseStory = Story<RapidResponseWorld>;

const inbound = (runner: Runner): Promise<Ended> => runner.cycle('rapid-response-inbound');

/** A plan that is held is approved by somebody at once. */
async function outbound(runner: Runner, { store }: RapidResponseStory): Promise<Ended> {
  const ended = await runner.cycle('rapid-response-outbound');
  if (ended.doc.state !== 'held') return ended;
  const { items } = await store.collection<PlanDoc>('plans').find({ where: { state: 'held' } });
  const [plan] = items;
  return runner.cycle('rapid-response-outbound', {
    cause: 'manual',
    who: 'pat',
    ...(plan ? { approvedHash: plan.hash } : {}),
  });
}

const HALVES: Half[] = ['inbound', 'outbound'];

/** The halves in turn, the one that was struck first. */
function chapter(half: Half, title: string, meanwhile: Chapter<RapidResponseWorld>['meanwhile']) {
  const cycles = { inbound, outbound };
  const first = HALVES.indexOf(half);
  return {
    title: `${half}: ${title}`,
    meanwhile,
    cycle: cycles[half],
    following: (runner: Runner, story: RapidResponseStory, index: number) =>
      cycles[HALVES[(first + index) % 2] ?? half](runner, story),
  };
}

/** Small, and with everything in it that the two halves can do. Ten sites and ten customers at the most. */
const CHAPTERS: Chapter<RapidResponseWorld>[] = [
  chapter(
    'inbound',
    'first sync: linked by number and by name, filled, created, and two that wait',
    ({ world, sites, customers }) => {
      sites.linked = world.site({ name: 'Ash & Birch Dental', line1: '12 Test St', number: 'A100' });
      customers.linked = world.customer({ name: 'Ash and Birch Dental', line1: '12 Test Street', number: 'A100' });
      sites.home = world.site({ name: 'Mary Lopez', line1: '14 Mill St', number: 'T7', type: 'R' });
      customers.home = world.customer({ name: ['Mary', 'Lopez'], line1: '14 Mill St', line2: 'Apt 4', number: 'A101' });
      sites.fresh = world.site({ name: 'Gamma Glass Works', line1: '77 New Rd', number: 'A102' });
      sites.lift = world.site({ name: 'Lift of Gamma Glass', line1: '77 New Rd', number: 'A109', type: 'E' });
      sites.stranger = world.site({ name: 'Zanzibar Imports', line1: '900 Quay Rd', city: 'Farport', number: 'X9' });
      customers.number = world.customer({ name: 'Plum & Pear Grocers', line1: '4 Market Sq', number: 'X9' });
      sites.doubtful = world.site({ name: 'Delta Diner', line1: '3 River Rd', number: 'A103' });
      customers.delta = world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X1' });
      customers.delta2 = world.customer({ name: 'Delta Diner', line1: '3 River Rd', number: 'X2' });
    },
  ),
  chapter('inbound', 'edits at the station and at Rev.io', ({ world, sites, customers }) => {
    world.setSite(sites.linked ?? '', { SiteName: 'Ash & Birch Family Dental' });
    world.setCustomer(customers.linked ?? '', { service_address: { postal_code: '00002', line_2: 'Suite 9' } });
    world.setSite(sites.fresh ?? '', { Address: '79 New Rd' });
  }),
  chapter('outbound', 'edits at Rev.io and at the station', ({ world, sites, customers }) => {
    world.setCustomer(customers.linked ?? '', { service_address: { city: 'Elm City' } });
    world.setCustomer(customers.home ?? '', { service_address: { last_name: 'Lopez-Diaz' } });
    world.setSite(sites.linked ?? '', { Address2: '' });
  }),
  chapter('outbound', 'new sites, three writes each, once they are approved', ({ world, customers }) => {
    customers.eta = world.customer({ name: 'Eta Electric', line1: '5 Push Ln', number: 'P500' });
    customers.theo = world.customer({ name: ['Theo', 'Theta'], line1: '6 Push Ln', number: 'P600' });
  }),
  chapter('inbound', 'a quiet cycle: nobody changed anything', () => undefined),
  chapter('outbound', 'another quiet cycle', () => undefined),
  chapter('inbound', 'a person accepts one match and rejects the other', async (story) => {
    await story.decide('stranger', { kind: 'accept', customerId: story.customer('number') });
    await story.decide('doubtful', { kind: 'reject' });
  }),
  chapter('inbound', 'a site is cancelled: its customer is closed', ({ world, sites, customers }) => {
    world.setService(sites.linked ?? '', 'CANC');
    world.setCustomer(customers.home ?? '', { service_address: { line_2: 'Apt 5' } });
  }),
  chapter(
    'outbound',
    'a customer is closed, so its site is cancelled; who was not accepted gets a site',
    ({ world, sites }) => {
      const fresh = world.revio.state.customers.all().find(({ account_number }) => account_number === 'A102');
      world.setCustomer(String(fresh?.customer_id), { status: 'CLOSED' });
      world.setSite(sites.home ?? '', { ZipCode: '00003' });
    },
  ),
];

export const RAPID_RESPONSE_PLAY: Play<RapidResponseWorld> = {
  title: 'Rapid Response',
  open: () => RapidResponseWorld.start(),
  wires: {},
  integrations: RAPID_RESPONSE_INTEGRATIONS,
  // One new site is let through, two are held.
  settings: { merge: { cancelAtStation: true }, limits: { createCount: 1, createShare: 0 } },
  chapters: CHAPTERS,
  afterKill: [1, 12, 25, 12, 12],
  afterFailure: [1, 12, 25, 12, 12],
  turns: [0, 1],
};
