/** Signs that show nothing: between letters they hide words from whoever looks for them. */
const invisible =
  /[\u{ad}\u{61c}\u{180e}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2060}-\u{2064}\u{206a}-\u{206f}\u{feff}]|\u{34f}|\p{Variation_Selector}/gu;
/** Unicode's tags: a second, unseen alphabet. */
const tags = /[\u{e0020}-\u{e007e}]/gu;

/** Letters of other alphabets that look like Latin ones. */
const lookalikes: Record<string, string> = {
  "\u0430": "a",
  "\u0435": "e",
  "\u043e": "o",
  "\u0440": "p",
  "\u0441": "c",
  "\u0443": "y",
  "\u0445": "x",
  "\u0456": "i",
  "\u0455": "s",
  "\u0458": "j",
  "\u0501": "d",
  "\u051b": "q",
  "\u03bf": "o",
  "\u03b1": "a",
  "\u03bd": "v",
  "\u03c1": "p",
};

export type Plain = {
  /** As a person or a model would read it: unhidden, decoded, look-alikes as what they look like. */
  text: string;
  /** Signs between letters that show nothing. */
  hidden: number;
  /** Words written in entities, base64, tags or the like. */
  isEncoded: boolean;
  /** Latin words with letters of another alphabet in them. */
  isDisguised: boolean;
};

/** What a text says once nothing in it is hidden. */
export function plainOf(text: string): Plain {
  const hidden = (text.match(/\p{L}[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]+(?=[\p{L} ])/gu) ?? []).length;
  const tagged =
    text
      .match(tags)
      ?.map((sign) => String.fromCodePoint((sign.codePointAt(0) ?? 0) - 0xe0000))
      .join("") ?? "";
  const shown = text.replace(tags, "").replace(invisible, "").normalize("NFKC");
  const decoded = [decodedEntities(shown), ...base64In(shown), ...(tagged ? [tagged] : [])];
  const isDisguised = /[a-z][\u0430-\u045f\u03b1-\u03c9]|[\u0430-\u045f\u03b1-\u03c9][a-z]/i.test(shown);
  const whole = decoded.join("\n");
  return {
    text: isDisguised ? whole.replace(/./gu, (sign) => lookalikes[sign] ?? sign) : whole,
    hidden,
    isEncoded: decoded.length > 1 || decoded[0] !== shown,
    isDisguised,
  };
}

function decodedEntities(text: string): string {
  if (!/(?:&#x?[\da-f]{2,5};\s*){4}/i.test(text)) return text;
  return text.replace(/&#(x?)([\da-f]{2,5});/gi, (_, hex: string, digits: string) =>
    String.fromCodePoint(Number.parseInt(digits, hex ? 16 : 10)),
  );
}

/** Words in base64: letters and spaces once they are read. */
function base64In(text: string): string[] {
  return [...text.matchAll(/\b[A-Za-z0-9+/]{20,4000}={0,2}/g)].flatMap(([word]) => {
    const read = Buffer.from(word, "base64").toString("utf8");
    return /^[\p{L}\p{N}\p{P}\p{Zs}\n]{12,}$/u.test(read) && / /.test(read) ? [read] : [];
  });
}
