import packed from "./data/usc-sections.json" with { type: "json" };

/** What a section is in the edition that is at hand; reserved is a number kept free. */
export type SectionStatus = "exists" | "repealed" | "omitted" | "transferred" | "reserved" | "not_found";
const alone = ["exists", "repealed", "omitted", "transferred", "reserved"] as const;

type Packed = Partial<Record<(typeof alone)[number], string>> & { ranges: string[][] };
type Title = { sections: Map<string, SectionStatus>; families: Set<string>; ranges: string[][] };

/** The U.S. Code as of this public law, summer 2016. */
export const editionName = `the U.S. Code as of ${packed.edition} (2016)`;

const packedTitles: Record<string, Packed> = packed.titles;
const read = new Map<string, Title>();

/** Whether a section stands in the edition. Subsections are not in it. */
export function statusOf(title: string, section: string): SectionStatus {
  const known = titleOf(title);
  if (!known) return "not_found";
  const own = known.sections.get(section);
  if (own) return own;
  const range = known.ranges.find(
    ([first = "", last = ""]) => compareSections(first, section) <= 0 && compareSections(section, last) <= 0,
  );
  return alone.find((status) => status === range?.[2]) ?? "not_found";
}

/** True where sections of this title are numbered on after a hyphen: 2000e, 2000e-1, 2000e-2. */
export function hasFamily(title: string, section: string): boolean {
  return titleOf(title)?.families.has(section) ?? false;
}

/** The order of section numbers: 78, 78a, 78u, 78u-4, 78u-10, 78aa, 79. */
export function compareSections(left: string, right: string): number {
  const [ours, theirs] = [partsOf(left), partsOf(right)];
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    const [one, other] = [ours[at], theirs[at]];
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const order = compareParts(one, other);
    if (order !== 0) return order;
  }
  return 0;
}

function compareParts(one: string, other: string): number {
  if (/^\d/.test(one) && /^\d/.test(other)) return Number(one) - Number(other);
  if (/^[a-z]/i.test(one) && /^[a-z]/i.test(other))
    return one.length - other.length || Number(one > other) - Number(one < other);
  // A number goes on by a hyphen before it goes on by a letter: 80a, 80a-1, 80b.
  return one === "-" ? -1 : other === "-" ? 1 : Number(one > other) - Number(one < other);
}

function partsOf(section: string): string[] {
  return section.match(/\d+|[A-Za-z]+|[-.]/g) ?? [];
}

function titleOf(title: string): Title | null {
  const before = read.get(title);
  if (before) return before;
  const lists = Object.hasOwn(packedTitles, title) ? packedTitles[title] : undefined;
  if (!lists) return null;
  const sections = new Map<string, SectionStatus>();
  for (const status of alone)
    for (const id of (lists[status] ?? "").split(" ").flatMap(unpacked)) sections.set(id, status);
  const families = new Set(
    [...sections.keys(), ...lists.ranges.flatMap((range) => range.slice(0, 2))]
      .filter((id) => id.includes("-"))
      .map((id) => id.slice(0, id.lastIndexOf("-"))),
  );
  const made = { sections, families, ranges: lists.ranges };
  read.set(title, made);
  return made;
}

function unpacked(run: string): string[] {
  const [first = "", last] = run.split("..");
  if (last === undefined) return first === "" ? [] : [first];
  return Array.from({ length: Number(last) - Number(first) + 1 }, (_, at) => String(Number(first) + at));
}
