import { readFile, writeFile } from "node:fs/promises";

const pageOf = (name: string) => new URL(`../docs/measurements/${name}.md`, import.meta.url);

/** Prints tables by their names; with `isWritten` each takes the place of the one under its mark in the page. */
export async function printTables(
  page: string,
  tables: Record<string, string>,
  isWritten: boolean,
): Promise<void> {
  for (const [name, table] of Object.entries(tables)) console.log(`\n${name}\n\n${table}`);
  if (!isWritten) return;
  let text = await readFile(pageOf(page), "utf8");
  for (const [name, table] of Object.entries(tables)) {
    const place = new RegExp(`(<!-- table: ${name} -->\n)(?:\\|.*\n)*`);
    if (!place.test(text)) throw new Error(`docs/measurements/${page}.md has no mark "table: ${name}"`);
    text = text.replace(place, (_, mark: string) => `${mark}${table}\n`);
  }
  await writeFile(pageOf(page), text);
}
