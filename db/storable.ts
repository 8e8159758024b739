/** JSON without what PostgreSQL's texts cannot hold: the NUL character and halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(0000|d[89a-f])/.test(json)) return json;
  return json.replace(
    /(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
    (_all, backslash: string | undefined) => backslash ?? "\ufffd",
  );
}

/** The same for a text. */
export function storableText(text: string): string {
  return text.toWellFormed().replaceAll("\0", "\ufffd");
}
