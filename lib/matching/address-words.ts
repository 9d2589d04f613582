/** Word tables for addresses. Data only. */

const pairs = (text: string) =>
  new Map(
    text
      .trim()
      .split(/\s+/)
      .map((pair) => pair.split('=') as [string, string]),
  );

/** What kind of street it is, each in one spelling. */
export const STREET_TYPES = pairs(`
  street=st st=st str=st avenue=ave ave=ave av=ave aven=ave road=rd rd=rd drive=dr dr=dr drv=dr lane=ln ln=ln
  boulevard=blvd blvd=blvd blv=blvd boul=blvd court=ct ct=ct crt=ct place=pl pl=pl circle=cir cir=cir circ=cir
  circuit=cct cct=cct way=way terrace=ter ter=ter terr=ter tce=ter parkway=pkwy pkwy=pkwy pky=pkwy highway=hwy
  hwy=hwy square=sq sq=sq trail=trl trl=trl alley=aly aly=aly loop=loop crescent=cres cres=cres cr=cres close=cl
  cl=cl grove=gr gr=gr rise=rise walk=walk row=row path=path plaza=plz plz=plz turnpike=tpke tpke=tpke pike=pike
  expressway=expy freeway=fwy fwy=fwy cove=cv cv=cv point=pt pt=pt ridge=rdg route=rte rte=rte rt=rte`);

/** Kinds of streets in full, as they get glued to the name: `gossestreet`. */
export const FULL_STREET_TYPES = [...STREET_TYPES.keys()].filter((word) => word.length >= 4 && word !== 'point');

export const DIRECTIONS = pairs(`
  n=n north=n s=s south=s e=e east=e w=w west=w ne=ne northeast=ne nw=nw northwest=nw se=se southeast=se sw=sw
  southwest=sw`);

/** Come before the number or letter of a part of a building. */
export const UNIT_WORDS = new Set(
  'apt apartment unit ste suite rm room fl floor bldg building lot spc space trlr trailer no number'.split(' '),
);

export const ORDINALS = pairs(`
  first=1st second=2nd third=3rd fourth=4th fifth=5th sixth=6th seventh=7th eighth=8th ninth=9th tenth=10th
  eleventh=11th twelfth=12th`);

export const PLACE_WORDS = pairs(`
  st=saint mt=mount ft=fort hts=heights spgs=springs vlg=village twp=township jct=junction lk=lake`);

/** Cities that go by two names. */
export const EXONYMS = pairs(`
  koln=cologne koeln=cologne munchen=munich muenchen=munich wien=vienna praha=prague roma=rome milano=milan
  firenze=florence venezia=venice napoli=naples torino=turin genova=genoa lisboa=lisbon sevilla=seville
  warszawa=warsaw krakow=cracow moskva=moscow kobenhavn=copenhagen goteborg=gothenburg bruxelles=brussels
  brussel=brussels antwerpen=antwerp geneve=geneva genf=geneva zurich=zuerich nurnberg=nuremberg hannover=hanover
  athinai=athens bucuresti=bucharest beograd=belgrade denhaag=hague philly=philadelphia nyc=newyork
  newyorkcity=newyork`);
