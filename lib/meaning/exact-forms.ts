import { type Disagreement, overlap, type Side } from "./sides.ts";

/** What differs by a sign or a letter and is another thing: 12A and 12B, 5(a) and 5(b), x > 5 and x < 5, Mr Lee and Mr Kim. */
export function exactForms(a: Side, b: Side): Disagreement | null {
  return codes(a, b) ?? comparisons(a, b) ?? titledNames(a, b) ?? partsOfAll(a, b);
}

/** Numbers with a letter of their own: the same number with another letter. */
function codes(a: Side, b: Side): Disagreement | null {
  const found = ({ text }: Side) =>
    Array.from(
      text.matchAll(/(?<![\p{L}\p{N}.,])(\d{1,6})(?:\s?\((\p{L}{1,4})\)|(\p{L}))(?![\p{L}\p{N}])/gu),
      ([, number = "", inBrackets, behind]) => ({
        number,
        letter: (inBrackets ?? behind ?? "").toLowerCase(),
      }),
    );
  const [left, right] = [found(a), found(b)];
  const isIn = (list: typeof left, code: (typeof left)[number]) =>
    list.some(({ number, letter }) => number === code.number && letter === code.letter);
  for (const one of left) {
    if (isIn(right, one)) continue;
    const other = right.find((code) => code.number === one.number && !isIn(left, code));
    if (other)
      return { rule: "letter", reason: `${one.number}${one.letter} against ${other.number}${other.letter}` };
  }
  return null;
}

const operator = /(?<![<>=!-])(?:>=|<=|≥|≤|!=|≠|==|=|>|<)(?![<>=])/gu;
const sameSign: Record<string, string> = { "==": "=", "≥": ">=", "≤": "<=", "≠": "!=" };

/** The same terms with another sign between them. */
function comparisons(a: Side, b: Side): Disagreement | null {
  const [left, right] = [a, b].map(({ text }) => ({
    signs: (text.match(operator) ?? []).map((sign) => sameSign[sign] ?? sign),
    terms:
      text
        .toLowerCase()
        .replace(operator, " ")
        .match(/[\p{L}\p{N}.,]+/gu)
        ?.join(" ") ?? "",
  }));
  if (!left || !right || left.signs.length === 0 || left.signs.length !== right.signs.length) return null;
  const at = left.signs.findIndex((sign, place) => sign !== right.signs[place]);
  if (at < 0 || left.terms !== right.terms) return null;
  return { rule: "sign", reason: `${left.signs[at]} against ${right.signs[at]}` };
}

const titled =
  /(?<!\p{L})(doctor|professor|mister|mrs|ms|miss|sir|lord|lady|judge|president|captain|general|saint|herr|frau|monsieur|madame|señora?|doctora)\s+(\p{Lu}[\p{L}'’-]+)(?:\s+(\p{Lu}[\p{L}'’-]+))?/giu;

/** One titled person on each side, by another name. */
function titledNames(a: Side, b: Side): Disagreement | null {
  const names = ({ text }: Side) =>
    Array.from(text.matchAll(titled), ([, , first = "", last]) => [first, last ?? first]);
  const [left, right] = [names(a), names(b)];
  if (left.length !== 1 || right.length !== 1) return null;
  const [one, other] = [left[0] ?? [], right[0] ?? []];
  if (one.some((name) => other.includes(name) || (other[0] ?? "").length < 2)) return null;
  return { rule: "word", reason: `"${one.at(-1)}" against "${other.at(-1)}"` };
}

const partOf =
  /(?<![\p{L}\p{N}])(\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven) (?:out )?of (?:the |its |our |their |all )?(\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\p{L}\p{N}])/iu;
const wholeOf = /(?<!not )(?<!\p{L})(?:all|both|every one|each)(?!\p{L})/iu;

/** "Two of the three" against "all three". */
function partsOfAll(a: Side, b: Side): Disagreement | null {
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    const part = partOf.exec(one.text);
    if (!part || part[1]?.toLowerCase() === part[2]?.toLowerCase()) continue;
    if (
      wholeOf.test(other.text) &&
      !partOf.test(other.text) &&
      !wholeOf.test(one.text.replace(part[0], "")) &&
      overlap(a, b) >= 0.4
    )
      return { rule: "quantity", reason: `${part[0]} against all` };
  }
  return null;
}
