/** Invented people and businesses. The lists of those who must stay strangers share no word with the others. */

const words = (text: string): string[] => text.trim().split(/\s+/);

export const GIVEN = words(`
  Alice Bernard Carmen Douglas Elena Francis Gloria Harold Irene Joseph Katherine Leonard Monica Nathan Olivia Patrick
  Rebecca Samuel Theresa Victor Wendy Adrian Beatrice Clifford Dorothy Edmund Felicia Gregory Heather Isaac Jacqueline
  Kenneth Lorraine Maurice Nicole Oscar Priscilla Raymond Sylvia Timothy Ursula Vincent Winifred Xavier Yvonne Zachary
`);

export const SURNAMES = words(`
  Abernathy Blackwood Castellano Dunmore Eastwick Fairbanks Gallagher Hathaway Ingersoll Jankowski Kettering Lindqvist
  Montgomery Nakamura Oyelaran Pemberton Quintero Rosenthal Sandoval Thackeray Underhill Villanueva Wetherby Yamaguchi
  Zimmerman Ashcroft Bellweather Cavendish Delacroix Ellsworth Fitzgerald Greenhalgh Holloway Iverson Jefferies Kowalczyk
  Lancaster Merriweather Northcott Ostrander Prendergast Rutherford Stavros Tremaine Vandermeer Whitcombe Applegate
  Brennan Chaudhry Donahue Espinoza Featherstone Goldsmith Huckaby Jablonski Krishnan Lockhart Mahoney Navarro Okafor
  Petrosyan Radcliffe Szymanski Tolliver Valenzuela Wojcik Youngblood Zapata Armstrong Broussard Castaneda Dempsey
`);

export const BUSINESS_WORDS = words(`
  Bluebird Cedarwood Dolphin Evergreen Firefly Granite Harborview Ironwood Juniper Keystone Lakeshore Maplewood Nightingale
  Oakridge Pinnacle Quicksilver Riverbend Silverleaf Tamarack Umbra Vista Willowbrook Amberlight Brookside Copperfield
  Driftwood Emberglow Foxglove Goldcrest Highland Indigo Jasmine Kingfisher Lighthouse Meadowlark Northstar Orchard
  Peppermint Rosewood Stonegate Thistle Valley Windmill Yellowstone Zephyr
`);

export const TRADES = words(`
  Dental Hardware Florists Pharmacy Plumbing Electric Flooring Roofing Optical Printing Motors Jewelers Catering Marina
  Veterinary Upholstery Landscaping Insurance Furniture Appliance
`);

export const STREETS = words(`
  Chestnut Hawthorn Sycamore Magnolia Poplar Larch Hemlock Alder Laurel Spruce Hickory Walnut Mulberry Dogwood Cypress
  Redbud Linden Locust Catalpa Buckeye
`);

/** Accounts that no customer is near to. */
export const STRANGERS = {
  given: words('Anselm Brunhilde Cosima Dietmar Eulalia Fenwick Griselda Horatio Iphigenia Jocasta'),
  surnames: words(`
    Abbelonga Birdwhistle Crumhorn Drossel Effingberry Frostenden Gruntvik Hoxworth Ipplepen Jaggerby Knottingly
    Ludgershall Mickleover Nettlecombe Oswaldtwist Puddlecote Quarrendon Rumbelow Snodgrass Twelvetrees Uffculme
    Venables Wigglesworth Yaxley Zouche
  `),
  business: words(`
    Axolotl Barnacle Capybara Dromedary Echidna Flamingo Gazelle Hedgehog Ibex Jackdaw Kestrel Lobster Mongoose Narwhal
    Ocelot Pelican Quokka Raccoon Salamander Tapir Urchin Vulture Walrus Yak Zebra
  `),
  trades: words('Bakery Brewery Bowling Cinema Laundry Pottery Skating Tannery'),
  streets: words('Quarry Foundry Tollgate Windlass Cooper Chandler Tinker Weaver'),
} as const;

/** Chains: a parent, and branches that differ in nothing but their place. */
export const CHAINS = ['Copper Kettle Cafe', 'Sunrise Tire Depot', 'Velvet Comb Salon'] as const;

export interface Town {
  city: string;
  zip: string;
  /** What people also write for it. */
  alias: string;
}

export const STATE = 'NY';

export const TOWNS: readonly Town[] = [
  { city: 'Testville', zip: '00001', alias: 'Port Example' },
  { city: 'Sampleton', zip: '00002', alias: 'Mockingham' },
  { city: 'Fixture Falls', zip: '00003', alias: 'Upper Stubbs' },
  { city: 'Seedborough', zip: '00004', alias: 'Randolm Park' },
  { city: 'Placeholder Bay', zip: '00005', alias: 'Dummy Harbor' },
  { city: 'New Specimen', zip: '00006', alias: 'Trialton' },
];
