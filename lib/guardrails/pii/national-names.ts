/**
 * What people call the number their country gave them, in its language. A full stop may be missing and may have a space
 * behind it. What stands behind one of `sure` is such a number whatever its form; what stands behind one of `doubtful`,
 * which mean other things as well, only with right check digits.
 */
const sure = `
nric|nric/fin|cnic|nicop|mykad|travel document|travel document number|uscis no.|uscis number|uscis|medicare no.|medicare number|ni no.|ni number|pesel|numer pesel|nr pesel|dni|n.i.f.|d.n.i.|nif|rut|r.u.t.|curp|cuit|c.u.i.t.|cuil|c.u.i.l.|cédula|cédula de identidad|cédula de ciudadanía|cédula de extranjería|cédula de identidade|documento nacional de identidad|documento de identidad|
dui|dpi|clave de elector|nss|número de seguridad social|número de la seguridad social|núm. seguridad social|nº seguridad social|seguridad social|nuss|tarjeta sanitaria|tarjeta de identidad|número de identidad|carnet de identidad|carné de identidad|
codice fiscale|cod. fisc.|carta d'identità|carta di identità|tessera sanitaria|numéro de sécurité sociale|numéro de sécu|n° de sécurité sociale|n° sécu|sécurité sociale|numéro de sécurité soc.|numéro insee|n° insee|numéro avs|n° avs|avs|numéro fiscal de référence|numéro spi|spi|cin|carte d'identité nationale|numéro national|numéro de registre national|registre national|numéro fiscal|n° fiscal|carte d'identité|carte nationale d'identité|cni|niss|insz|matricule national|matricule|numéro d'identification national|numéro d'identité|
ahv-nummer|ahv-nr.|ahv nummer|ahv|ahvn13|sozialversicherungsnummer|sozialversicherungsnr.|sozialversicherungs-nr.|sv-nummer|sv-nr.|sv nummer|svnr.|rentenversicherungsnummer|rentenversicherungsnr.|rv-nummer|steuer-id|steuer-idnr.|steueridentifikationsnummer|steuer-identifikationsnummer|steuerliche identifikationsnummer|personalausweisnummer|personalausweisnr.|personalausweis-nr.|personalausweis|ausweisnummer|ausweis-nr.|ausweisnr.|reisepassnummer|reisepass-nr.|reisepass|
bsn|burgerservicenummer|burgerservicenr.|bsn-nummer|bsn-nr.|sofinummer|rijksregisternummer|rijksregisternr.|paspoortnummer|identiteitskaartnummer|
personnummer|personnr.|samordningsnummer|cpr-nr.|cpr-nummer|cpr nummer|cpr nr.|cpr|henkilötunnus|henkilötunnukseni|hetu|sotu|sosiaaliturvatunnus|fødselsnummer|fødselsnr.|d-nummer|kennitala|personbeteckning|passnummer|pasnummer|
cpf|c.p.f.|cpf/mf|rg|r.g.|título de eleitor|pis|pis/pasep|nit/pis|número de contribuinte|número de identificação fiscal|cartão de cidadão|cartão do cidadão|bilhete de identidade|número de utente|carteira de identidade|registro geral|
rodné číslo|rodného čísla|r.č.|rč|občanský průkaz|číslo občanského průkazu|číslo op|egn|егн|єгн|єдрпоу фоп|рнокпп|рнокп|снилс|иин|жсн|пинфл|jshshir|ўшшжр|cnp|c.n.p.|cod numeric personal|cod personal|idnp|isikukood|asmens kodas|asmens kodo|personas kods|personas kodu|oib|osobni identifikacijski broj|osobná karta|osobna iskaznica|emšo|emso|jmbg|јмбг|ембг|матични број|matični broj|jedinstveni matični broj|numri personal|numri i identitetit|letërnjoftim|dowód osobisty|dowodu osobistego|seria i numer dowodu|nr dowodu|
tc kimlik|t.c. kimlik|tc kimlik no|tc kimlik numarası|tc kimlik numaram|t.c. kimlik no|t.c. kimlik numarası|t.c. no|tc no|tckn|kimlik no|kimlik numarası|taj-szám|taj szám|taj|adóazonosító|adóazonosító jel|személyi szám|személyi igazolvány|személyi igazolvány száma|személyazonosító|αμκα|α.μ.κ.α.|αφμ|α.φ.μ.|αριθμός ταυτότητας|αρ. ταυτότητας|α.δ.τ.|αδτ|
身份证|身份证号|身份证号码|身分证|公民身份号码|居民身份证|身分證|身分證字號|身份證|身份證號碼|護照號碼|护照号|护照号码|社会保障号|マイナンバー|個人番号|旅券番号|パスポート番号|주민등록번호|주민번호|외국인등록번호|여권번호|आधार|आधार संख्या|आधार नंबर|आधार कार्ड|पैन नंबर|पैन कार्ड|aadhaar|aadhaar number|aadhaar no.|aadhaar card|aadhar|aadhar number|aadhar card|pan card|pan number|pan no.|voter id|epic no.|
वोटर आईडी|मतदाता पहचान पत्र|पासपोर्ट|पासपोर्ट नंबर|এনআইডি|জাতীয় পরিচয়পত্র|জাতীয় পরিচয়পত্র|পাসপোর্ট|ஆதார்|ஆதார் எண்|ఆధార్|ಆಧಾರ್|ആധാർ|આધાર|ජාතික හැඳුනුම්පත|პირადი ნომერი|პირადი ნომერია|პასპორტი|ՀԾՀ|սոցիալական քարտ|անձնագիր|жеке сәйкестендіру нөмірі|fin kod|fin kodu|ş.v.|şəxsiyyət vəsiqəsi|henkilökortti|passin numero|paszport|nr paszportu|numer paszportu|cestovní pas|číslo pasu|cestovný pas|občiansky preukaz|číslo op|útlevél|útlevélszám|pașaport|seria și numărul|broj putovnice|broj pasoša|broj lične karte|lična karta|лична карта|број пасоша|број на лична карта|ЕМБГ|лк №|паспорт №|номер паспорта|διαβατήριο|αριθμός διαβατηρίου|pasaport no|pasaport numarası|paso numeris|pases numurs|passi number|id-kaart|dokumendi number|ausweisdokument|identitätskarte|id-karte|cartão nacional|cartão de eleitor|cni nº|cnh|carta de condução|pasaporte no.|licencia de conducir|nid|nid number|nid no.|national id|national id number|national id no.|national identification number|national identity number|national identity card|national insurance|national insurance number|national insurance no.|ni number|nin|nic no.|nic number|nic|bvn|ghana card|emirates id|iqama|iqama number|civil id|qid|huduma|mykad|nric|nric no.|hkid|philsys|psn|umid|social insurance number|social insurance no.|sin number|numéro d'assurance sociale|tax file number|tax file no.|tfn|ird number|ird no.|pps number|pps no.|ppsn|nhs number|nhs no.|rsa id|sa id number|sa id no.|south african id|identity card|identity card no.|id card|id card no.|id card number|passport|passport no.|passport number|pasaporte|pasaporte n.º|passeport|passaporto|passaporte|паспорт|паспорт серия|серия и номер паспорта|паспорта|
תעודת זהות|ת.ז.|ת"ז|ת״ז|מספר זהות|מספר ת.ז.|דרכון|หมายเลขบัตรประชาชน|หมายเลขประจำตัวประชาชน|เลขบัตรประชาชน|เลขประจำตัวประชาชน|เลขบัตรประจำตัวประชาชน|บัตรประชาชน|บัตรประจำตัวประชาชน|رقم الهوية|رقم الهوية الوطنية|رقم البطاقة الوطنية|الهوية الوطنية|الرقم القومي|الرقم الوطني|رقم الإقامة|الرقم المدني|رقم الجواز|جواز السفر|رقم جواز السفر|رقم البطاقة|البطاقة الوطنية|بطاقة التعريف الوطنية|الرقم الشخصي|گذرنامه|شماره گذرنامه|شماره شناسنامه|قومی شناختی کارڈ|شناختی کارڈ نمبر|کد ملی|کدملی|شماره ملی|شناختی کارڈ|
nik|no. nik|no. ktp|nomor identitas|nomor paspor|no. paspor|paspor|hộ chiếu|số hộ chiếu|số định danh|mã định danh|หนังสือเดินทาง|เลขที่หนังสือเดินทาง|nomor ktp|ktp|nomor induk kependudukan|cccd|số cccd|cmnd|số cmnd|cmnd/cccd|căn cước|căn cước công dân|thẻ căn cước|chứng minh nhân dân|no. kad pengenalan|kad pengenalan|no. k/p`;
const doubtful = `
nie|run|kt.|c.f.|cf|nir|insee|pnr.|fnr.|contribuinte|ипн|іпн|інн|инн|a.k.|p.k.|пан|पैन|uid|pan|nhs|sin|nas|sa id|id number|identity number|identity no.|id no.|tax file|ird|pps|fin|ic number|ic no.|sss|idnr.|identifikationsnummer|versicherungsnummer|tax id|tax id no.|taxpayer id|rfc`;

