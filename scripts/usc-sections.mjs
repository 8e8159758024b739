/**
 * Makes lib/evaluation/law/data/usc-sections.json from a list of the U.S. Code's sections:
 * `node scripts/usc-sections.mjs usc-sections-pl114-219.json`. Consecutive numbers become "101..106"; headings of
 * parts and chapters, which the list has among its sections, are left out.
 */
import { readFileSync, writeFileSync } from "node:fs";

const [file] = process.argv.slice(2);
if (!file) throw new Error("Name the list of sections.");
const { titles } = JSON.parse(readFileSync(file, "utf8"));
const isSection = (id) => /^\d[\dA-Za-z.-]*$/.test(id);
const statuses = { live: "exists", r: "repealed", o: "omitted", t: "transferred", v: "reserved" };

const packed = Object.fromEntries(
  Object.entries(titles).map(([title, lists]) => {
    const alone = Object.entries(statuses)
      .filter(([letter]) => lists[letter])
      .map(([letter, status]) => [status, runsOf(lists[letter].filter(isSection))]);
    const ranges = (lists.ranges ?? []).map(([first, last, letter]) => [first, last, statuses[letter]]);
    return [title, { ...Object.fromEntries(alone), ranges }];
  }),
);
const edition = "Pub. L. 114-219";
writeFileSync(
  new URL("../lib/evaluation/law/data/usc-sections.json", import.meta.url),
  `${JSON.stringify({ edition, titles: packed })}\n`,
);

function runsOf(ids) {
  const runs = [];
  for (const id of ids) {
    const [first, last] = runs.at(-1) ?? [];
    if (/^\d+$/.test(id) && Number(last) + 1 === Number(id)) runs[runs.length - 1] = [first, id];
    else runs.push([id, id]);
  }
  return runs.map(([first, last]) => (first === last ? first : `${first}..${last}`)).join(" ");
}
