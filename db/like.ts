/** Text inside a LIKE pattern in which its own `%`, `_` and `\` stand for themselves. */
export function escapeLike(text: string): string {
  return text.replaceAll(/[\\%_]/g, String.raw`\$&`);
}