const listed = (list: string) => list.replace(/\n/gu, "").split("|").filter(Boolean);
/** "cédula" is typed "cedula" as often; only letters of Latin lose their marks. */
const plainOf = (name: string) =>
  name
    .normalize("NFD")
    .replace(/(?<=[a-z])[\u0300-\u036f]/gu, "")
    .normalize("NFC");
const alternatives = (list: string) =>
  [...new Set(listed(list).flatMap((name) => [name, plainOf(name)]))]
    .sort((a, b) => b.length - a.length)
    .map((name) =>
      name
        .replace(/[()/]/gu, String.raw`\$&`)
        .replace(/\./gu, String.raw`\.?\s?`)
        .replace(/ /gu, "[ _-]"),
    )
    .join("|");
const verbs =
  "is|ist|lautet|est|è|é|es|to|je|är|er|on|este|олан|είναι|הוא|היא|है|คือ|là|adalah|ialah|是|为|為|は|이|은|는|egyenlő|joka on|was|yra|ir|је|е|است|ہے|છે|lyder|brzmi|будет|هو|هي";

/** Two letters that are a card's only with their full stops: "C.C. 31995060", "C.I. 2.729.126-3". */
const dotted = String.raw`c\.\s?[ci]\.|i\.\s?d\.|d\.\s?u\.\s?i\.`;
/** Whose papers: "driver's license", "Medicare card", "alien registration number", "Krankenversichertennummer". */
const composed = String.raw`(?:driver['’]?s?|driving|operator['’]?s?|social insurance|medicare|medicaid|alien|resident|residence|immigration|voter|citizen|citizenship|military|beneficiary)(?:[ _-](?:beneficiary|registration|identity|identification|permit))?[ _-](?:licen[cs]e|card|permit|identifier|identification|registration|id|number)|(?:(?:personal|reise)?(?:ausweis|pass)|(?:kranken|renten|pflege|sozial)?versicherten|(?:kranken|renten|pflege|sozial)versicherungs|führerschein)-?(?:nummer|nr\.?)|permis de conduire|permiso de conducir|a-number|dl(?=\s?#)|itin|mbi`;
const named = new RegExp(
  `(?<![\\p{Ll}\\p{Lu}\\p{M}\\d])(?:(${alternatives(sure)}|${composed}|${dotted})|(?:${alternatives(doubtful)}))(?![\\p{Ll}\\p{Lu}\\p{M}\\d])`,
  "giu",
);
/** What joins a name to its number: ": ", " is ", " n.º ", "; mine is ", " | ", '": "', ">". */
const joined = new RegExp(
  `["'*_)\\]]{0,3}(?:\\s?[#№]|[\\s_-](?:no|nr|n|num|núm|nº|n°|number|nummer|numero|número|numéro|šte?v|szám|số|号|番号)(?![\\p{Ll}\\p{Lu}])\\.?[ºo°]?|号码?|番号)?(?:\\s?\\([^()\\n]{1,24}\\))?["'*_)\\]]{0,3}\\s{0,2}(?:[:=|(–—>-]{1,2}\\s{0,3})?(?:[;,] )?(?:here[:,]? |mine |mein |moj |mój |mi |min )?(?:(?<=[\\s\\u2e80-\\ud7ff])(?:${verbs})(?![\\p{Ll}\\p{Lu}])\\s?:?\\s{0,2})?["'*_(\\[\`]{0,3}\\s{0,2}(?=[\\p{Lu}\\p{Ll}\\d])`,
  "iuy",
);
/** Words in between: "Το ΑΜΚΑ μου είναι ", "C.P.F. do titular: ", "the PESEL of his son is ". */
const owned = new RegExp(
  `["'*_)\\]]{0,3}((?:\\s(?:\\p{L}[\\p{L}\\p{M}'’.]{0,15})){1,4}?)["'*_)\\]]{0,3}(?:\\s?[:=]{1,2}|\\s[|–—-](?=\\s)|\\s(?:${verbs})(?![\\p{Ll}\\p{Lu}]):?)\\s{0,3}["'*_(\\[\`]{0,3}(?=[\\p{Lu}\\p{Ll}\\d])`,
  "iuy",
);

