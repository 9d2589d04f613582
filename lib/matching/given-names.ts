/** Given names: which are the same person's, and which are names of their own although they look alike. Data only. */

/** Each line: names that people use for one another. A name may stand in several lines (`chris`). */
const SAME = `
  robert rob bob bobby robbie robt bert
  william will bill billy willie wm
  james jim jimmy jamie jas
  john johnny jack jno jon
  jonathan jon jonny johnathan
  joseph joe joey jos
  richard rich rick dick ricky richie
  thomas tom tommy thos
  charles charlie chuck chas chip
  michael mike mikey mick micheal
  david dave davey
  daniel dan danny
  christopher chris topher kris
  christine chris chrissy tina kristine
  christina chris chrissy tina christy
  christian chris
  matthew matt mathew
  anthony tony anton
  edward ed eddie ted ned
  edwin ed eddie
  edgar ed
  theodore ted teddy theo
  donald don donnie
  ronald ron ronnie
  kenneth ken kenny
  steven steve stephen stevie
  stephanie steph
  andrew andy drew
  joshua josh
  kevin kev
  gregory greg gregg
  patrick pat paddy rick
  patricia pat patty trish tricia patsy
  timothy tim timmy
  jeffrey jeff geoffrey geoff jeffery
  gerald jerry gerry
  jerome jerry
  samuel sam sammy
  samantha sam
  benjamin ben benny
  alexander alex al sasha xander
  alexandra alex sasha
  alfred al fred alf
  albert al bert
  allen al alan allan
  frederick fred freddy fredrick rick
  lawrence larry laurence
  raymond ray
  walter walt wally
  harold hal harry
  henry hank harry
  leonard len lenny leo
  phillip phil philip
  peter pete
  nicholas nick nicolas nicky
  nathaniel nate nat nathan
  zachary zach zack
  vincent vince vinny
  victor vic
  eugene gene
  francis frank fran
  franklin frank
  frances fran fanny
  ernest ernie
  arthur art
  bernard bernie
  bradley brad
  clifford cliff
  clinton clint
  curtis curt
  douglas doug
  dennis denny
  gabriel gabe
  george geo
  isaac ike
  jacob jake
  leslie les
  louis lou lewis
  martin marty
  maurice morris
  mitchell mitch
  norman norm
  oliver ollie
  randall randy
  randolph randy
  russell russ
  sidney sid sydney
  stanley stan
  terrence terry
  theresa terry teresa tess tessa
  tobias toby
  wesley wes
  abraham abe
  elizabeth liz beth betty betsy lizzie eliza libby
  margaret maggie meg peggy marge margie
  katherine kathy kate katie catherine cathy kathryn kay katharine
  kathleen kathy
  jennifer jen jenny jenn
  jessica jess jessie
  susan sue susie suzanne
  deborah deb debbie debra
  barbara barb babs
  rebecca becky becca
  cynthia cindy
  pamela pam
  sandra sandy
  victoria vicky vicki tori
  virginia ginny
  dorothy dot dottie
  judith judy
  jacqueline jackie
  kimberly kim kimberley
  amanda mandy
  melissa missy
  abigail abby
  angela angie
  ann anne annie
  caroline carrie
  charlotte lottie
  constance connie
  eleanor ellie nell nora
  florence flo
  gertrude trudy
  gwendolyn gwen
  harriet hattie
  helen nell
  isabella bella isabel isabelle
  josephine jo josie
  joanne jo joann
  lillian lily lilly
  lucille lucy
  madeline maddie
  mildred millie
  natalie nat
  penelope penny
  roberta bobbie
  rosemary rose rosie
  sarah sara sally
  shirley shirl
  sophia sophie sofia
  valerie val
  veronica ronnie
  yvonne evie
  eric erik
  brian bryan
  sean shawn shaun
  marc mark
  carl karl
  philippe phil
  jose pepe
  francisco pancho paco`;

