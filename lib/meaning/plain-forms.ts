/** Signs and abbreviations written out before a text is cut into sentences and words. */
const titles: Record<string, string> = {
  dr: "Doctor",
  prof: "Professor",
  mr: "Mister",
  mrs: "Mrs",
  ms: "Ms",
  messrs: "Messrs",
  st: "Saint",
  capt: "Captain",
  gen: "General",
  sgt: "Sergeant",
  hr: "Herr",
  fr: "Frau",
  sra: "Señora",
  sr: "Señor",
  dra: "Doctora",
};
const title = new RegExp(`(?<![\\p{L}\\p{N}])(${Object.keys(titles).join("|")})\\.?(?=\\s+\\p{Lu})`, "giu");
/** With its point only: "Fr" and "St" without one are other things as often. */
const needsPoint = new Set(["st", "gen", "hr", "fr", "sr"]);

const vulgar: Record<string, string> = {
  "½": "1/2",
  "⅓": "1/3",
  "⅔": "2/3",
  "¼": "1/4",
  "¾": "3/4",
  "⅕": "1/5",
  "⅖": "2/5",
  "⅗": "3/5",
  "⅘": "4/5",
  "⅙": "1/6",
  "⅚": "5/6",
  "⅛": "1/8",
  "⅜": "3/8",
  "⅝": "5/8",
  "⅞": "7/8",
  "⅒": "1/10",
};
const vulgarSigns = new RegExp(`(?:(\\d+)\\s?)?([${Object.keys(vulgar).join("")}])`, "gu");

const denial = String.raw`(?:(?:do|does|did|will|would|shall|should|can|could|is|are|was|were|has|have|had)(?: not|n['’]t)|won['’]t|can['’]t|shan['’]t|cannot)`;
/** What goes on for a while: "did not stay until June" is over before, "did not open until June" begins then. */
const lasting =
  "(?:wait|stay|last|remain|continue|delay|postpone|keep|hold|run|work|sleep|live|survive|leave it|put off)";
const notUntil = new RegExp(
  String.raw`\b${denial}(?! only)\b(?![^.,:;!?]{0,40}\b${lasting})([^.,:;!?]{1,60}?) (?:until|till)\b`,
  "giu",
);
const notUntilElsewhere =
  /(?<!\p{L})(?:no|não|non)(?!\p{L})(?: (?:se|si))?([^.,:;!?]{2,60}?) (?:hasta|até|fino (?:al|alla|a))(?!\p{L})/giu;

const amount = String.raw`(?:(?:an?|from|between|eine?[nm]?|une?|un[oa]?) )?(?:\d[\d.,:]*|(?<=\ba )\p{L}+)(?:\s?(?:-|–|to|and|or|bis|à|a)\s?\d[\d.,:]*)?(?:\s?(?:%|°?\p{L}+))?`;
/** ", not 10 mg" behind another number of its sentence. */
const deniedAmount = new RegExp(
  String.raw`(?<=\d[^.;!?]{0,60})(?:,? (?:and|but|und|aber|et|mais|y|e)|,) (?:not|nicht|pas|no|non) (?:(?:at|on|in|by|am|um|im|à|le|en|el|a|alle) )?${amount}(?=\s*(?:[.,;!?)]|$))`,
  "giu",
);

/**
 * "Dr. Smith" as "Doctor Smith", "1½" as "1.5", "¼" as "1/4", "it was not until May that it shipped" as "in May it shipped",
 * "did not open until June" as "open from June", "5 mg, not 10 mg" as "5 mg". The same again of what it gives.
 */
export function plainForms(text: string): string {
  return text
    .replace(title, (found, name: string) => {
      const key = name.toLowerCase();
      return needsPoint.has(key) && !found.endsWith(".") ? found : (titles[key] ?? found);
    })
    .replace(vulgarSigns, (_, whole: string | undefined, sign: string) => {
      const fraction = vulgar[sign] ?? "";
      if (whole === undefined) return fraction;
      const [top = 0, bottom = 1] = fraction.split("/").map(Number);
      return String(Number(whole) + top / bottom);
    })
    .replace(/\b(?:it (?:was|is|will be) )?not until ([^.,;!?]{1,40}?) (?:that|did|does|will)\b/giu, "in $1")
    .replace(/\b(?:it (?:was|is|will be) )?only in ([^.,;!?]{1,40}?) that\b/giu, "in $1")
    .replace(notUntil, "$1 from")
    .replace(notUntilElsewhere, "$1 from")
    .replace(deniedAmount, "")
    .replaceAll("−", "-");
}
