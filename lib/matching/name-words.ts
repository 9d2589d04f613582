/** Word tables for names. Data only; what is done with them is in `name.ts`. */

const words = (text: string) => new Set(text.trim().split(/\s+/));

/** Say what a company is in law, not which: `AB VOLVO` = `Volvo AB`. */
export const LEGAL_FORMS = words(`
  inc incorporated llc ltd limited co company corp corporation lp llp lllp pllc plc pc lc gmbh ag ab sa srl spa bv nv oy
  aps kg pty sarl sas`);

export const TITLES = words('mr mrs ms miss dr rev reverend prof sir madam hon fr');

/** Carry no meaning in any name. */
export const STOP_WORDS = words('the of and for dba');

/** Carry none in a name of three words or more; in a short one they may be somebody's name. */
export const WEAK_STOP_WORDS = words('at on in by de la del y');

/** Marks that tell a father from a son, or one phase of a building from the next. */
export const GENERATIONS: Record<string, string> = {
  jr: 'jr',
  jnr: 'jr',
  junior: 'jr',
  sr: 'sr',
  snr: 'sr',
  senior: 'sr',
  ii: '2',
  iii: '3',
  iv: '4',
  '2nd': '2',
  '3rd': '3',
};

/** Come before a number that tells stores of a chain apart: `Store No. 12`, `Unit 4`. */
export const NUMBER_WORDS = words('store no nr number num unit shop location loc site branch ste suite');

const pairs = (text: string) =>
  new Map(
    text
      .trim()
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  );

export const ABBREVIATIONS = pairs(`
  st=saint ste=saint mt=mount ft=fort ctr=center cntr=center centre=center svc=service svcs=service services=service
  assoc=associate assocs=associate associates=associate assn=association apt=apartment apts=apartment
  apartments=apartment dept=department univ=university natl=national nat=national intl=international int=international
  mfg=manufacturing dist=district bros=brothers elem=elementary sch=school schools=school cath=catholic bapt=baptist
  meth=methodist presb=presbyterian luth=lutheran epis=episcopal hosp=hospital med=medical ins=insurance
  mgmt=management mgt=management prop=property props=property properties=property grp=group tech=technology
  technologies=technology sys=system systems=system constr=construction elec=electric electrical=electric
  ent=enterprise ents=enterprise enterprises=enterprise rest=restaurant pharm=pharmacy twp=township cnty=county
  govt=government gov=government amer=american dev=development comm=community acad=academy assy=assembly
  theatre=theater bldg=building whse=warehouse auto=automotive equip=equipment inds=industries indus=industries
  ind=industries industry=industries ctrs=center centers=center 1st=first 4th=fourth 5th=fifth
  6th=sixth 7th=seventh 8th=eighth 9th=ninth 10th=tenth delicatessen=deli`);

/** A name with one of these is a business's. They are also frequent: agreeing on one says little. */
export const BUSINESS_WORDS = words(`
  church school bank store shop restaurant cafe grill bar pizza deli bakery market grocery pharmacy clinic hospital
  medical dental center service association apartment department university national international manufacturing
  district elementary academy insurance management property group technology system construction electric plumbing
  heating enterprise township county city town village government american development community theater building
  warehouse automotive auto equipment industries hotel motel inn salon spa studio gallery library museum foundation
  partners holdings realty estates condominium office law firm associate consulting solution logistics transport
  trucking supply hardware lumber farm dairy winery brewery liquor tavern pub club gym fitness daycare nursery
  veterinary animal baptist methodist lutheran presbyterian catholic episcopal saint temple mosque synagogue chapel
  ministry parish fire police station plant company laundry cleaners tire body repair garage storage self express
  mart foods food kitchen house coffee burger sandwich chicken taco diner steakhouse buffet jewelers jewelry flowers
  florist gifts books music sports golf tennis yacht marina security communications wireless media printing signs
  design landscape landscaping nursery roofing painting flooring windows doors glass steel metal machine tool energy
  oil gas petroleum water power credit union financial capital investments tax accounting mortgage title trust`);

/**
 * Tell the parts of one organisation apart. Where only one side has such a word, the other is likely to be the whole or
 * another part.
 */
export const BRANCH_WORDS = words(`
  north south east west northeast northwest southeast southwest upper lower annex warehouse tower building garage rear
  front main branch phase plant station wing floor gym pool clubhouse barn shed gate lot dock office campus middle
  elementary high school preschool daycare parsonage rectory hall chapel cemetery headquarters hq downtown uptown
  midtown airport mall plaza kitchen bar central express outlet rental lab shop store residence guesthouse cottage
  pharmacy bakery deli atm depot yard substation field stadium library maintenance admin administration`);

/** A name of nothing but these is nobody's. */
export const PLACEHOLDER_WORDS = words(
  'unknown vacant resident customer tenant occupant owner test none na null new name no current temp tbd pending x xx xxx',
);
