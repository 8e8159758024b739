/**
 * Words for ways beside the everyday ones, by the official lists: Brazil's tipos de logradouro (Correios DNE), Mexico's
 * tipos de vialidad (INEGI), Spain's tipos de vía (INE), Italy's denominazioni urbanistiche generiche (ISTAT). Each names
 * a street only before a capital.
 */
const ways =
  "av vila viaduto chácara sítio trecho vereda passarela morro favela loteamento condomínio residencial calzada retorno andador ampliación peatonal periférico viaducto continuación vial acera barriada barranco calleja costanilla plazuela senda camiño bulevar boulevard cerrada privada canale fondamenta vico vicoletto vicolo stradone stradello stretto rampa rampe cortile circonvallazione masseria scalinata sottoportego lungotevere lungarno lungadige lungolago foro sestiere piazzetta bvd calz carr fracc priv perif prolong circunv";
/** Words of which firms, parks and programs are called as well: the number stands behind a comma. */
const doubtfulWays =
  "campo parque jardim jardín fazenda núcleo setor conjunto recanto grupo corredor acceso pátio lagoa vale riva villaggio eje";
/** How the Slavic words for streets sound behind "in" and "on", and words that are declined seldom. */
const declined =
  "ulicy ulici ulicu aleji alei osiedlu placu trgu bulevaru šetalištu náměstí nábřeží třídě ulicích улице улицы улицу проспекте проспекта переулке бульваре набережной площади проезде тупике аллее шоссе вулиці вулицю проспекті провулку бульварі площі майдан майдані узвіз узвозі сквер сквері набережна набережній квартал перивоj perivoj perivoju obali rynku";
/** Suffixes of streets in the United States (Postal Service, Publication 28, C1) and Britain that are words of every day. */
const suffixes =
  "Annex|Bayou|Bluffs?|Bottom|Brook|Burg|Bypass|Canyon|Cape|Causeway|Cliff|Common|Copse|Corner|Cove|Creek|Crest|Curve|Dale|Divide|Estates?|Expressway|Extension|Falls|Ferry|Field|Fields|Ford|Forge|Fork|Freeway|Garth|Gateway|Glen|Green|Greens|Grove|Harbor|Haven|Hollow|Inlet|Isle|Junction|Knoll|Knolls|Landing|Lodge|Loop|Manor|Mead|Motorway|Neck|Nook|Overpass|Paddock|Passage|Pine|Pines|Plains?|Prairie|Ranch|Rapids|Ridge|Rise|Shoal|Shore|Spur|Stravenue|Summit|Throughway|Trace|Trafficway|Turnpike|Underpass|Vista|Ville|Viaduct|Warren|Wynd|Brae|Croft|Dene|Drove|Fold|Ginnel|Heath|Holt|Howe|Hurst|Lea|Leas|Maltings|Mount|Reach|Spinney|Thorpe|Twitten|Vennel|Wharf|Wold|Wood";

/** More of them, which number so much else that only a house of three figures names a street. */
const doubtfulSuffixes =
  "Lakes|Mountains?|Shoals|Springs?|Oval|Tollway|Islands?|Keys|Mills?|Rivers?|Villages?|Forest|Stream|Valleys?|Viaduct|Skyway|Crossroads?|Corners|Cliffs|Fords|Forks|Glens|Harbors|Hollows|Inlets|Meadows?|Mission|Orchards?|Port|Radial|Rest|Shores|Station|Tunnel|Unions?|Wells?";

const inEither = (list: string) =>
  list
    .split(" ")
    .map((word) => {
      const first = word.charAt(0);
      return first === first.toUpperCase() ? word : `[${first.toUpperCase()}${first}]${word.slice(1)}`;
    })
    .join("|");
const particle =
  "(?:(?:d[aeiou]s?|del|de l[ao]s?|de la|dell[aeo]|degli|dei|l[aeo]s?|los|el|e|y|di|in|san) |(?:dell|d|l)['’])";
const name = `${particle}{0,2}\\p{Lu}[\\p{L}\\p{M}'’.-]*(?: ${particle}{0,2}\\p{Lu}[\\p{L}\\p{M}'’.-]*){0,4}`;
const houseNumber =
  "(?:n[.º°o]{0,3} ?|nr\\.? ?|nro\\.? ?|núm\\.? ?|# ?|km\\.? ?)?\\d{1,5}(?: ?[a-zA-Z](?!\\p{L}))?(?:[/-]\\d{1,4}[a-zA-Z]?)?(?![\\p{L}\\d])";
/** No sentence goes on with a verb behind it: "Viaduto 3 was closed". */
const ends = '(?=[,;)\\n"|]|\\.|$| [-–] | (?:\\(|\\p{Lu}|\\d|int|piso|apt|casa|bl|esc|pta))';