/** Further frequent names, each a person of its own. */
const MORE = `
  mary mari maria marie mariah mariana marina marissa maryann mara marta martha mark marcus marco mario marvin marlon
  jose juan luis carlos jorge miguel pedro pablo paul paula pauline julia julie julian juliana julio june joan jane
  janet janice jean jeanne jeannie gina ginger grace gloria gail gary glenn gordon guy helena hannah hanna heather
  heidi holly hugo ian irene iris ivan jared jason jay jayden jesse jill joel jordan joyce juanita karen karin kara
  karla carla carlo carmen carrie cassandra cecilia cheryl claire clara claudia colin colleen connor corey craig crystal
  dale damian dana danielle daniela darlene darrell darren dawn dean denise derek diana diane dianne dominic donna doris
  duane dustin dylan earl edith eduardo eileen elaine elena eli elijah ella ellen elliot elsa elsie emily emma emmanuel
  enrique erica erika erin esther ethan eva eve evan evelyn faith felicia felix fernando fiona floyd francesca gabriela
  gabrielle gilbert gina glen harvey hector herbert herman hope howard hunter jaime jan jana janine jasmine javier
  jenna jeremy jeremiah joann joanna johanna johannes josiah juana judy justin justine kayla keith kelly kelsey kent
  kirk kristen kristin kristina kyle lana lance lara laura lauren laurie leah lee leigh leo leon leona leroy levi linda
  lindsay lisa liza lloyd logan lois lora loretta lori lorraine louise lucas lucia luke lydia lynn mabel marc marcia
  margarita maribel marilyn marion marjorie marlene marshall mason mateo max maxine maya megan mel melanie melinda
  melvin mercedes meredith mia michele michelle miles milton mindy miranda miriam molly monica myra nancy naomi natasha
  neil nicole nina noah noel nora norma olga olivia omar oscar owen paige pearl perry phyllis quinn rachel rafael ralph
  ramon raquel raul reginald renee rex rhonda ricardo riley rita roberto robin robyn rodney roger roland roman rosa
  rosie ross roy ruben ruby rudy ruth ryan sabrina sal salvador santiago scott sergio seth shane shannon sharon shaun
  sheila shelby shelly sherri sherry simon sonia sonya spencer stacy stella stewart stuart sylvia tamara tammy tanya tara
  taylor teri terri tiffany todd tracy travis trevor tyler vanessa vera vernon vivian wade wanda warren wayne wendy wilma
  carolyn liam sandra
  yolanda aaron adam adrian adriana agnes aidan alana alice alicia alina alison allison alma alvin alyssa amber amelia
  amy ana andrea andreas andre angel angelina angelica angelo anita anna annette antonia antonio april ariana ariel
  arlene armando arnold ashley audrey austin autumn ava barry beatrice ben bernice bessie bethany beverly blake bonnie
  lena lina dina rina mina tara kara cara mara lara zara sara dara marla darla carla marlo lola lila lily lyla layla
  leila leyla kelly kylie kayla kaylee keely kiara kira kyra mia maya myra ella etta ela ellie allie elle elsa ilse ida ada
  adam edda eva ava ivy ida iva uma amy emmy remy romy rory cory tory terri gerri merri kerri kerry carey corey torey
  ned ted jed fred kane lane zane dane wayne shane blane duane dwayne cade jade wade slade nick dick vick rick mick
  ron don jon lon von tom tim jim kim sim ali eli levi neil noel joel jake luke duke drake blake chase chad brad thad
  rod todd rob bob seth beth ruth heath keith faith jade jude june jane jean joan joann dora cora nora lora flora laura
  lorna norma irma erma emma elma alma anna hanna hannah hana dana donna della bella stella ella zella lucy lacy stacy
  macy tracy gracie grace greta gretchen brody cody colby darby bailey hailey haley hayley kaley riley ryley kiley rylee
  jayden jaden jordan jorden aiden hayden kaden brayden caden liam lian ian ewan evan ethan owen rowan logan morgan
  megan regan keegan mason jason carson larson marlon harlan arlen allan alan alec alex alexa lexi flynn lynn quinn gwynn
  isla ayla leah lea mae may fay kay gay ray roy joy troy toby tobey holly molly polly dolly milly tilly billy lachlan
  brock brooke finn fynn zoe chloe harper parker piper indiana india sienna vienna jenna kenna mackenzie makenzie madison
  addison allison ellison jacob jakob caleb kaleb joshua josiah elijah isaiah noah jonah micah nathan jonathan
  evie poppy freddie archie alfie harley freya maisie imogen georgia georgie matilda tilda jasper jarrod jarryd livia
  arabella lottie dylan callum cameron jamie finlay finley theo hugo ruby rubie harvey reuben elliott elliot rosie
  brandon brandi brandy brenda brendan brent brett bridget brittany brooke bruce bryce caleb calvin cameron camila carina
  cody cole conrad courtney aisha ahmed ali mohammed muhammad fatima omar yusuf wei ming li jing hiroshi yuki kenji`;

const classes = new Map<string, number[]>();
const members: string[][] = [];
for (const line of SAME.trim().split('\n')) {
  const names = line.trim().split(/\s+/);
  for (const name of names) classes.set(name, [...(classes.get(name) ?? []), members.length]);
  members.push(names);
}
const known = new Set([...classes.keys(), ...MORE.trim().split(/\s+/)]);

/** Frequent surnames: two people share one by chance. */
export const COMMON_SURNAMES = new Set(
  `smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez wilson anderson
  thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker young
  allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter roberts
  gomez phillips evans turner diaz parker cruz edwards collins reyes stewart morris morales murphy cook rogers gutierrez
  ortiz morgan cooper peterson bailey reed kelly howard ramos kim cox ward richardson watson brooks chavez wood james
  bennett gray mendoza ruiz hughes price alvarez castillo sanders patel myers long ross foster jimenez`.split(/\s+/),
);

export function isGivenName(word: string): boolean {
  return known.has(word);
}

/** Names that stand for one another: `bob` and `robert`. */
export function isNickname(a: string, b: string): boolean {
  const left = classes.get(a);
  const right = left && classes.get(b);
  return right?.some((line) => left?.includes(line)) ?? false;
}

/** All names that may stand for this one, without itself. */
export function nicknamesOf(word: string): string[] {
  const lines = classes.get(word);
  if (!lines) return [];
  return [...new Set(lines.flatMap((line) => members[line] ?? []))].filter((name) => name !== word);
}
