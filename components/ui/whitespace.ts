/** Spaces that are not the space bar's, marks without width, controls: nobody sees them, a model reads them. */
const unseen =
  /[\p{Cf}\p{Cc}\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000]|\p{Variation_Selector}/gu;

/**
 * Makes a changed piece of text readable where the change cannot be seen: spaces, tabs and line ends in a piece that is
 * nothing else (with `ends`, also those at the end of a line), other invisible characters and the accents of letters
 * written in two characters by their number.
 */
export function showWhitespace(text: string, ends = false): string {
  const isDecomposed = text.normalize("NFC") !== text;
  const marked = text.replace(unseen, (sign) => (sign === "\n" || sign === "\t" ? sign : numberOf(sign)));
  const accented = isDecomposed ? marked.replace(/\p{M}/gu, numberOf) : marked;
  if (accented.trim() === "") return draw(accented);
  return ends ? accented.replace(/[ \t]+$/, draw) : accented;
}

function draw(text: string): string {
  return text.replaceAll(" ", "·").replaceAll("\t", "→").replaceAll("\n", "↵\n");
}

function numberOf(sign: string): string {
  return `⟨U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}⟩`;
}
