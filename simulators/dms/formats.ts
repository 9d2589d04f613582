import type { LotVehicle } from './vehicles';

/** The vehicles of one dealer, as one file has them. */
export interface Lot {
  dealerId: string;
  name: string;
  vehicles: readonly LotVehicle[];
}

export type FeedFormat = 'vauto' | 'homenet' | 'homenet-tab' | 'frazer' | 'dealercenter' | 'generic';

interface Format {
  delimiter: string;
  header: readonly string[];
  cells(vehicle: LotVehicle, lot: Lot): readonly (string | number)[];
}

/** Texts that exercise a reader as real ones do: commas, doubled quotes, pipes, a line end inside quotes. */
const REMARKS = 'One owner, "like new"\nService book, 2 keys';
const FEATURES = 'Bluetooth|Heated Seats|Roof Rails';
const photos = ({ vin }: LotVehicle) => `https://img.example/${vin}/1.jpg,https://img.example/${vin}/2.jpg`;
const certified = ({ type }: LotVehicle) => (type === 'Certified' ? 'Yes' : 'No');

const HOMENET_HEADER = [
  ...[
    'Dealer ID',
    'VIN',
    'Miles',
    'Type',
    'Stock',
    'Year',
    'Make',
    'Model',
    'Trim',
    'ModelNumber',
    'MSRP',
    'List Price',
  ],
  ...['Invoice', 'Body', 'DateInStock', 'ExteriorColor', 'InteriorColor', 'ImageList', 'Certified'],
];
const homenetCells: Format['cells'] = (v, { dealerId }) => [
  ...[
    dealerId,
    v.vin,
    `${v.mileage} MILES`,
    v.type,
    v.stock,
    v.year,
    v.make,
    v.model,
    v.trim,
    '',
    '',
    `$${v.price}.00`,
  ],
  ...['', v.body, '3/14/2026', v.color, 'nan', photos(v), certified(v)],
];

/** The headers of public importers. */
const FORMATS: Record<FeedFormat, Format> = {
  vauto: {
    delimiter: ',',
    header: [
      ...[
        'DealerId',
        'Stock #',
        'VIN',
        'New/Used',
        'Year',
        'Make',
        'Model',
        'Model Code',
        'Body',
        'Transmission',
        'Series',
      ],
      ...['Series Detail', 'Door Count', 'Odometer', 'Colour', 'Interior Color', 'Price', 'MSRP', 'Inventory Date'],
      ...['Certified', 'Description', 'Features', 'Photos', 'Dealer Name', 'Age'],
    ],
    cells: (v, { dealerId, name }) => [
      ...[
        dealerId,
        v.stock,
        v.vin,
        v.type === 'New' ? 'N' : 'U',
        v.year,
        v.make,
        v.model,
        'nan',
        v.body,
        'Automatic',
        v.trim,
      ],
      ...['', 4, `${v.mileage}.0`, v.color, 'NULL', v.price, '', '2026-03-14'],
      ...[certified(v), REMARKS, FEATURES, photos(v), name, 12],
    ],
  },
  homenet: { delimiter: ',', header: HOMENET_HEADER, cells: homenetCells },
  'homenet-tab': { delimiter: '\t', header: HOMENET_HEADER, cells: homenetCells },
  frazer: {
    delimiter: ',',
    header: [
      ...['Stock', 'VIN', 'Year', 'Make', 'Model', 'Style', 'Internet Price', 'Retail Price', 'Mileage', 'Body Style'],
      ...[
        'Engine',
        'Transmission',
        'Drive Train',
        'Color',
        'Color 2',
        'Fuel Type',
        'Doors',
        'PhotoURLs',
        'Sales Comments',
      ],
    ],
    cells: (v) => [
      ...[v.stock, v.vin, v.year, v.make, v.model, v.trim, v.price, v.price + 500, v.mileage, v.body],
      ...['2.0L', 'Automatic', 'FWD', v.color, '', 'Gas', 4, photos(v), REMARKS],
    ],
  },
  dealercenter: {
    delimiter: ',',
    header: [
      ...[
        'AccountID',
        'DCID',
        'DealerName',
        'Phone',
        'City',
        'State',
        'StockNumber',
        'VIN',
        'Year',
        'Make',
        'Model',
        'Trim',
      ],
      ...[
        'Odometer',
        'SpecialPrice',
        'ExteriorColor',
        'InteriorColor',
        'Transmission',
        'PhotoURLs',
        'VehicleDescription',
      ],
    ],
    cells: (v, { dealerId, name }) => [
      ...[
        dealerId,
        `DC${dealerId}`,
        name,
        '555-0100',
        'Springfield',
        'OR',
        v.stock,
        v.vin,
        v.year,
        v.make,
        v.model,
        v.trim,
      ],
      ...[v.mileage, v.price, v.color, 'Black', 'Automatic', photos(v), REMARKS],
    ],
  },
  generic: {
    delimiter: ',',
    header: [
      'DealerId',
      'VIN',
      'Stock',
      'Type',
      'Status',
      'Year',
      'Make',
      'Model',
      'Trim',
      'Body',
      'Color',
      'Mileage',
      'Price',
    ],
    cells: (v, { dealerId }) => [
      ...[
        dealerId,
        v.vin,
        v.stock,
        v.type,
        'active',
        v.year,
        v.make,
        v.model,
        v.trim,
        v.body,
        v.color,
        v.mileage,
        v.price,
      ],
    ],
  },
};

export const FEED_FORMATS = Object.keys(FORMATS) as FeedFormat[];

/** A whole feed file as text: LF, a line end after its last row. */
export function writeFeed(format: FeedFormat, lots: readonly Lot[]): string {
  return [...feedLines(format, lots)].join('');
}

/** The same line by line, for files that are larger than memory should hold. A quoted line end is part of its line. */
export function* feedLines(format: FeedFormat, lots: Iterable<Lot>): Generator<string> {
  const { delimiter, header, cells } = FORMATS[format];
  const line = (values: readonly (string | number)[]) =>
    `${values.map((value) => quoted(String(value), delimiter)).join(delimiter)}\n`;
  yield line(header);
  for (const lot of lots) for (const vehicle of lot.vehicles) yield line(cells(vehicle, lot));
}

function quoted(text: string, delimiter: string): string {
  return /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
}
