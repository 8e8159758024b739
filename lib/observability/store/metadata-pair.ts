/** What `key=value` may mean in metadata: its text, and the number or flag that it reads as. Pure. */
export function readingsOf(pair: string): [key: string, value: string | number | boolean][] {
  const at = pair.indexOf("=");
  const [key, text] = [pair.slice(0, at), pair.slice(at + 1)];
  const typed = typedValue(text);
  return typed === null
    ? [[key, text]]
    : [
        [key, text],
        [key, typed],
      ];
}

function typedValue(text: string): number | boolean | null {
  if (text === "true" || text === "false") return text === "true";
  return /^-?(0|[1-9]\d{0,15})(\.\d{1,15})?$/.test(text) ? Number(text) : null;
}
