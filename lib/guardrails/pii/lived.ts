import type { Candidate } from "./candidate.ts";

/** Verbs and nouns behind which an address stands: "I live at", "wohne in der", "vivo en", "asun osoitteessa", "أسكن في". */
const clue =
  /(?<!\p{L})(?:outside|opposite|in front of|next door to|(?:live|lives|lived|living|reside[sd]?|residing|staying|stay|based|located|deliver(?:ed)?(?: it| them| this)?|ship(?:ped)?(?: it| them)?|send(?: \p{Ll}{2,12}){0,3}|break-in|sent|mail it|moved?|moving|relocated|home|house|flat|apartment|property|premises|address(?: is)?) (?:at|to|from|is)|(?:ich |wir )?wohn(?:e|en|haft|t|hafte[rn]?)(?: in| am| an)?(?: der| dem| den)?(?: stadt)?|(?:liefer(?:ung|n|t)|senden|schick(?:en|t)) (?:an|nach)|j['’]habite(?: au| à| aux)?|(?:habite|habitons|demeurant|domiciliée?s?|réside|livrer|livraison)(?: au| à| aux)?|viv(?:o|e|imos|en|ía) en|(?:domiciliad[oa]|reside(?:nte)?|resido) en|(?:mi|su) (?:casa|piso) está en|abit(?:o|a|iamo) (?:in|a)|residente (?:in|a)|mor(?:o|a|amos) (?:na|no|em)|resid(?:o|e|ente) (?:na|no|em|à)|(?:ik |wij )?woon(?:t|achtig)?(?: op| aan| in| te)?(?: de| het)?|wonen(?: op| aan| in)?(?: de| het)?|bor(?: jeg| vi| du)?(?: på| i| ved)?|bosatt (?:på|i)|bopæl(?:en)? (?:er )?(?:på)?|asu(?:n|mme|u)(?: osoitteessa)?|osoitteessa|mieszka(?:m|my|ła?)? (?:przy|na|w)|zamieszka(?:ły|ła) (?:przy|na|w)|bydlí(?:m|me)? (?:na|v|ve|u)|bytem|bývam(?:e)? na|lakom|lakik|lakunk|lakcíme|locuiesc (?:pe|în|la)|domiciliat[ăa]? (?:pe|în)|živim (?:u|na|v)|stanujem (?:u|na|v)|живу (?:на|в|по адресу)|проживаю(?: по адресу)?|прожива(?:ет|ющий|ющая)(?: по адресу)?|по адресу|мешкаю (?:на|за адресою)|за адресою|живея (?:на|в)|μένω (?:στην|στη|στον|στο|οδό)|κατοικώ (?:στην|στη)|doruč(?:it|te|eno|ení)(?: prosím)? na(?: adresu)?|donáška(?: na)?|dostav(?:a|iti|ite|a na)(?: na)?|isporuka(?: na)?|dostarcz(?:yć|enie|cie)(?: na| przy)?|dostawa(?: na| pod)?|toimitus(?: osoitteeseen)?|toimitetaan|leverans(?: till)?|levereras till|lever(?:ing|es)(?: til)?|consegn(?:a|are)(?: in| a)?|entreg(?:a|ar|ue|uen)(?: em| na| no| en)?|envia?r? (?:a|para)|zustellung(?: an)?|abholung(?: bei| in)?|bezorg(?:en|d)(?: op| aan)?|kiszállítás|szállítás|livrare(?: la| pe)?|доставка(?: на| по)?|доставить (?:на|по)|забрать (?:с|на)|доставити (?:на|за)|παράδοση(?: στην?)?|pristatyti|piegāde|kohale|(?:mi|su) (?:dirección|domicilio) es|(?:il )?mio indirizzo è|meu endereço é|minha morada é|mijn adres is|min adress är|min adresse er|meine (?:adresse|anschrift) (?:lautet|ist)|mon adresse est|mój adres to|moja adresa je|adresa mea este|osoitteeni on|tinggal di|rumah saya di|alamat saya di|sống (?:tại|ở)|nhà (?:tôi )?(?:ở|tại)|elan|búm? (?:á|í)|gyvenu|dzīvoju)(?!\p{L})[ :,]{1,3}/giu;
const first =
  /(?:(?:[Uu]nit|[Ff]lat|[Ss]tudio|[Ss]uite|[Aa]pt\.?|[Aa]partment|[Ll]ot) \d{1,4}[A-Za-z]?,? )?\d{1,5}[a-zA-Z]?(?:[/-]\d{1,4})?,? \p{Lu}[\p{L}\p{M}'’.-]{2,24}(?: \p{Lu}[\p{L}\p{M}'’.-]{0,24}){0,3}/uy;
/** "Studio 4, Rowe Prairie": the flat's number is the only one. */
const flat =
  /(?:[Uu]nit|[Ff]lat|[Ss]tudio|[Aa]pt\.?|[Aa]partment) \d{1,4}[A-Za-z]?, \p{Lu}[\p{L}'’-]{2,24} \p{Lu}[\p{L}'’-]{2,24}/uy;
const last =
  /\p{Lu}[\p{L}\p{M}'’.-]{1,30}(?: (?:\p{Lu}[\p{L}\p{M}'’.-]{0,30}|d[aeou]s?|del|della|degli|van|von|den|der|af|av)){0,4},? (?:n[.º°o]{0,3} ?|nr\.? ?|č\.? ?|д\. ?)?\d{1,4} ?[a-zA-Z]?(?:[/-]\d{1,4}[a-zA-Z]?)?(?=[\s,.;)!?]|$)/uy;