/** Viaduto do Chá, 15; Calzada de Tlalpan 1924; Parque das Nações, 12 */
export const wayForm = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(?:${inEither(ways)})\\.? ${name},? ${houseNumber}|(?:${inEither(doubtfulWays)}) ${name}, ${houseNumber})${ends}`,
  "gu",
);
/** na ulicy Długiej 12; Trgu bana Jelačića 5; на улице Ленина, дом 5; сквер Нафтовиків 2-й, буд. 7 */
export const declinedForm = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:${inEither(declined)}) (?:(?<=\\p{Lu}\\p{L}{2,12} )\\p{L}|\\p{Lu}|kneza|kralja|bana|svetog|sv\\.)[\\p{L}\\p{M}'’.-]*(?: (?:\\p{L}[\\p{L}\\p{M}'’.-]*|\\d{1,2}-\\p{L}{1,3})){0,3}?,? (?:д\\. ?|дом |буд\\. ?|будинок |č\\. ?)?\\d{1,4}(?:[a-zA-Zа-яА-Я](?!\\p{L}))?(?:[/-]\\d{1,4})?(?![\\p{L}\\d])(?! (?:\\p{Ll}{3,}))`,
  "gu",
);
/** 9 Foxglove Copse, 12 Silver Brook: behind a word of place also within a sentence. */
export const suffixForm = new RegExp(
  `(?:\\d{1,5}[a-zA-Z]?(?:[/-]\\d{1,5})?,? (?:\\p{Lu}[\\p{L}'’.-]{1,20} ){1,3}(?:${suffixes})|\\d{3,5} (?:\\p{Lu}[\\p{L}'’.-]{1,20} ){1,2}(?:${doubtfulSuffixes}))(?=[,;)\\n]|\\.?$|(?<=(?:at|outside|opposite|near|behind|beside|of|from|to|for|in|is|find|visit|address|addr) \\d{1,5}[a-zA-Z]? [^\\d\\n]{3,60})(?:\\.|[ ]\\p{Ll})|['"](?!\\p{L}))`,
  "yu",
);
/** 49282 Adam Lakes Apt. 490: whatever streets are called there, a flat's number says it. */
export const unitForm =
  /\d{1,5}[a-zA-Z]?,? (?:\p{Lu}[\p{L}'’.-]{1,20} ){1,4}(?:Apt|Apartment|Suite|Ste|Unit|Flat|#)\.? ?#?\d{1,5}[A-Z]?(?![\p{L}\d])/uy;
/** Flat 3, Victoria House */
export const flatForm =
  /(?<![\p{L}\p{N}])(?:Flat|Apartment|Apt\.?) \d{1,4}[A-Za-z]?, (?:\d{1,4}[A-Za-z]? )?\p{Lu}[\p{L}'’-]{2,20}(?: \p{Lu}[\p{L}'’-]{2,20}){0,2} (?:House|Court|Lodge|Mansions?|Tower|Towers|Heights|Building|Buildings|Point|Wharf|Mill|Place|Hall|Villas?|Cottages?|Manor|Works|Quay|Gardens|Park|Field|Close)(?![\p{L}])/gu;

/** 4417 W 5600 S in Utah, N6W23001 Bluemound Rd in Wisconsin */
export const gridForm =
  /(?<![\p{L}\p{N}.])(?:\d{2,5} (?:[NSEW]|North|South|East|West)\.? \d{2,5} (?:[NSEW]|North|South|East|West)(?![\p{L}\d])|[NSEW]\d{1,3}[NSEW]\d{2,5} \p{Lu}\p{L}+(?: \p{Lu}\p{L}+){0,2})/gu;
/** House 23-B, Street 7; Villa 14, Street 22B; Block 4, Road 12 */
export const houseForm =
  /(?<![\p{L}\p{N}])(?:House|Villa|Plot|Shop|Flat|Block|Blk|Lot|Door)(?: No\.?)? ?[A-Z]?-?\d{1,4}(?:-?[A-Z])?(?: Lot \d{1,3})?,? (?:Street|St|Road|Rd|Lane|Gali|Sector|Phase|Block)\.?(?: No\.?)? ?\d{1,3}-?[A-Z]?(?![\p{L}\d])/gu;

/** The everyday ones and the surest of the official ones, before which a name is a street's. */
export const wordsOfWays = `${ways} ${declined} glorieta rotonda ronda rambla malecón travesía alameda largo travessa beco ladeira calçada estrada rodovia ponte salita lungomare piazzale quai allée impasse chemin faubourg singel kade dijk`;
export const townWords = `${ways} ${doubtfulWays}`;
export const declinedWords = declined;
/** In small letters, for the hint. */
export const suffixWords = `${suffixes}|${doubtfulSuffixes}`
  .toLowerCase()
  .replace(/[?]/g, "")
  .split("|")
  .join(" ");
