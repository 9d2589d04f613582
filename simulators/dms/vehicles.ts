import type { Random } from '../kit/random';

/** A vehicle on a dealer's lot, before any file format. No real dealer's data. */
export interface LotVehicle {
  vin: string;
  stock: string;
  /** `New`, `Used` or `Certified`. */
  type: string;
  year: number;
  make: string;
  model: string;
  trim: string;
  body: string;
  color: string;
  mileage: number;
  price: number;
}

const MODELS = [
  { make: 'Norvik', model: 'Fjord', trims: ['S', 'SE', 'Touring'], body: 'Sedan', wmi: '1NV' },
  { make: 'Norvik', model: 'Tundra Wagon', trims: ['Base', 'XL'], body: 'Wagon', wmi: '1NV' },
  { make: 'Castell', model: 'Río', trims: ['LX', 'EX'], body: 'Hatchback', wmi: '3CS' },
  { make: 'Castell', model: 'Mesa 1500', trims: ['Work', 'Laredo'], body: 'Pickup', wmi: '3CS' },
  { make: 'Aurelia', model: 'A4 "Sport"', trims: ['Premium', 'Premium Plus'], body: 'Coupe', wmi: 'WAR' },
  { make: 'Hokuto', model: 'Kestrel', trims: ['i', 'i Grand'], body: 'SUV', wmi: 'JHK' },
];
const COLORS = ['White', 'Black', 'Silver', 'Deep Blue', 'Red', 'Café Brown'];
const PLANTS = 'ABCDEFGHJKLMNPRSTUVWXYZ';

const LETTERS: Record<string, number> = {};
for (const [letters, first] of [
  ['ABCDEFGH', 1],
  ['JKLMN', 1],
  ['P', 7],
  ['R', 9],
  ['STUVWXYZ', 2],
] as const) {
  for (const [index, letter] of [...letters].entries()) LETTERS[letter] = first + index;
}
const WEIGHTS = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

/** The text with its ninth character made right (49 CFR 565). */
export function withCheckDigit(vin: string): string {
  const sum = [...vin].reduce((total, char, i) => total + (LETTERS[char] ?? Number(char)) * (WEIGHTS[i] ?? 0), 0);
  const digit = sum % 11 === 10 ? 'X' : String(sum % 11);
  return vin.slice(0, 8) + digit + vin.slice(9);
}

/** Makes vehicles, none of them twice. */
export class VehicleSupply {
  readonly #random: Random;
  #made = 0;

  constructor(random: Random) {
    this.#random = random;
  }

  vehicle(): LotVehicle {
    const random = this.#random;
    this.#made += 1;
    const { make, model, trims, body, wmi } = random.pick(MODELS);
    const serial = String(this.#made).padStart(6, '0');
    const vin = withCheckDigit(
      `${wmi}${random.between(10, 99)}${random.pick([...PLANTS])}${random.between(10, 99)}0${random.pick([...'JKLMNPRST'])}${random.pick([...PLANTS])}${serial}`,
    );
    const type = random.chance(0.3) ? 'New' : random.chance(0.2) ? 'Certified' : 'Used';
    return {
      vin,
      stock: `${type[0]}${10_000 + this.#made}`,
      type,
      year: type === 'New' ? 2026 : random.between(2012, 2025),
      make,
      model,
      trim: random.pick(trims),
      body,
      color: random.pick(COLORS),
      mileage: type === 'New' ? random.between(3, 90) : random.between(8_000, 140_000),
      price: random.between(90, 650) * 100,
    };
  }

  lot(count: number): LotVehicle[] {
    return Array.from({ length: count }, () => this.vehicle());
  }
}
