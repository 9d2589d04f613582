/** Words that the generated dealer's world is made of. Data only. */

const list = (text: string) => text.trim().split(/\s+/);

export const GIVEN = list(`
  James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica
  Thomas Karen Christopher Sarah Charles Lisa Daniel Nancy Matthew Sandra Anthony Ashley Mark Emily Donald Kimberly
  Steven Margaret Andrew Donna Paul Michelle Joshua Carol Kenneth Amanda Kevin Melissa Brian Deborah Timothy Stephanie
  Ronald Rebecca Jason Sharon George Laura Edward Cynthia Jeffrey Dorothy Ryan Amy Jacob Kathleen Nicholas Angela Gary
  Shirley Eric Emma Jonathan Brenda Stephen Pamela Larry Nicole Justin Anna Scott Samantha Brandon Katherine Benjamin
  Christine Samuel Debra Gregory Rachel Alexander Carolyn Patrick Janet Frank Maria Raymond Olivia Jack Heather Dennis
  Helen Jerry Catherine Tyler Diane Aaron Julie Jose Victoria Adam Joyce Nathan Lauren Henry Kelly Zachary Christina
  Douglas Ruth Peter Joan Kyle Virginia Noah Judith Ethan Evelyn Jeremy Hannah Walter Andrea Keith Megan Mari Marie
  Carl Carla Erin Eric Dan Dana Julia Julian Paula Martin Marvin Ali Li Wei Mei Aisha Omar Priya Ravi Olga Ivan`);

export const COMMON_SURNAMES = list(`
  Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson
  Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young
  Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts
  Hansen Hanson Olsen Olson Petersen Peterson O'Brien O'Neil McDonald MacDonald García-Ruiz Müller Smith-Jones`);

export const SURNAME_STARTS = list(`
  Black Hart Win Whit Stan Ash Brad Clay Darl East Fair Glen Hal Hol Ken Lang Marl Nor Oak Pem Rad Shel Thorn Under Wal
  West Wood Ald Bar Cal Dun El Far Gar Had In Jar Kirk Lin Mor New Or Pres Quin Rus Sand Tal Up Ver War Yar Zim Brook
  Chest Dray Ever Frank Gold Hazel Iron Jen Kings Lock`);
export const SURNAME_ENDS = list(`
  ley wood ton man field son berg ford well worth stone bury land more ham wick shaw by ney stein hurst low ridge croft`);

export const STREETS = list(`
  Main Oak Pine Maple Cedar Elm Washington Lake Hill Walnut Spring North Ridge Church Willow Mill Sunset Railroad Jackson
  West River Highland Johnson View Jefferson Center Park Adams Franklin Lincoln Meadow Chestnut Hickory Dogwood Madison
  Valley Poplar Locust Forest Spruce Birch Magnolia Laurel Cherry Juniper Aspen Sycamore Beech Holly Ivy Clover Prairie
  Orchard Vineyard Harbor Bay Ocean Canyon Mesa Summit Pleasant Fairview Grove Garden Cottage Liberty Union Monroe
  Harrison Grant Sherman Taylor Fillmore Pierce Hayes Garfield Arthur Cleveland McKinley Roosevelt Wilson Harding
  Coolidge Hoover Truman Kennedy 1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th`);
export const STREET_TYPES: [string, string][] = [
  ['Street', 'St'],
  ['Avenue', 'Ave'],
  ['Road', 'Rd.'],
  ['Drive', 'Dr'],
  ['Lane', 'Ln'],
  ['Court', 'Ct'],
  ['Boulevard', 'Blvd'],
];

export const CITIES: [string, string, number][] = [
  ['Springfield', 'IL', 62701],
  ['Riverton', 'IL', 62561],
  ['St. Paul', 'MN', 55101],
  ['Dayton', 'OH', 45401],
  ['Fort Wayne', 'IN', 46801],
  ['Salem', 'OR', 97301],
  ['Boston', 'MA', 2108],
  ['Albany', 'NY', 12201],
  ['Madison', 'WI', 53701],
  ['Aurora', 'CO', 80010],
  ['Mesa', 'AZ', 85201],
  ['Plano', 'TX', 75023],
  ['Tampa', 'FL', 33601],
  ['Macon', 'GA', 31201],
  ['Mobile', 'AL', 36601],
  ['Reno', 'NV', 89501],
];

export const CHAINS = list(
  `Walgreens Subway Kroger Safeway Staples Arbys Wendys Sunoco Chevron Walmart Citgo Dollarama`,
);
export const CHURCHES = [
  'First Baptist Church',
  'Grace Lutheran Church',
  'St. Mary Catholic Church',
  'Trinity United Methodist Church',
  'Church of God',
];
export const TRADES = list(`
  Plumbing Electric Bakery Dental Realty Auto Construction Landscaping Pharmacy Florist Jewelers Roofing Cleaners
  Insurance Accounting Fitness Salon Hardware Printing Trucking Bistro Grill Cafe Liquors Storage Optical Veterinary`);
export const BUSINESS_STARTS = list(`
  Apex Summit Pioneer Golden Silver Blue Red Royal Liberty Eagle Falcon Tri-State Midwest Coastal Metro Premier Quality
  Superior Classic Heritage Cornerstone Keystone Evergreen Sunrise Lakeside Hilltop Northstar Delta Omega Atlas Titan`);
export const LEGAL = ['', ' Inc', ' LLC', ', Inc.', ' Co.', ' Corp', ' & Co'];
export const SITES = [
  'East',
  'West',
  'North',
  'South',
  'Annex',
  'Warehouse',
  'High School',
  'Middle School',
  'Tower I',
  'Tower II',
];
export const NICKNAMES: Record<string, string> = {
  Robert: 'Bob',
  William: 'Bill',
  James: 'Jim',
  Elizabeth: 'Liz',
  Patricia: 'Pat',
  Michael: 'Mike',
  Richard: 'Rick',
  Thomas: 'Tom',
  Margaret: 'Peggy',
  Christopher: 'Chris',
  Katherine: 'Kathy',
  Edward: 'Ted',
  Joseph: 'Joe',
  Daniel: 'Danny',
};
export const OTHER_SCRIPTS = ['Иван Петров', '김철수', '山田太郎', 'محمد علي', 'Ελένη Παππά', 'अमित शर्मा'];
