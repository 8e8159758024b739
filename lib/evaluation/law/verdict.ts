import type { Citation, Target } from "./citation.ts";
import { editionName, type SectionStatus, statusOf } from "./edition.ts";

/** Sections of the U.S. Code are looked up; of the others only form and range are known: unverified, or impossible. */
export type CitationVerdict = SectionStatus | "impossible" | "unverified";
export type Judged = { citation: Citation; verdict: CitationVerdict; says: string };

/** From what speaks most against a citation to what speaks least. */
const byGravity: readonly SectionStatus[] = [
  "not_found",
  "reserved",
  "repealed",
  "omitted",
  "transferred",
  "exists",
];

/** What is known of a citation, in words that name the edition. One that names several sections is as good as the worst. */
export function judgeCitation(citation: Citation): Judged {
  const { impossible, normalised, targets } = citation;
  if (impossible !== null)
    return { citation, verdict: "impossible", says: `${normalised} cannot be: ${impossible}` };
  const known = targets.flatMap(statusesOf);
  const worst = byGravity
    .map((status) => known.find((each) => each.status === status))
    .find((found) => found !== undefined);
  if (!worst)
    return {
      citation,
      verdict: "unverified",
      says: `${normalised} has a right form; whether it exists is not known here`,
    };
  const { status, name } = worst;
  const says = status === "not_found" ? "not found in" : status === "exists" ? "exists in" : `${status} in`;
  return { citation, verdict: status, says: `${name} ${says} ${editionName}` };
}

/** A chapter, note of a title or appendix is not in the list of sections. */
function statusesOf({ title, section, toSection }: Target): { status: SectionStatus; name: string }[] {
  if (section === null) return [];
  return [section, ...(toSection === undefined ? [] : [toSection])].map((each) => ({
    status: statusOf(title, each),
    name: `${title} U.S.C. § ${each}`,
  }));
}
