/**
 * Words before a day that say somebody was born on it. A full stop may be missing and may have a space behind it,
 * a tilde stands for an ending, a space also for a hyphen or an underscore, or for nothing.
 */
const said = `
date of birth|date and place of birth|place and date of birth|birth date|birth day|d.o.b.|d/o/b|bday|hbd|anniversaire le|mi cumple es el|cumple es el|cumpleaños es el|born|birth~ on|came into the world on|b. day|
geburtsdat~|geburtstag~|geb.|geboren|geborene~|geb.dat.|geb.datum|gebdat|gebd|geb tag|geburt am|zur welt gekommen am|
date de naissance|naissance|naiss.|né le|née le|nés le|nées le|né(e) le|né à|née à|né(e) à|né en|née en|né(e) en|né au|née au|né un|née un|naquit le|
né dans|née dans|a vu le jour|vit le jour|ddn|d.d.n.|
fecha de nacimiento|fecha de nac.|fecha nac~|f. nac~|fec. nac~|fnac|nacimiento|nacid~|nació|nac.|nací|nacieron|fecha nto.|
data di nascita|data nascita|data n.|nascita|nato/a|nata/o|nato il|nata il|nati il|nate il|nato a|nata a|nato in|nata in|nato ad|nata ad|nato presso|nata presso|nacque|sono nato|sono nata|
data de nascimento|data nascimento|nascimento|nascid~|nascido/a|nasceu|nasci|nasc.|dt. nasc~|data nasc.|
geboortedatum|geboortedag|geboren op|geboren te|geboren in|gebore op|geboortedt.|
födelsedat~|född|född den|föddes|fødselsdat~|fødselsdag~|født|fødd|fæddur|fædd|fæðingardag~|
syntymäaika|syntymäpäivä~|syntynyt|syntyi|synt.|
data urodzenia|urodzon~|urodził~ się|urodzin~|data ur.|dat. ur.|ur.|
datum narození|narozen~|narodil~ se|dat. nar.|datum nar.|nar.|dátum narodenia|narodený|narodená|narodil~ sa|
született|születési idő|születési dátum|születésnap~|születési hely|szül.|szül. idő|szül. dátum|
data nașterii|data naşterii|data nasterii|născut~|nascut~|s-a născut|n. la|
doğum tarihi|doğum t.|d. tarihi|doğumlu|doğum günü|doğum yeri ve tarihi|doğum yeri|doğum tarixi|
дата рождения|дата рожд.|рожд.|родил~|рождения|г.р.|др|д.р.|день рождения|
дата народження|народи~|народжен~|д.н.|дн|дата на раждане|роден~|ражд.|родена|
датум рођења|рођен~|дата нараджэння|нарадзі~|датум на раѓање|
datum rođenja|rođen~|rodjen~|datum rojstva|rojen~|datëlindj~|lindur|
gimimo data|gimė|gimęs|gimusi|gim.|dzimšanas datums|dzimis|dzimusi|dzim.|sünniaeg|sünnikuupäev|sündinud|sünd.|sündis|
ημερομηνία γέννησης|ημερομηνία γεν.|ημ.γέννησης|ημ.γεν.|ημ.γέν.|ημερ.γεν.|ημερ.γέν.|ημερ.γέννησης|ημ/νία γέννησης|ημ/νία γέν.|ημ/νία γεν.|ημ/νια γεν.|ημ/νια γεννησης|ημερομηνια γεννησης|γεν.|γέν.|γεννήθηκ~|γεννηθ~|γέννηση~|γεννημέν~|ηγ|η.γ.|
ngày sinh|ngày tháng năm sinh|ngày, tháng, năm sinh|sinh ngày|sinh năm|sinh|sinh nhật|ng.sinh|n.sinh|ngsinh|ntns|
tanggal lahir|tgl. lahir|tgl lhr|tempat tanggal lahir|tempat, tanggal lahir|tempat/tanggal lahir|lahir|tarikh lahir|dilahirkan|ttl|
data de naixement|nascut~|nascud~|va néixer|jaiotze data|jaiotza data|jaiotze eguna|data de nacemento|naceu|
dyddiad geni|ganwyd|ganed|dáta breithe|rugadh|
туған күні|туған|tugʻilgan sana|tug'ilgan sana|tarehe ya kuzaliwa|alizaliwa|nilizaliwa|geboortedatum|
petsa ng kapanganakan|kapanganakan|ipinanganak|isinilang|kaarawan|
تاريخ الميلاد|تاريخ الولادة|مواليد|من مواليد|ولد|ولدت|ميلاد~|تاریخ تولد|متولد|تاریخ پیدائش|پیدائش کی تاریخ|پیدائش|
תאריך לידה|תאריך הלידה|ת. לידה|ת.ל.|נולד|נולדה|נולדתי|יליד|ילידת|יום הולדת|
जन्म तिथि|जन्मतिथि|जन्म दिनांक|जन्म की तारीख|जन्मदिन|जन्म|जन्म तारीख|जन्मतारीख|জন্ম তারিখ|জন্মতারিখ|জন্ম|பிறந்த தேதி|పుట్టిన తేదీ|જન્મ તારીખ|ಹುಟ್ಟಿದ ದಿನಾಂಕ|ജനനത്തീയതി|ਜਨਮ ਮਿਤੀ|
დაბადების თარიღი|დაიბადა|ծննդյան ամսաթիվ|ծնվել|
`;
/** Abbreviations that mean much else: they say it at the beginning of a line, of a cell or of a bracket, with the day right behind. */
const short =
  "cumpleaños|anniversaire|compleanno|aniversário|syntymäpäivä|f.n.|fdn|f.d.n.|d.n.|dn|ns|g.datum|d.t.|dt|fn|hg|b.|nat.|nato|nata|nat|sz.|rođ.|р.н.|г.р.|η.γ.|ηγ";
