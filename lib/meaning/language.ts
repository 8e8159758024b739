/** Languages told apart by script and by their commonest words; enough to know whose "hier" or "die" a text means. */
export type Language =
  | "en"
  | "de"
  | "fr"
  | "es"
  | "pt"
  | "it"
  | "nl"
  | "pl"
  | "ru"
  | "zh"
  | "ja"
  | "other"
  | "none";

const common: Partial<Record<Language, string>> = {
  en: "the a an is are was were be been of to in on at for with and or not it this that you we they he she i has have will would can do does did from by as but if there his her their your our my who all no yes please only",
  de: "der die das den dem des ein eine einen einem einer ist sind war waren wird werden wurde nicht kein und oder mit von zu im am auf für sie er es wir ich ihr hat haben kann muss darf bitte man sich bei nach aus als auch noch nur zum zur hier ja nein um an vom beim wie wo wann diese dieser dieses kommt uhr alle jeder",
  fr: "le la les un une des du de est sont était et ou ne pas à au aux dans sur pour avec vous nous il elle ils je que qui ce cette votre notre sera être a ont par plus oui non s'il",
  es: "el la los las un una de del es son fue y o no en a al por para con que se su usted ustedes está están ser ha han más sí lo como pero este esta",
  pt: "o a os as um uma de do da dos das é são foi e ou não em no na por para com que se seu sua você está estão ser ao mais sim este esta faltam",
  it: "il lo la i gli le un una di del della è sono e o non in a al per con che si suo sua lei ha hanno più sì questo questa essere sarà",
  nl: "de het een is zijn was en of niet geen in op te voor met van dat die u wij hij ze ik heeft hebben wordt worden bij naar ook nog maar ja nee",
  pl: "i w na z do nie się jest są był była było to że o za po od dla ten ta przez jak ale lub oraz zostało został proszę tak",
};
const wordsOf = Object.entries(common).map(
  ([language, words]) => [language, new Set(words.split(" "))] as const,
);

/**
 * The language of a text as well as it can be told from a line; "none" where it has no words at all. Where nothing
 * tells, it is `fallback`: the language of the text it is compared with.
 */
export function languageOf(text: string, fallback?: Language): Language {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return "none";
  const share = (script: RegExp) => (text.match(script)?.length ?? 0) / letters;
  if (share(/[\p{sc=Hiragana}\p{sc=Katakana}]/gu) > 0.15) return "ja";
  if (share(/\p{sc=Han}/gu) > 0.3) return "zh";
  if (share(/\p{sc=Cyrillic}/gu) > 0.5) return "ru";
  if (share(/\p{sc=Latin}/gu) < 0.5) return "other";
  const words = text.toLowerCase().match(/[\p{L}\p{M}']+/gu) ?? [];
  let best: Language = "other";
  let most = 0;
  for (const [language, set] of wordsOf) {
    const hits = words.filter((word) => set.has(word)).length + (marks[language]?.test(text) ? 0.6 : 0);
    if (hits > most) [best, most] = [language as Language, hits];
  }
  if (most > 0) return best;
  if (fallback && isLatin(fallback)) return fallback;
  return /[^\p{ASCII}\p{P}\p{S}\p{M}]/u.test(text) ? "other" : "en";
}

function isLatin(language: Language): boolean {
  return language !== "none" && language !== "zh" && language !== "ja" && language !== "ru";
}

/** Letters that few other languages have. */
const marks: Record<string, RegExp> = {
  de: /[äöüß]/i,
  fr: /[èêçœà]|qu'|l'|d'/i,
  es: /[ñ¿¡]/i,
  pt: /[ãõ]/i,
  pl: /[ąęłśżźćń]/i,
};
