import { hint } from "./hints.ts";
import {
  declinedForm,
  flatForm,
  gridForm,
  houseForm,
  suffixForm,
  unitForm,
  wayForm,
} from "./street-words.ts";

const word = "[\\p{L}\\p{M}'’.][\\p{L}\\p{M}'’.-]{0,23}";
const capital = "[\\p{Lu}\\p{N}][\\p{L}\\p{M}\\p{N}'’.-]{0,24}";
const number = "\\d{1,5}(?:[ ]?[a-zA-Z](?![\\p{L}]))?(?:[ ]?[-/][ ]?\\d{1,5}[a-zA-Z]?(?!\\p{L}))?";
/** Flat, floor, stairs and suchlike behind or before a street. */
const unit =
  "(?:[, ]{1,3}(?:-[ ])?(?:apt|apartment|suite|ste|unit|flat|room|rm|floor|fl|bldg|building|block|blk|lgh|leil|stg|og|et|esc|piso|pta|puerta|casa|apto|ap|sala|bloco|int|interno|scala|sc|piano|bât|appt|étage|esq|dto|dcha|izq|bus|m|lok|byt|kat|daire|d|no|кв|корп|#)(?![\\p{L}])\\.?[ ]?#?[\\p{L}\\p{N}-]{0,6}|[, ]{1,3}\\d{1,2}\\.?[ºª°](?:[ ]?\\d{1,2}\\.?[ºª°]|[ ]?(?:esq|dto|dcha|izq|izda|fte)\\.?)*|[, ]{1,3}#[ ]?\\d{1,5}){0,4}";
const englishTypes =
  "street|st|road|rd|avenue|ave|av|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|sq|terrace|ter|close|crescent|cres|row|hill|gardens|grove|walk|mews|highway|hwy|parkway|pkwy|circle|cir|trail|trl|alley|plaza|wharf|quay|parade|rise|green|loop|bend|heights|hts|vale|view|mount|esplanade|turnpike|pike|crossing|xing|path|run|ridge|point|streets|roads|squares|avenues|drives|lanes|courts|ways|points|passage|broadway|expressway|freeway|causeway|yard|croft|wynd|meadows?|cottages|orchard|promenade|embankment|strand";
