import type { FeedColumn, FeedProfile } from './profile';

/** Words that the contract says must be honoured in a `Status` column. */
const GONE = ['sold', 'delete', 'deleted', 'inactive', 'removed'];

/** What most files call things. A profile puts its own words before these. */
const COMMON: Record<FeedColumn, readonly string[]> = {
  dealerId: ['DealerId', 'Dealer', 'DealerCode', 'DealerNumber', 'AccountID'],
  vin: ['VIN', 'VINNumber'],
  stock: ['Stock', 'StockNumber', 'StockNo', 'StockNum'],
  type: ['Type', 'New/Used', 'VehicleType', 'NewUsed', 'InventoryType', 'Condition'],
  status: ['Status', 'VehicleStatus', 'InventoryStatus'],
  year: ['Year', 'ModelYear'],
  make: ['Make'],
  model: ['Model'],
  trim: ['Trim', 'Series', 'TrimLevel'],
  body: ['Body', 'BodyStyle', 'BodyType'],
  color: ['Color', 'Colour', 'ExteriorColor', 'ExtColor'],
  mileage: ['Odometer', 'Mileage', 'Miles'],
  price: ['Price', 'ListPrice', 'SellingPrice', 'InternetPrice'],
};

const GENERIC: FeedProfile = {
  id: 'generic',
  delimiter: ',',
  quote: '"',
  charset: 'windows-1252',
  header: true,
  dealer: { from: 'column' },
  columns: COMMON,
  typeCodes: {},
  goneWords: GONE,
  kind: 'snapshot',
  finalLineEnd: false,
  vinCheck: 'warn',
};

/**
 * The profiles that ship, from the headers of public importers. A final line end is not asked for, since nobody
 * documents one: the dialog can ask for it.
 */
export const SHIPPED_PROFILES: Readonly<Record<ShippedProfile, FeedProfile>> = {
  vauto: {
    ...GENERIC,
    id: 'vauto',
    columns: {
      ...COMMON,
      type: ['New/Used', 'Type'],
      // `Series Detail` and `Model Code` are columns of their own in the same file.
      trim: ['Series', 'Trim'],
      color: ['Colour', 'Color'],
      mileage: ['Odometer'],
      price: ['Price'],
    },
  },
  homenet: {
    ...GENERIC,
    id: 'homenet',
    columns: { ...COMMON, mileage: ['Miles', 'Mileage'], price: ['List Price', 'Price'] },
  },
  'homenet-tab': {
    ...GENERIC,
    id: 'homenet-tab',
    delimiter: '\t',
    columns: { ...COMMON, mileage: ['Miles', 'Mileage'], price: ['List Price', 'Price'] },
  },
  frazer: {
    ...GENERIC,
    id: 'frazer',
    // The file has no dealer column and no type: a dealer has a file of its own.
    dealer: { from: 'file' },
    columns: {
      ...COMMON,
      trim: ['Style', 'Trim'],
      body: ['Body Style'],
      mileage: ['Mileage'],
      price: ['Internet Price', 'Retail Price'],
    },
  },
  dealercenter: {
    ...GENERIC,
    id: 'dealercenter',
    columns: { ...COMMON, dealerId: ['AccountID', 'DCID'], price: ['SpecialPrice', 'Price'] },
  },
  generic: GENERIC,
};

export const SHIPPED_PROFILE_IDS = ['vauto', 'homenet', 'homenet-tab', 'frazer', 'dealercenter', 'generic'] as const;

export type ShippedProfile = (typeof SHIPPED_PROFILE_IDS)[number];