/** What is no street behind "moved from": a month, a version, a team. */
const other =
  /^(?:\d+ )?(?:version|windows|android|room|zimmer|floor|gate|level|page|chapter|january|february|march|april|may|june|july|august|september|october|november|december|team|group|platform|terminal|hotel|dock|haus|rampe|tor|halle|bay|pier|line|stage|step|class|grade|year|week|day|phase|part|department|abteilung|platz|etage|stock|bahnsteig|gleis|porte|quai|puerta|andén|binario)(?= ?\d|$)/iu;

/** In English things and teams are sent and moved as well as people: "moved to Hall 43", "sent to Printer 75". */
const isErrand =
  /^(?:outside|opposite|in front|next door|deliver|ship|send|sent|mail|move|moving|moved|relocated|based|located|break-in|house|flat|property|premises|staying|stay)/iu;

/** A street without a word for streets, where a verb says that somebody lives there: "Jag bor på Ullern 12". */
export function streetsLivedIn(text: string): Candidate[] {
  const found: Candidate[] = [];
  for (const match of text.matchAll(clue)) {
    const start = match.index + match[0].length;
    for (const form of [first, flat, last]) {
      form.lastIndex = start;
      const value = form.exec(text)?.[0].replace(/[.,]$/u, "");
      if (value === undefined || other.test(value)) continue;
      if (form === last && isErrand.test(match[0]) && !/^, \p{Lu}/u.test(text.slice(start + value.length)))
        continue;
      found.push({ type: "STREET_ADDRESS", start, end: start + value.length, score: 0.55 });
      break;
    }
  }
  return found;
}

/** The first words of those verbs, so that a text without any need not be looked at. */
export const livedHints =
  "doručit doručte doručeno doručení donáška dostava dostaviti dostavite isporuka dostarczyć dostarczenie dostarczcie dostawa toimitus toimitetaan leverans levereras levering leveres consegna consegnare entrega entregar entregue entreguen envia enviar zustellung abholung bezorgen bezorgd kiszállítás szállítás livrare доставка доставить забрать доставити παράδοση pristatyti piegāde kohale outside opposite front door live lives lived living reside resides resided residing staying stay based located deliver delivered ship shipped send sent mail moved move moving relocated home house flat apartment property premises address wohne wohnen wohnt wohnhaft wohnhafte wohnhafter wohnhaften lieferung liefern liefert senden schicken schickt habite habitons demeurant domicilié domiciliée réside livrer livraison vivo vive vivimos viven vivía domiciliado domiciliada residente resido casa piso abito abita abitiamo moro mora moramos woon woont woonachtig wonen bor bosatt bopæl bopælen asun asumme asuu osoitteessa mieszkam mieszkamy mieszka mieszkał mieszkała zamieszkały zamieszkała bydlím bydlíme bydlí bytem bývam bývame lakom lakik lakunk lakcíme locuiesc domiciliat domiciliată živim stanujem живу проживаю проживает проживающий проживающая адресу мешкаю адресою живея μένω κατοικώ break dirección domicilio indirizzo endereço morada adres adress adresse anschrift adresa osoitteeni tinggal rumah alamat sống nhà elan bý búm gyvenu dzīvoju";
