/**
 * Names of months and their abbreviations in small letters, as CLDR 48 has them (through Intl, which takes half a second
 * for all of them, so they stand here), and a few that people write beside those. days.test.ts compares them with Intl.
 * @internal A test holds them against the names.
 */
export const monthLanguages =
  "en de fr es it pt nl sv da nb nn fi is et lv lt pl cs sk hu sl hr sr bs mk bg ro el tr az uk ru be hy ka he ar fa hi bn id ms vi th ca gl ga cy sq sw af fil uz kk";
export const monthNames = new Set(
  `
abr abril ag ago agost agosti agosto agu agustus aib aibreán août apr aprel april aprile aprili
aprilie aprill apríl apríla aprīlis ara aralık aug august augusta augusti augusts augustus
augusztus avg avgust avq avqust avr avril awst ağu ağustos balandis balandžio beal bealtaine
birželio birželis bře březen března chw chwef chwefror cze czerwca czerwiec dec decembar
december decembra decembrie decembris decembro deireadh dek dekabr des desemba desember desembre
dets detsember dez dezember dezembro dfómh dhj dhjetor dic dicembre diciembre dis disember
disyembre dub duben dubna déc décembre d’abr d’abril d’ag d’agost d’oct d’octubre ean eanáir ebr
ebrill eki ekim elo elokuu elokuuta ene enero eyl eylül feabh feabhra feb febbraio febr febreiro
febrer febrero februar februari februarie february február februára februāris febrúar fev
fevereiro fevral févr février fómhair gegužė gegužės gen gener gennaio giu giugno gor gorff
gorffennaf gru grudnia grudzień gruodis gruodžio gush gusht haz haziran heinä heinäkuu
heinäkuuta helmi helmikuu helmikuuta huhti huhtikuu huhtikuuta hul hulyo hun hunyo hyd hydref
ian ianuarie ion ionawr iul iulie iun iunie iyl iyn iyul iyun iúil jaan jaanuar jan janar
janeiro januar januari januarie january január januára janv janvier janvāris janúar joulu
joulukuu joulukuuta juil juillet juin jul julai julho juli julie julij julio juliol july jun
june junho juni junie junij junio juny juuli juuni júl júla július júlí jún júna június júní jūl
jūlijs jūn jūnijs kas kasım kesä kesäkuu kesäkuuta kol kolovoz kolovoza korr korrik kovas kovo
kvě květen května kwi kwiecień kwietnia lapkritis lapkričio led leden ledna liepa liepos lip
lipanj lipca lipiec lipnja lis listopad listopada listopadu loka lokakuu lokakuuta lug luglio
lut lutego luty lún lúnasa maalis maaliskuu maaliskuuta maart mac machi mag maggio mai maig
maijs maio maj maja mar marca march marec maret marras marraskuu marraskuuta mars marso mart
martie marts marzec marzo març março maw mawrth may mayo mayıs maí medi meh mehefin mei meith
meitheamh meán mfómh mrt mrz máj mája május márc március márta mär märts märz nis nisan nob
nobyembre noiembrie noll nollaig nov novemba novembar november novembra novembre novembris
novembro noviembre noy noyabr nën nëntor nóv nóvember oca ocak oct october octobre octombrie
octubre ogo ogos okt oktabr oktoba oktobar oktober oktobris oktoober oktubre oktyabr október
októbra ott ottobre out outubro ožu ožujak ožujka paź październik października peb pebrero pri
prill pro prosinac prosinca prosince prosinec qer qershor rhag rhagfyr rugpjūtis rugpjūčio
rugsėjis rugsėjo ruj rujan rujna samh samhain sausio sausis sen sentabr sentyabr sep sept
septemba septembar september septembra septembre septembrie septembris septiembre set setembre
setembro settembre setyembre shk shkurt sht shtator sie sierpień sierpnia sij siječanj siječnja
spalio spalis srp srpanj srpen srpna srpnja stu studeni studenoga sty styczeń stycznia svi
svibanj svibnja syys syyskuu syyskuuta szept szeptember tach tachwedd tammi tammikuu tammikuuta
tem temmuz tet tetor touko toukokuu toukokuuta tra travanj travnja vasario vasaris veebr
veebruar velj veljača veljače wrz wrzesień września xan xaneiro xul xullo xuño yan yanvar zář
září ágú ágúst ápr április úno únor února červen července červenec června čvc čvn říj říjen
října şub şubat απρ απριλίου αυγ αυγούστου δεκ δεκεμβρίου ιαν ιανουαρίου ιουλ ιουλίου ιουν
ιουνίου μαΐ μαΐου μαρ μαρτίου νοε νοεμβρίου οκτ οκτωβρίου σεπ σεπτεμβρίου φεβ φεβρουαρίου авг
август августа апр апрель апреля април ақп ақпан бер березень березня вер верасень верасня
вересень вересня груд грудень грудня дек декабрь декабря декември дец децембар жел желтоқсан жні
жнівень жніўня жовт жовтень жовтня июл июль июля июн июнь июня кас кастрычнік кастрычніка квіт
квітень квітня кра красавік красавіка лип липень липня лист листопад листопада лют лютага лютий
лютого люты ліп ліпень ліпеня ліс лістапад лістапада май мам мамыр мар март марта мау маусым мая
мај нау наурыз нов новембар ное ноември нояб ноябрь ноября окт октобар октомври октябрь октября
сак сакавік сакавіка сент сентябрь сентября сеп септембар септември серп серпень серпня сне
снежань снежня сту студзень студзеня січ січень січня сәу сәуір там тамыз трав травень травня
феб фебруар фев февр февраль февраля февруари черв червень червня чэр чэрвень чэрвеня шіл шілде
юли юни янв январь января януари јан јануар јануари јул јули јун јуни қаз қазан қар қараша қаң
қаңтар қыр қыркүйек ապր ապրիլ ապրիլի դեկ դեկտեմբեր դեկտեմբերի հլս հնս հնվ հոկ հոկտեմբեր
հոկտեմբերի հուլիս հուլիսի հունիս հունիսի հունվար հունվարի մայիս մայիսի մարտ մարտի մյս մրտ նոյ
նոյեմբեր նոյեմբերի սեպ սեպտեմբեր սեպտեմբերի փետրվար փետրվարի փտվ օգոստոս օգոստոսի օգս אוג אוגוסט
אוק אוקטובר אפר אפריל דצמ דצמבר יולי יוני ינו ינואר מאי מרץ נוב נובמבר ספט ספטמבר פבר פברואר
آوریل أبريل أغسطس أكتوبر اوت اکتبر دسامبر ديسمبر سبتمبر سپتامبر فبراير فوریه فوریهٔ مارس مايو مه
مهٔ نوامبر نوفمبر يناير يوليو يونيو ژانویه ژانویهٔ ژوئن ژوئیه ژوئیهٔ अक्टू अक्टूबर अग अगस्त
अप्रैल जन जनवरी जुल जुलाई जून दिस दिसंबर नव नवंबर फ़र फ़रवरी मई मार्च सित सितंबर অক্টো অক্টোবর
আগ আগস্ট এপ্রি এপ্রিল জানু জানুয়ারি জুন জুল জুলাই ডিসে ডিসেম্বর নভে নভেম্বর ফেব ফেব্রুয়ারি
মার্চ মে সেপ সেপ্ট সেপ্টেম্বর ก.ค ก.พ ก.ย กรกฎาคม กันยายน กุมภาพันธ์ ต.ค ตุลาคม ธ.ค ธันวาคม พ.ค
พ.ย พฤศจิกายน พฤษภาคม ม.ค มกราคม มิ.ย มิถุนายน มี.ค มีนาคม ส.ค สิงหาคม เม.ย เมษายน აგვ აგვისტო
აპრ აპრილი დეკ დეკემბერი თებ თებერვალი იან იანვარი ივლ ივლისი ივნ ივნისი მაი მაისი მარ მარტი ნოე
ნოემბერი ოქტ ოქტომბერი სექ სექტემბერი
jänner jän feber hornung jaanuaril veebruaril märtsil aprillil mail juunil juulil augustil septembril oktoobril novembril
detsembril јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра фебруари
فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين
maiatzaren urtarrilaren otsailaren martxoaren apirilaren ekainaren uztailaren abuztuaren irailaren urriaren azaroaren abenduaren
`
    .trim()
    .split(/\s+/),
);
