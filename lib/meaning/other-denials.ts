import { type Disagreement, isKin, type Side } from "./sides.ts";

/**
 * Denials of languages whose words the lexicon has not, counted in both texts: an odd difference is a denial. `is` tells
 * the language by script, letters or commonest words; wrong guesses cost little, since both texts must say much the same.
 */
const languages: { is: RegExp; isByWords?: RegExp; denies: RegExp }[] = [
  {
    is: /\p{sc=Hangul}/u,
    denies:
      /지(?:는|도|를)?\s?(?:않|못|마|말)|(?<!\p{L})(?:안|못)(?=\s?\p{L})|없|아니|아닙|불가|금지|불합격|부적/gu,
  },
  {
    is: /\p{sc=Arabic}/u,
    denies:
      /(?<!\p{L})[وف]?(?:لا|لم|لن|ليس|ليست|ليسوا|لست|غير|بدون|بلا|نیست|نیستند|نه)(?!\p{L})|(?<!\p{L})(?:نمی|ن)(?=\p{L}{2,}(?:د|م|ند)(?!\p{L}))(?=[\s\S]*[پچژگی])/gu,
  },
  { is: /\p{sc=Devanagari}/u, denies: /(?<![\p{L}\p{M}])(?:नहीं|नही|न|मत|ना|बिना|नहीँ)(?![\p{L}\p{M}])/gu },
  { is: /\p{sc=Thai}/u, denies: /ไม่|มิได้|อย่า|ห้าม/gu },
  { is: /\p{sc=Hebrew}/u, denies: /(?<!\p{L})ו?(?:לא|אין|אינו|אינה|אינם|אסור|בלי|אל)(?!\p{L})/gu },
  { is: /\p{sc=Greek}/u, denies: /(?<!\p{L})(?:δεν|δε|μην|μη|όχι|χωρίς|ούτε)(?!\p{L})/giu },
  {
    is: /[ơưđạảấầẩậắằẳặẹẻẽếềểễệịỉọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/iu,
    denies: /(?<!\p{L})(?:không|chưa|chẳng|đừng|chả|cấm)(?!\p{L})/giu,
  },
  {
    is: /[ığşİ]|\p{L}{2}(?:[ıiuü]yor(?:um|sun|uz|sunuz|lar|du)?|\p{L}m[ae]d[ıi](?:[mnk]|n[ıi]z|l[ae]r)?|[ae]m[ae]z(?:s[ıi]n(?:[ıi]z)?)?|[ae]bilir(?:[ıi]m|s[ıi]n(?:[ıi]z)?|[ıi]z|l[ae]r)?)(?!\p{L})/iu,
    isByWords: /(?<!\p{L})(?:bir|ve|bu|için|çok|mi)(?!\p{L})/iu,
    denies: /(?<!\p{L})(?:değil\p{L}*|yok\p{L}*|hayır)(?!\p{L})/giu,
  },
  {
    is: /[ěřůščžťďňľ]/iu,
    denies:
      /(?<!\p{L})(?:není|nejsou|nejsem|nejsme|nie je|nie sú|nije|nisu|nisam|ne|nelze|bez|nikdy)(?!\p{L})/giu,
  },
  {
    is: /[őű]/iu,
    isByWords: /(?<!\p{L})(?:egy|és|hogy|nem|van)(?!\p{L})/iu,
    denies: /(?<!\p{L})(?:nem|ne|nincs|nincsenek|sem|tilos)(?!\p{L})/giu,
  },
  {
    is: /[șță]/iu,
    isByWords: /(?<!\p{L})(?:și|este|nu|pentru)(?!\p{L})/iu,
    denies: /(?<!\p{L})(?:nu|n-a|n-am|nici|fără)(?!\p{L})/giu,
  },
  {
    is: /$^/u,
    isByWords:
      /(?<!\p{L})(?:ei|en|et|emme|ette|eivät|on|ovat|ja|älä)(?!\p{L})[\s\S]*(?:ää|[aä]a|ii|ll|kk|tt)/iu,
    denies: /(?<!\p{L})(?:ei|eivät|emme|ette|älä|älkää|eikä)(?!\p{L})/giu,
  },
  {
    is: /$^/u,
    isByWords: /(?<!\p{L})(?:yang|dan|tidak|ini|itu|adalah|akan|sudah|bukan|saya|kami|di)(?!\p{L})/iu,
    denies: /(?<!\p{L})(?:tidak|bukan|jangan|tak|belum|tanpa|dilarang)(?!\p{L})/giu,
  },
];

const covered = new Set(["en", "de", "fr", "it", "nl", "pt", "zh", "ja", "ru"]);

export function otherDenials(a: Side, b: Side): Disagreement | null {
  // Letters tell for sure; words only where the lexicon's own languages are out of question.
  const isCovered = covered.has(a.language) && covered.has(b.language);
  const language =
    languages.find(({ is }) => is.test(a.text) || is.test(b.text)) ??
    (isCovered ? undefined : languages.find(({ isByWords }) => isByWords?.test(`${a.text} ${b.text}`)));
  if (!language) return null;
  const [left = [], right = []] = [a, b].map(
    ({ text }) => text.toLocaleLowerCase("und").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [],
  );
  const count = ({ text }: Side) => text.match(language.denies)?.length ?? 0;
  const turns = count(a) + count(b) + inflected(left, right) + inflected(right, left);
  if (turns % 2 === 0) return null;
  const shared = left.filter((word) =>
    right.some((other) => isKin(word, other) || word === `ne${other}` || other === `ne${word}`),
  ).length;
  const isMuch =
    shared / Math.max(1, Math.min(left.length, right.length)) >=
    (left.length + right.length > 24 ? 0.7 : 0.34);
  return isMuch ? { rule: "denial", reason: "what one says the other denies" } : null;
}

/**
 * Words of one side that the other has with a denial grown in: Czech "koná" and "nekoná", Turkish "gelecek" and
 * "gelmeyecek", "gelebilir" and "gelemez", "eder" and "etmez".
 */
function inflected(words: readonly string[], others: readonly string[]): number {
  return words.filter((word) => !others.includes(word) && others.some((other) => isDeniedForm(word, other)))
    .length;
}

function isDeniedForm(word: string, other: string): boolean {
  if (other === `ne${word}` && word.length > 1) return true;
  if (word.startsWith("je") && other === `ne${word.slice(1)}`) return true;
  const [one, two] = [hard(word), hard(other)];
  let common = 0;
  while (common < one.length && one[common] === two[common]) common += 1;
  const [rest, theirs] = [word.slice(common), other.slice(common)];
  if (rest.startsWith("m")) return false;
  // Behind two letters only what is nothing but a denial: "olmaz", "etmiyor", "gitmedi".
  if (common === 2) return /^(?:m[ae](?:z|m$|d[ıi]|y[ae])|m[ıiuü]yor)/u.test(theirs);
  return common > 2 && /^m[aeıiuü](?:[yzdsmcn]|$)/u.test(theirs) && /[ığşçöü]|m[ae]|m[ıiuü]yor/u.test(other);
}

/** Stems that soften before a vowel: "gider" and "gitmez", "ediyor" and "etmiyor". */
function hard(word: string): string {
  return word.replace(/^(\p{L}+?)d(?=[aeıiouöü])/u, "$1t");
}
