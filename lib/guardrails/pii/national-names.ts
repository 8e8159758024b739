/** What people call the number their country gave them, in its language; a full stop may be missing and may have a space behind it. */
const names = `
pesel|numer pesel|nr pesel|dni|nif|nie|n.i.f.|d.n.i.|rut|run|r.u.t.|curp|cuit|cuil|cédula|cédula de identidad|codice fiscale|c.f.|cod. fisc.|cf|
numéro de sécurité sociale|numéro de sécu|n° de sécurité sociale|n° sécu|nir|numéro insee|n° insee|insee|numéro avs|n° avs|numéro national|niss|insz|
ahv-nummer|ahv-nr.|ahv nummer|ahvn13|bsn|burgerservicenummer|burgerservicenr.|bsn-nummer|bsn-nr.|sofinummer|rijksregisternummer|rijksregisternr.|
personnummer|personnr.|pnr.|samordningsnummer|cpr-nr.|cpr-nummer|cpr nummer|cpr|henkilötunnus|henkilötunnukseni|hetu|sotu|fødselsnummer|fødselsnr.|fnr.|d-nummer|kennitala|
cpf|c.p.f.|cpf/mf|número de contribuinte|contribuinte|número de identificação fiscal|cartão de cidadão|
rodné číslo|rodného čísla|r.č.|rč|егн|єгн|рнокпп|ипн|іпн|cnp|cod numeric personal|isikukood|asmens kodas|a.k.|personas kods|p.k.|oib|osobni identifikacijski broj|emšo|jmbg|матични број|
tc kimlik|tc kimlik no|tc kimlik numarası|tc kimlik numaram|t.c. kimlik no|t.c. kimlik numarası|t.c. no|tckn|снилс|инн|taj-szám|taj szám|adóazonosító|adóazonosító jel|αμκα|α.μ.κ.α.|αφμ|α.φ.μ.|
身份证|身份证号|身份证号码|公民身份号码|身分證字號|身分證|マイナンバー|個人番号|주민등록번호|주민번호|आधार|आधार संख्या|आधार नंबर|आधार कार्ड|पैन|
aadhaar|aadhaar number|aadhaar no.|aadhaar card|aadhar|uid|pan|pan card|pan number|nhs number|nhs no.|nhs|sin|sin number|social insurance number|social insurance no.|numéro d'assurance sociale|nas|
sa id|sa id number|sa id no.|rsa id|id number|identity number|identity no.|id no.|tax file number|tax file no.|tax file|tfn|ird number|ird no.|ird|pps number|pps no.|pps|ppsn|
תעודת זהות|ת.ז.|ת"ז|ת״ז|מספר זהות|מספר ת.ז.|หมายเลขบัตรประชาชน|หมายเลขประจำตัวประชาชน|เลขบัตรประชาชน|เลขประจำตัวประชาชน|เลขบัตรประจำตัวประชาชน|บัตรประชาชน|رقم الهوية|رقم الهوية الوطنية|الرقم القومي|الرقم الوطني|کد ملی|شماره ملی|
steuer-id|steuer-idnr.|steueridentifikationsnummer|steuer-identifikationsnummer|steuerliche identifikationsnummer|idnr.|identifikationsnummer|sv-nummer|sv-nr.|svnr.|sozialversicherungsnummer|sozialversicherungsnr.|rentenversicherungsnummer|rv-nummer|versicherungsnummer|
nik|no. ktp|nomor ktp|nomor induk kependudukan|cccd|số cccd|cmnd|số cmnd|căn cước|căn cước công dân|nric|nric no.|fin|mykad|ic number|ic no.|no. kad pengenalan|hkid
`;
const alternatives = names
  .replace(/\n/gu, "")
  .split("|")
  .filter(Boolean)
  .sort((a, b) => b.length - a.length)
  .map((name) => name.replace(/[()]/gu, String.raw`\$&`).replace(/\./gu, String.raw`\.?\s?`))
  .join("|");
const verbs =
  "is|ist|lautet|est(?: le)?|è|é|es|to|je|är|er|on|este|олан|είναι|הוא|היא|है|คือ|là|adalah|是|为|は|이|은|는|egyenlő|joka on|was|yra|ir";

/** Ends with such a name and what joins it to its number: ": ", " is ", " n.º ", "; mine is ", " | ", '": "'. */
const named = new RegExp(
  `(?:^|[^\\p{L}\\p{M}\\d])(?:${alternatives})["'*_)\\]]{0,3}(?:\\s?[#№]|\\s(?:no|nr|n|num|núm|nº|n°)\\.?[ºo°]?)?["'*_)\\]]{0,3}\\s?[:=|(–—-]?\\s?(?:[;,] )?(?:here[:,]? |mine |mein |moj |mój |mi |min )?(?:(?<=[\\s\\u2e80-\\ud7ff])(?:${verbs})\\s?:?\\s?)?["'*_([]{0,3}$`,
  "iu",
);
const reach = 72;

/** Whether what stands right before a number names it as the number of a citizen. */
export const isNamedNational = (text: string, start: number): boolean =>
  named.test(text.slice(Math.max(0, start - reach), start));