/** How streets are written, country by country; a sticky one begins with the number of the house. */
export const streetForms: readonly { form: RegExp; score: number; needs: number }[] = [
  // 88 Ropewalk Terrace; flat 3, 12 orchard road
  {
    form: new RegExp(
      `${number},?[ ](?:(?:${word}|\\d{1,3}(?:st|nd|rd|th))[ ]){1,4}(?:${englishTypes})(?![\\p{L}\\p{N}]|['’]\\p{L})\\.?${unit}`,
      "yiu",
    ),
    score: 0.6,
    needs: hint.english,
  },
  // 40 Esplanade; 5 The Strand
  {
    form: /\d{1,4}[A-Za-z]? (?:The )?(?:Esplanade|Kingsway|Queensway|Highgate|Whitehall|Piccadilly|Cheapside|Broadway|Strand|Embankment|Promenade|Boardwalk|Parade|Crescent|Causeway)(?![\p{L}\p{N}])/uy,
    score: 0.6,
    needs: hint.english,
  },
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:\\d{1,5}[ ])?(?:p\\.?[ /]?o\\.?[ ]?box|p\\.?o\\.?b\\.?|post office box|private bag|locked bag|gpo box|cas(?:illa|\\.)(?: de correos?)?|postilokero|postfack|pošt(?:ovní|\\.)? (?:přihrádka|přihr\\.|pretinac)|poštanski pretinac|postafiók|c[ăa]su[țt]a po[șs]tal[ăa]|posta kutusu|kotak pos|hộp thư|абонентский ящик|а/я|абонентська скринька|пощенска кутия|ταχ(?:υδρομική|\\.) θυρίδα|τ\\.?θ\\.|ת\\.?ד\\.|ص\\.?[ ]?ب\\.?|صندوق بريد|skr\\.[ ]?poczt\\.|postfach|postboks|postbus|apartado(?: de correos)?|caixa postal|boîte postale|b\\.?p\\.|casella postale|skrytka pocztowa|box|psc \\d{1,5},? box|unit \\d{1,5},? box)[ ]?\\d{1,7}(?!\\p{L})`,
      "giu",
    ),
    score: 0.6,
    needs: hint.box,
  },
  // Mühlgrabenstraße 17a; Lange Gasse 3; Am Alten Markt 5
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:\\p{Lu}[\\p{L}-]{1,30}[ ]){0,2}(?:\\p{Lu}(?:[\\p{L}-]|(?<=[\\p{L}])\\.(?=-)){0,40}(?:-(?:Stra(?:ß|ss)e|Str\\.?|Weg|Platz|Allee|Ring|Ufer|Damm|Gasse|Markt|Promenade|Chaussee|Hof|Steig|Brücke)|stra(?:ß|ss)e|str\\.?|gasse|g\\.|weg|platz|allee|(?<![ea])ring|ufer|damm|chaussee|steig|pfad|markt|graben|berg|hof|brücke|zeile|stieg|kai|promenade|wall|gatan|vägen|gränd|torget|stigen|gata|veien|vegen|vejen|vänget|vænget|svingen|torvet|pladsen|alléen|stræti|vegur|stígur|braut|raitti|rinne|backen|bakken|maantee|puiestee|rylaan|vej|gade|allé|stræde|plads|katu|tie|kuja|polku|straat|laan|plein|gracht|kade|dijk|singel|dreef)|(?:stra(?:ß|ss)e|gasse|allee|platz|straat|laan|gade|vej|gata))[ ]${number}(?![\\p{L}\\p{N}])${unit}`,
      "gu",
    ),
    score: 0.65,
    needs: hint.compound,
  },
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:Am|An der|An den|Auf dem|Auf der|Im|In der|Zum|Zur|Unter den|Unter der|Hinter der|Vor dem|Alter?|Neuer?|Großer?|Kleiner?)[ ](?:\\p{Lu}[\\p{L}-]{1,30}[ ]){1,2}${number}(?=[,\\n]|$)`,
      "gu",
    ),
    score: 0.55,
    needs: hint.preposition,
  },
  // 12 bis, rue des Cordeliers
  {
    form: new RegExp(
      `${number}(?:[ ](?:bis|ter|quater))?,?[ ](?:rue|avenue|av\\.|boulevard|bd|bvd|place|chemin|ch\\.|impasse|quai|allée|allées|cours|route|rte|square|passage|sentier|ruelle|faubourg|villa|cité|résidence|lotissement|esplanade|imp\\.|chem\\.|boul\\.|pl\\.|all\\.|lieu-dit|res\\.|rés\\.|hameau|montée|rond-point|parvis|promenade|voie|venelle|clos|sq\\.|traverse|levée|mail)[ ](?:(?:de|du|des|la|le|les|l['’]|d['’]|à|aux?|en|sur)[ ]?){0,3}(?:(?=\\p{L})${capital}|\\d{1,2}[ ]\\p{L})(?:[ -](?:(?:de|du|des|la|le|les|l['’]|d['’]|et|en|sur)[ ]?){0,3}${capital}){0,4}${unit}`,
      "yiu",
    ),
    score: 0.7,
    needs: hint.french,
  },
  // C/ del Molí Nou, 23, 2.º 1.ª; Travessa do Poço, n.º 9; Via Garibaldi 5; rue X 12
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:c\\/|(?<!\\.)c\\.[ ](?=\\p{L})|calle|carrer|cl\\.|avda?\\.?|avenida|avinguda|av\\.|plaza|pza\\.|pl\\.|plaça|paseo|passeig|pº|ronda|camino|travesía|travessia|travessa|tv\\.|rua|r\\.|praça|pç\\.|largo|estrada|alameda|al\\.|rodovia|beco|via|viale|v\\.le|piazza|piazzale|p\\.za|corso|c\\.so|vicolo|strada|lungomare|contrada|salita|rue|chemin|route|boulevard|quai|place|strada|str\\.|bulevardul|bd\\.|calea|aleea|șoseaua|șos\\.|carrera|cra\\.|kr\\.|jirón|jr\\.|jalan|jl\\.|đường|cr\\.|dg\\.|diagonal|transversal|cuesta|drumul|intrarea|pasaje|rúa|chaussée|avenue|drève|allée|impasse|splaiul|piața|fundătura|callejón|blvd\\.|prolongación|glorieta|rambla|malecón|ladeira|viela|calçada|p\\.zza|l\\.go|traversa|galleria|estr\\.|psje\\.|jln\\.)(?:[ ]|(?<=[./º ]))(?:(?:de|del|de la|de los|de las|da|do|das|dos|della|delle|dei|degli|di|du|des|la|le|les|l['’]|dell['’]|d['’])[ ]?){0,2}${capital}(?:[ -](?:(?:de|del|da|do|das|dos|della|di|du|des|la|le|i|y|e)[ ]){0,2}${capital}){0,4}(?:,[ ]?|[ ])(?:n[.º°o]{0,3}[ ]?|nr\\.?[ ]?|nro\\.?[ ]?|núm\\.?[ ]?|#[ ]?|số[ ]?|km\\.?[ ]?|kav\\.?[ ]?)?\\d{1,5}(?:[ ]?[a-zA-Z](?![\\p{L}]))?(?:[ ]?[-/][ ]?\\d{1,4}\\w?)?${unit}(?:[ ]-[ ](?:casa|apto|sala)[ ]\\w{1,5})?`,
      "giu",
    ),
    score: 0.65,
    needs: hint.romance,
  },
  // ul. Długa 12/4; Király u. 15; Vodičkova ulice 3; Atatürk Caddesi No: 12; Oak Sokak 3; вул. Шевченка, 5
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:ul\\.|ulica|ulice|al\\.|aleja|os\\.|osiedle|pl\\.|plac|nám\\.|náměstí|třída|tř\\.|ул\\.|улица|вул\\.|вулиця|пр\\.|проспект|просп\\.|пер\\.|провулок|переулок|бульвар|бул\\.|наб\\.|набережная|алл\\.|аллея|площадь|площа|шоссе|ш\\.|ulitsa|odos|οδός|οδ\\.|λεωφόρος|λεωφ\\.|πλατεία|πλ\\.|мкр\\.|микрорайон|б-р|пр-т|пр-кт|проезд|просека|тупик|линия|námestie|nábřeží|nábř\\.|nábrežie|trg|bulevar|šetalište)(?:[ ]|(?<=[.]))[„“"«»]?${capital}(?:[ ]${capital}){0,3}[“”"»]?,?[ ]?(?:д\\.[ ]?|дом[ ]|буд\\.[ ]?|будинок[ ]|č\\.[ ]?)?\\d{1,4}[a-zA-Zа-яА-Я]?(?:[ ]?[/-][ ]?\\d{1,4})?${unit}`,
      "giu",
    ),
    score: 0.65,
    needs: hint.slavic,
  },
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?:${capital}[ ]){1,3}(?:u\\.|utca|út|útja|tér|krt\\.|körút|köz|sor|sétány|ulica|ulice|caddesi|cad\\.|cd\\.|sokak|sokağı|sok\\.|sk\\.|bulvarı|blv\\.|mahallesi|mah\\.|gatve|iela|tänav|tn\\.?|mnt\\.?|maantee|puiestee|pst\\.?|prospekts|bulvāris|šoseja|prospektas|náměstí|námestie|nám\\.|třída|cesta|ulica|trg|bulevar|rkp\\.|rakpart|fasor|sugárút|проспект|просп\\.|пр-т|пр-кт|пр\\.|переулок|пер\\.|шоссе|бульвар|б-р|набережная|наб\\.|площадь|пл\\.|улица|ул\\.|проезд|тупик|аллея|вулиця|провулок|площа|улиця)[ ]?(?:,[ ]?)?(?:no[.:]?[ ]?|д\\.[ ]?|дом[ ])?\\d{1,4}[a-zA-Zа-я]?(?:[ ]?[/.-][ ]?\\d{1,4})?${unit}`,
      "giu",
    ),
    score: 0.65,
    needs: hint.postposed,
  },
  // 京都府京都市中京区三文字町234-5 柳コーポ203; 北京市朝阳区建国路88号5号楼
  {
    form: /(?:[\p{sc=Han}]{2,3}[都道府県])?[\p{sc=Han}\p{sc=Katakana}ヶケのー]{1,8}[市区町村郡][\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}ー]{0,14}(?:[ ](?=\d{1,4}-\d{1,4}-))?(?:\d{1,4}\s?(?:丁目|番地?|号|-|の)\s?){0,3}\d{1,4}(?:番地?|号|号室)?(?:[ ]?[\p{sc=Han}\p{sc=Katakana}\p{sc=Hiragana}ーA-Za-z]{2,16}[ ]?\d{1,4}(?:号室?|階|F)?)?/gu,
    score: 0.6,
    needs: 0,
  },
  {
    form: /(?:[\p{sc=Han}]{2,4}(?:省|自治区))?(?:[\p{sc=Han}]{2,4}[市州])?(?:[\p{sc=Han}]{1,5}[区县區縣鎮镇乡])?[\p{sc=Han}]{1,8}(?:路|街|大道|道|巷|弄|胡同|大街|里|村|条|條)(?:[\p{sc=Han}]{1,3}段|[东西南北中東上下])?\d{1,5}(?:-\d{1,4})?(?:号|號|弄|巷)(?:[\p{sc=Han}]{0,8}\d{1,4}(?:-\d{1,4})?(?:号楼|栋|幢|楼|樓|室|单元|座|层|號|号)){0,4}(?:\d{2,4}室?)?/gu,
    score: 0.7,
    needs: 0,
  },
  {
    form: /[가-힣]{1,8}(?:시|도|군|구)\s(?:[가-힣]{1,8}(?:시|군|구)\s)?[가-힣\d]{1,12}(?:로|길|동|리|가)\s?\d{1,4}(?:-\d{1,4})?(?:[ ,]{1,2}\d{1,4}(?:동|호|층))*/gu,
    score: 0.7,
    needs: 0,
  },
  // 15 Wyatt Retreat, 7 Kerala Marg: words of every day, which name a street only behind a capital
  {
    form: /\d{1,5}[a-zA-Z]?(?:[/-]\d{1,5})?,? (?:\p{Lu}[\p{L}'’.-]{1,20} ){1,3}(?:Retreat|Gate|Pde|Cct|Tce|Circuit|Cove|Glen|Hollow|Knoll|Bluff|Garth|Brae|Spinney|Copse|Maltings|Crest|Corniche|Marg|Nagar|Salai|Chowk|Sarani|Bazaar|Arcade|Annex|Extension|Ranch|Garden|Landing|Harbor|Harbour|Creek|Shore|Forge|Ferry|Isle|Lodge|Manor|Vista)(?=[,;)\n]|\.?$)/uy,
    score: 0.6,
    needs: hint.road,
  },
  // 12345 State Route 89, 4500 Hwy 17 N
  {
    form: /\d{2,6} (?:\p{Lu}[\p{L}.]{0,12} )?(?:State (?:Route|Road|Hwy|Highway)|County (?:Route|Road|Rd|Highway)|(?:US|U\.S\.) (?:Hwy|Highway|Route)|US(?=-)|Hwy|Highway|Route|Rte|Rt|SR|CR|FM|Farm Road|Interstate|I(?=-))[. -]?\d{1,4}(?: Rd)?(?: (?:[NSEW]{1,2}|North|South|East|West))?(?=[,;)\n]|\.?$| (?:Apt|Suite|Ste|Unit|Lot|#))/uy,
    score: 0.6,
    needs: hint.road,
  },
  // 44 Voortrekkerweg
  {
    form: /\d{1,4}[a-z]?,? \p{Lu}\p{L}{2,24}(?:weg|straat|laan|straße|strasse|gata|gatan|gade|vej)(?![\p{L}\p{N}])/uy,
    score: 0.6,
    needs: hint.compound,
  },
  // in der hauptstraße 5; Straße des 17. Juni 135; Laan van Meerdervoort 33
  {
    form: /(?<![\p{L}\p{N}])(?:\p{L}{2,30}(?:stra(?:ß|ss)e|straat|gatan)|(?:Straße|Strasse|Platz|Allee|Weg|Laan|Plein|Kade) (?:des|der|am|zum|van|van de|van den|van der|d[eu]n?) (?:\d{1,2}\. )?(?:\p{L}[\p{L}-]{1,24} ){0,2}\p{Lu}[\p{L}-]{2,24}) \d{1,4} ?[a-z]?(?![\p{L}\p{N}])/gu,
    score: 0.65,
    needs: hint.compound,
  },
  // Wiener Gasse 3, Mariahilfer Straße 88a, Karl Johans gate 12
  {
    form: new RegExp(
      `(?<![\\p{L}\\p{N}])(?!(?:Die|Der|Das|Dem|Den|Diese[rmn]?|Eine[rmn]?|Jede[rmn]?|Zur|Zum|Auf|Am|De|Het|Den|Det|Deze|Denne) )(?:\\p{Lu}[\\p{L}.-]{1,30}[ ]){1,3}(?:[Ss]tra(?:ß|ss)e|[Gg]asse|[Aa]llee|[Pp]latz|[Ww]eg|[Ss]traat|[Ll]aan|[Gg]ade|[Vv]ej|[Gg]ata|gate|[Vv]ei|[Ss]tieg|[Dd]amm|[Vv]äg|[Ss]tig|[Gg]ränd|[Tt]org)[ ]${number}(?![\\p{L}\\p{N}])${unit}`,
      "gu",
    ),
    score: 0.65,
    needs: hint.compound,
  },
  // Cra. 7 # 45-10, Diag. 8 N° 94, Quadra 3, Lote 12, Mz. B Lt. 12, SQN 210 Bloco B
  {
    form: /(?<![\p{L}\p{N}])(?:(?:calle|cll?\.?|carrera|cra\.?|kra\.?|kr\.?|cr\.?|av(?:enida|da)?\.?|diagonal|diag\.?|dg\.?|transversal|transv\.?|tr\.?|tv\.?|autopista|circunvalar) \d{1,3} ?[a-z]{0,2}(?: (?:bis|sur|norte|este|oeste))?,? ?(?:#|n[o°º.]{1,2}|nro\.?|núm\.?) ?\d{1,3} ?[a-z]{0,2}(?: ?- ?\d{1,3})?|(?:quadra|qd\.?|manzana|mz[a]?\.?) [\p{L}\d]{1,4},? (?:lote|lt\.?|bloco|casa|conj(?:unto|\.)) ?[\p{L}\d]{1,4}|s[qch][ns]w? \d{3},? bloco [a-z])(?![\p{L}\d])/giu,
    score: 0.65,
    needs: hint.romance,
  },
  // Ctra. de Madrid km 12, Urb. Los Pinos 23, Loc. San Martino 5: only before a capital
  {
    form: /(?<![\p{L}\p{N}])(?:[Cc]tra\.|[Cc]arretera|[Aa]utovía|[Uu]rb\.|[Uu]rbanización|[Pp]olígono|[Pp]asadizo|[Dd]iag\.|[Tt]ransv\.|[Pp]rol\.|[Pp]rivada|[Pp]riv\.|[Cc]errada|[Cc]ircuito|[Cc]olonia|[Bb]arrio|[Ss]ector|[Rr]otonda|[Cc]ostanera|[Bb]ajada|[Ss]ubida|[Pp]artida|[Ll]ugar|[Rr]odovia|[Ee]strada|[Qq]uinta|[Bb]airro|[Ll]oc\.|[Ll]ocalità|[Ff]raz\.|[Ff]razione|[Bb]orgo|[Rr]ione|[Cc]\.da|[Pp]asseggiata|[Ss]trada (?:[Ss]tatale|[Pp]rovinciale)|[Ss]\.?[SP]\.) (?:(?:de|del|de la|de los|de las|do|da|dos|das|di|della|dei|la|los|las|el) )?(?:\p{Lu}[\p{L}\p{N}'’.-]*)(?: (?:(?:de|del|la|los|las|do|da|dos|di|y|e) )?\p{Lu}[\p{L}'’.-]*){0,4}(?: [-–])?,? (?:n[.º°o]{0,3} ?|#|km\.? ?)?\d{1,4}[a-zA-Z]?(?=[,;)\n]|\.?$| -)/gu,
    score: 0.65,
    needs: hint.romance,
  },
  // Trg bana Jelačića 5, Bulevar oslobođenja 12, Rynek Główny 5, Vilniaus g. 5-12
  {
    form: /(?<![\p{L}\p{N}])(?:(?:Trg|Bulevar|Ulica|Šetalište|Námestie|Náměstí|Трг|Булевар|Улица) (?:\p{L}[\p{L}.]{1,20} ){1,3}|Rynek (?:Główny |\p{Lu}\p{Ll}{2,20} )?|(?:\p{Lu}\p{L}*\.? )?\p{Lu}\p{L}{2,20}(?:o|ų|ės|os|aus|ies) (?:g|pr|al)\. )\d{1,4}[a-zA-Z]?(?:[/-]\d{1,4})?(?=[,;)\n]|\.?$)/gu,
    score: 0.6,
    needs: hint.slavic,
  },
  // ж.к. Младост бл. 12
  {
    form: /(?<![\p{L}\p{N}])ж\.? ?к\.? [„"]?\p{Lu}[\p{L}-]{2,20}[“"]?(?: \d{1,2})?,? бл\.? ?\d{1,4}/gu,
    score: 0.65,
    needs: hint.slavic,
  },
  // số 12 đường Lê Lợi, 12/3 hẻm 45 Lê Lai, Ngõ 12 phố Huế; No. 12, Jalan Ampang; Jl. Melati RT 03/RW 05
  {
    form: /(?<![\p{L}\p{N}])(?:(?:số (?:nhà )?)?\d{1,4}[A-Z]?(?:\/\d{1,4}){0,3},? (?:[Đđ]ường|[Pp]hố|[Nn]gõ|[Nn]gách|[Hh]ẻm|[Kk]iệt) (?:\d{1,4}(?:\/\d{1,4})?,? (?:[Đđ]ường |[Pp]hố )?)?\p{Lu}\p{L}*(?: \p{Lu}\p{L}*){0,3}|(?:[Nn]gõ|[Nn]gách|[Hh]ẻm|[Kk]iệt) \d{1,4}(?:\/\d{1,4})?,? (?:[Đđ]ường |[Pp]hố )?\p{Lu}\p{L}*(?: \p{Lu}\p{L}*){0,3}|(?:No\.? ?|Lot )?\d{1,4}[A-Z]?,? (?:Jalan|Jln\.?|Jl\.?|Lorong|Persiaran|Lebuh(?:raya)?|Lrg\.?) \p{Lu}\p{L}*(?: [\p{Lu}\d][\p{L}\d]*){0,3}|(?:Jalan|Jln\.?|Jl\.?|Gang|Gg\.?) \p{Lu}\p{L}*(?: \p{Lu}\p{L}*){0,3},? RT\.? ?\d{1,3} ?\/ ?(?:RW\.? ?)?\d{1,3})(?![\p{L}\p{N}])/gu,
    score: 0.65,
    needs: hint.asian,
  },
  // Flat No. 302, Sai Residency; Plot No. 45, Sector 12; House 5, Road 12
  {
    form: /(?<![\p{L}\p{N}])(?:(?:[Hh]\. ?[Nn]o\.?|[Hh]ouse [Nn]o\.?|[Pp]lot(?: [Nn]o\.?)?|[Dd]oor [Nn]o\.?|[Ff]lat [Nn]o\.?|[Dd]\. ?[Nn]o\.?|[Ss]hop [Nn]o\.?|[Kk]hasra [Nn]o\.?) ?[A-Z]?-?\d[\w/-]{0,9},? (?:\p{Lu}[\p{L}'’.-]*|\d{1,3}(?:st|nd|rd|th))(?: [\p{Lu}\d][\p{L}\d'’.-]*){0,4}|House \d{1,4}[A-Z]?,? Road \d{1,3}[A-Z]?(?=[,;)\n]|\.?$))/gu,
    score: 0.6,
    needs: hint.road,
  },
  // 99/1 ถนนสุขุมวิท, 12 หมู่ 3, ซอย 5 ถนนสีลม
  {
    form: /(?:เลขที่ ?|บ้านเลขที่ ?)?\d{1,4}(?:\/\d{1,4})?\s?(?:หมู่(?:ที่)?\s?\d{1,3}|(?:ม\.\s?\d{1,3}\s?)?(?:ซอย|ซ\.|ถนน|ถ\.)\s?[\u0e00-\u0e7f]{2,30}(?:\s\d{1,3})?)(?:\s(?:ซอย|ซ\.|ถนน|ถ\.|ต\.|ตำบล|แขวง)\s?[\u0e00-\u0e7f]{2,30}(?:\s\d{1,3})?){0,4}|(?:ซอย|ซ\.)\s?[\u0e00-\u0e7f]{0,30}\s?\d{1,3}\s(?:ถนน|ถ\.|แขวง|ต\.|ตำบล)\s?[\u0e00-\u0e7f]{2,30}/gu,
    score: 0.6,
    needs: 0,
  },
  // شارع التحرير 12, 12 شارع الملك فهد, خیابان ولیعصر، پلاک 12
  {
    form: /(?<![\p{L}\p{N}])(?:(?:شارع|طريق|جادة|نهج|زنقة|خیابان|کوچه|بلوار|بزرگراه)\s(?:[\p{sc=Arabic}\p{M}]{2,20}\s){1,4}?(?:و?رقم\s|پلاک\s|بناية\s|مبنى\s|عمارة\s)?\d{1,5}|(?:شارع|طريق|جادة|نهج|زنقة|خیابان|کوچه|بلوار|بزرگراه)\s(?:[\p{sc=Arabic}\p{M}]{2,20}\s?){1,4}[،,]\s?(?:و?رقم\s|پلاک\s|بناية\s|مبنى\s|عمارة\s|(?:کوچه\s[\p{sc=Arabic}]{2,20}\s?[،,]\s?پلاک\s))?\d{1,5}|\d{1,5}\s?[،,]?\s?(?:شارع|طريق|جادة|نهج|زنقة)\s[\p{sc=Arabic}\p{M}]{2,20}(?:\s[\p{sc=Arabic}\p{M}]{2,20}){0,3})(?!\d)/gu,
    score: 0.6,
    needs: hint.script,
  },
  // רחוב הרצל 12, שד' רוטשילד 3/4
  {
    form: /(?<![\p{L}\p{N}])[בל]?(?:רחוב|רח['׳]|שדרות|שד['׳]|דרך(?=[^,.\n)]{2,30} \d{1,4}(?:[,.\n)]|$))(?! אגב)|סמטת|כיכר|מבוא)\s(?:[\p{sc=Hebrew}"'׳״-]{2,20}\s){1,4}?\d{1,4}[א-ת]?(?:\/\d{1,3})?(?![\p{L}\p{N}])/gu,
    score: 0.6,
    needs: hint.script,
  },
  // 12 गांधी मार्ग, दरियागंज रोड 12, मकान नंबर 12, गांधी मार्ग
  {
    form: /(?<![\p{L}\p{M}\p{N}])(?:(?:(?:मकान|फ्लैट|प्लॉट|घर)\s(?:नंबर|नं\.?|संख्या|क्रमांक)\s?)?[A-Z]?-?\d{1,5}(?:\/\d{1,4})?,?\s(?!लोग|इस|उस|घंटे|मिनट|किलो|साल|दिन)(?:[\p{sc=Devanagari}]{2,20},?\s){1,4}?(?:मार्ग|रोड|सड़क|गली|नगर|पथ|स्ट्रीट|चौक|कॉलोनी|विहार)|(?:[\p{sc=Devanagari}]{2,20}\s){1,3}?(?:मार्ग|रोड|सड़क|गली|पथ|स्ट्रीट),?\s\d{1,5}|(?:मकान|फ्लैट|प्लॉट|घर)\s(?:नंबर|नं\.?|संख्या|क्रमांक)\s?[A-Z]?-?\d{1,5})(?![\p{L}\p{M}\p{N}]|\s(?:पर|में|से|लोग))/gu,
    score: 0.6,
    needs: hint.script,
  },
  { form: wayForm, score: 0.65, needs: hint.romance },
  { form: declinedForm, score: 0.65, needs: hint.slavic },
  { form: suffixForm, score: 0.6, needs: hint.road },
  { form: unitForm, score: 0.65, needs: hint.road },
  { form: flatForm, score: 0.6, needs: hint.road },
  { form: gridForm, score: 0.6, needs: hint.road },
  { form: houseForm, score: 0.6, needs: hint.road },
];