/** One letter: only behind a name and its comma or bracket. */
export const letterClues = "[fsnbруγ]\\.";
/** In scripts without spaces; they stand anywhere. */
const wide =
  "生年月日|誕生日|お誕生日|出生年月日|出生日期|出生年月|出生于|出生於|出生日|生于|生於|生日|出生|生辰|생년월일|생일|출생일|출생|탄생일|วันเดือนปีเกิด|วันเกิด|เกิดวันที่|เกิดเมื่อ(?:วันที่)?|เกิด|ວັນເດືອນປີເກີດ|ថ្ងៃខែឆ្នាំកំណើត|မွေးသက္ကရာဇ်";

const entries = (list: string) =>
  list
    .replace(/\n/gu, "")
    .split("|")
    .filter(Boolean)
    .sort((a, b) => b.length - a.length);
const formOf = (entry: string) =>
  entry
    .replace(/[()/]/gu, String.raw`\$&`)
    .replace(/\./gu, String.raw`\.?[ ]?`)
    .replace(/ /gu, (space, at: number, whole: string) => (whole[at - 1] === "[" ? space : "[ _-]?"))
    .replace(/~/gu, String.raw`[\p{L}\p{M}]{0,8}`);

/** Whole words before a day, as alternatives of an expression. */
export const birthClues = `(?<![\\p{L}\\p{M}])(?:${entries(said).map(formOf).join("|")})(?![\\p{L}\\p{M}])|${wide}`;
export const shortClues = entries(short).map(formOf).join("|");

/** What a field of a birthday is called, beside the words above; for labels, where nothing else may stand before the day. */
export const birthNames = [...entries(said), ...entries(short).filter((entry) => !/^\p{L}\.?$/u.test(entry))]
  .map((entry) => formOf(entry))
  .join("|");

/** The telling word of each, and the stems that end with a tilde, so that a text without any need not be looked at. */
export const birthHints = [...entries(`${said}|${short}|dob|welt|doğdu|doğdum|doğmuş`), "ddn"].map((entry) =>
  (entry.replace(/(?<=^|\.)(\p{L})\.(?=\p{L}|$)/gu, "$1").match(/[\p{L}\p{M}]{2,}/gu) ?? []).reduce(
    (longest, word) => (word.length > longest.length ? word : longest),
    "",
  ),
);
export const birthStems = said.match(/[\p{L}\p{M}]{4,}(?=~)/gu) ?? [];

/** Small letters, as most languages write them; those with capitals pass as the names of places do. */
const weekdays =
  "lunes martes miércoles jueves viernes sábado domingo lundi mardi mercredi jeudi vendredi samedi dimanche lunedì martedì mercoledì giovedì venerdì sabato domenica segunda-feira terça-feira quarta-feira quinta-feira sexta-feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag måndag tisdag onsdag torsdag fredag lördag söndag mandag tirsdag lørdag søndag maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina poniedziałek wtorek środa środę czwartek piątek sobota sobotę niedziela niedzielę pondělí úterý středa středu čtvrtek pátek neděle neděli понедельник вторник среда среду четверг пятница пятницу суббота субботу воскресенье luni marți miercuri joi vineri sâmbătă duminică hétfő kedd szerda csütörtök péntek szombat vasárnap pazartesi salı çarşamba perşembe cuma cumartesi pazar monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag sonntag dilluns dimarts dimecres dijous divendres dissabte diumenge";

/** Words between the clue and the day that say nothing else happened on it. */
export const particles = new Set(
  `on the of in at to më hely idő ideje helye születési eko ko as was is am im in den der dem le la les el día dia del de du des il al a à au aux en em no na o e lo dnia dne den dny op te til på til i v ve w we u la data într în on az az a
  wurde ist war lautet ist est es era fu è é är er var is was on oli on oli w roku года году от в во на у с г м м г р р тя її его её моя my your his her their its mi su tu mein meine dein ihr ihre sein mon ma son sa leur mia suo sua meu minha seu sua
  στις στην στον στο την το τη ημέρα είναι στη ngày tháng năm tại ở vào của tôi là pada di tanggal adalah saya noong sa ay ar yn på ved ar ve yılında günü tarihi pe data de dia het zu nel nella nello dell parents near close being day month year at from
  ${weekdays}
  ב في يوم بتاريخ هو هي سنة عام به در को की का है मेरी मेरा में बतौर ko tarikh je sam si se sem dana u dne m d st saint san santa dr hospital clinic home
  passport certificate ticket licence license card form file record account profile should read mismatch expected got invalid wrong changed updated recorded entered given corrected from value field stored received`
    .split(/\s+/u)
    .filter(Boolean),
);