/** Whose it is right behind its name, as in "Nomor KTP saya 3171…", "РНОКПП заявника 33…". */
const apposed =
  /((?:\s(?!\p{Lu}{4})\p{L}[\p{L}\p{M}'’]{1,15}){1,2})\s(?:n[.º°]{1,2} ?|№ ?)?(?=\p{Lu}{0,3} ?\d)/uy;

/** Where a number begins that is named as a citizen's, and the words between its name and it. */
export type NamedNumber = { start: number; isSure: boolean; between: string };

/** Every place of a text at which a citizen's number may begin, because its name stands before it. */
export function namedNumbers(text: string): NamedNumber[] {
  const found: NamedNumber[] = [];
  for (const match of text.matchAll(named)) {
    const end = match.index + match[0].length;
    const isSure = match[1] !== undefined;
    for (const form of isSure ? [joined, owned, apposed] : [joined, owned]) {
      form.lastIndex = end;
      const join = form.exec(text);
      if (join) found.push({ start: end + join[0].length, isSure, between: join[1] ?? "" });
    }
  }
  return found;
}

const sureNames = new Set(listed(sure).map((name) => name.replace(/[. ]/gu, "")));
/** Whether a field of this name (small letters, words parted by _) holds a citizen's number. */
export const isNationalName = (name: string): boolean =>
  sureNames.has(name.replace(/_/gu, "")) ||
  sureNames.has(name.replace(/_(?:no|nr|number|num|nummer|numero|número|id)$/u, "").replace(/_/gu, ""));

/** Words that many names have and that say nothing alone. */
const common = new Set(
  "no nr id of de di do da la i numer numéro número núm número nummer number numero nomor số no. card carta cartão carte tarjeta security social code cod personal national n t c r a p k d kt".split(
    " ",
  ),
);
/** Words of which a text that names such a number has one. */
const composedHints =
  "operator operators insurance driver drivers driving medicare medicaid alien resident residence immigration voter citizen citizenship military beneficiary ausweisnummer passnummer versichertennummer krankenversichertennummer krankenversicherungsnummer rentenversicherungsnummer führerscheinnummer permis permiso number dl itin mbi";
export const nationalHints = [...listed(sure), ...listed(doubtful)]
  .flatMap((name) => [name, plainOf(name)])
  .flatMap((name) => {
    const words = name.split(/[ ./'"-]+/u).filter(Boolean);
    const telling = words.filter((word) => !common.has(word) && word.length > 1);
    const others = words.filter((word) => word.length > 1).sort((a, b) => a.length - b.length);
    return telling
      .sort((a, b) => b.length - a.length)
      .slice(0, 1)
      .concat(telling.length ? [] : others.slice(0, 1));
  })
  .concat(composedHints)
  .join(" ");
