/** Makes spaces, tabs and line ends visible in a changed piece that is nothing else; with `ends`, also those at the end of a line. */
export function showWhitespace(text: string, ends = false): string {
  if (text.trim() === "") return draw(text);
  return ends ? text.replace(/[ \t]+$/, draw) : text;
}

function draw(text: string): string {
  return text.replaceAll(" ", "·").replaceAll("\t", "→").replaceAll("\n", "↵\n");
}
