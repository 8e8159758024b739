/** A name in plain small letters where it has any: é is e, ß is ss, １ is 1. Other scripts stay as they are. */
export function plainLetters(name: string): string {
  // Upper case first: ß is SS there, and has no other way to plain letters.
  return name.normalize("NFKD").replace(/\p{M}/gu, "").toUpperCase().toLowerCase();
}

/**
 * A name as a key of plain letters and digits, with `between` where others stood: "Größe in cm" is grosse_in_cm. At most
 * `most` characters; empty where the name has no such letter or digit.
 */
export function keyFromName(name: string, { between, most }: { between: "_" | "-"; most: number }): string {
  return plainLetters(name)
    .replace(/[^a-z0-9]+/g, between)
    .replace(/^[-_]/, "")
    .slice(0, most)
    .replace(/[-_]$/, "");
}
