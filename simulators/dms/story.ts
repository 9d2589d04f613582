import { Random } from '../kit/random';
import { type FeedFormat, type Lot, writeFeed } from './formats';
import { type LotVehicle, VehicleSupply } from './vehicles';

/** One feed as it would be dropped: everything that a dealer has at that time. */
export interface StoryFeed {
  /** `2026-03-14T0800_MP101.csv`; the Dealer ID stands in it, since some formats do not say it inside. */
  name: string;
  dealerId: string;
  format: FeedFormat;
  /** Milliseconds since the epoch. */
  at: number;
  text: string;
}

export interface StoryOptions {
  seed?: number;
  /** Of the first feed. */
  from: number;
  hours: number;
  /** Vehicles a dealer begins with. */
  size?: number;
}

/** Three dealers whose systems differ. */
export const STORY_DEALERS: readonly { dealerId: string; name: string; format: FeedFormat }[] = [
  { dealerId: 'MP101', name: 'Norvik of Springfield', format: 'vauto' },
  { dealerId: 'MP102', name: 'Castell City', format: 'homenet' },
  { dealerId: 'MP103', name: 'Kestrel Pre-Owned', format: 'dealercenter' },
];

const HOUR_MS = 3_600_000;

/**
 * Feeds of three dealers, hour by hour. Each hour some vehicles are new, some sold, one comes back after an hour or two, and
 * one gets another stock number; every third hour one goes over to another dealer.
 */
export function tellStory({ seed = 1, from, hours, size = 24 }: StoryOptions): StoryFeed[] {
  const random = new Random(seed);
  const supply = new VehicleSupply(random);
  const lots = STORY_DEALERS.map((dealer) => ({ ...dealer, vehicles: supply.lot(size), away: [] as Away[] }));
  const feeds: StoryFeed[] = [];
  for (let hour = 0; hour < hours; hour += 1) {
    if (hour > 0) for (const lot of lots) liveAnHour(lot, hour, random, supply);
    if (hour > 0 && hour % 3 === 0) moveOver(lots[0], lots[2]);
    const at = from + hour * HOUR_MS;
    const stamp = new Date(at).toISOString().slice(0, 16).replace(':', '');
    for (const { dealerId, name, format, vehicles } of lots) {
      const text = writeFeed(format, [{ dealerId, name, vehicles }]);
      feeds.push({ name: `${stamp}_${dealerId}.csv`, dealerId, format, at, text });
    }
  }
  return feeds;
}

interface Away {
  vehicle: LotVehicle;
  backAt: number;
}

type LivingLot = Lot & { vehicles: LotVehicle[]; away: Away[] };

function liveAnHour(lot: LivingLot, hour: number, random: Random, supply: VehicleSupply): void {
  lot.vehicles.push(...lot.away.filter(({ backAt }) => backAt <= hour).map(({ vehicle }) => vehicle));
  lot.away = lot.away.filter(({ backAt }) => backAt > hour);
  lot.vehicles.push(...supply.lot(random.between(1, 3)));
  take(lot, random);
  const away = take(lot, random);
  lot.away.push({ vehicle: away, backAt: hour + random.between(1, 2) });
  const retagged = random.pick(lot.vehicles);
  retagged.stock = `${retagged.stock}A`;
}

function take(lot: LivingLot, random: Random): LotVehicle {
  const [vehicle] = lot.vehicles.splice(random.between(0, lot.vehicles.length - 1), 1);
  if (!vehicle) throw new Error('The lot is empty');
  return vehicle;
}

function moveOver(from: LivingLot | undefined, to: LivingLot | undefined): void {
  const vehicle = from?.vehicles.shift();
  if (vehicle) to?.vehicles.push(vehicle);
}
