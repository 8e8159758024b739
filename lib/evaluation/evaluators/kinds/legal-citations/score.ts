import type { Scorer } from "../../scorer.ts";
import { citationsIn } from "../../../law/citations.ts";
import { isInText, quotationsIn, textsFrom, type Texts } from "../../../law/quotations.ts";
import { type CitationVerdict, judgeCitation, type Judged } from "../../../law/verdict.ts";
import { graded, miss, tooLong, unjudged } from "../../judgement.ts";
import { brief, pick, readOutput, type Sample } from "../../text.ts";
import type { LegalCitationsConfig } from "./descriptor.ts";

const mostLetters = 500_000;
/** So many are told one by one; all are counted. */
const mostTold = 100;
const stale: readonly CitationVerdict[] = ["repealed", "omitted", "transferred", "reserved"];

export const legalCitations: Scorer<LegalCitationsConfig> = {
  score(config, sample) {
    const given = readOutput(sample, config.outputField);
    if ("missing" in given) return miss(given.missing);
    if (given.text.length > mostLetters) return tooLong(mostLetters, "characters");
    const texts = textsOf(sample, config.textsField);
    if (typeof texts === "string") return unjudged(texts);
    const citations = citationsIn(given.text);
    if (citations.length === 0) return unjudged("No citation of a law or a case was found.");
    const misquoted = texts === null ? [] : misquotedIn(given.text, citations, texts);
    const judged = citations.map((citation) => {
      const misquotation = misquoted.find((quotation) => quotation.citation === citation);
      return { ...judgeCitation(citation), misquotation: misquotation?.words ?? null };
    });
    const isBad = ({ verdict, misquotation }: (typeof judged)[number]) =>
      misquotation !== null ||
      verdict === "not_found" ||
      verdict === "impossible" ||
      (config.countStale && stale.includes(verdict));
    const checked = judged.filter((each) => each.verdict !== "unverified" || each.misquotation !== null);
    const bad = checked.filter(isBad);
    const details = {
      citations: judged.slice(0, mostTold).map(({ citation, verdict, misquotation }) => ({
        text: given.text.slice(citation.start, citation.end),
        start: citation.start,
        end: citation.end,
        type: citation.type,
        normalised: citation.normalised,
        verdict,
        ...(misquotation === null ? {} : { misquotation }),
      })),
      count: judged.length,
      checked: checked.length,
    };
    const reasons = reasonsOf(judged, checked.length, bad.length);
    return checked.length === 0
      ? unjudged(reasons, details)
      : graded(bad.length / checked.length, reasons, details);
  },
};

/** The texts of the law of a case; null where none are asked for, and why not where they are missing. */
function textsOf({ inputs }: Sample, field: string | undefined): Texts | null | string {
  if (!field) return null;
  const value = pick(inputs, field);
  if (value === undefined || value === null) return `The inputs have no field "${field}".`;
  return textsFrom(value) ?? `The field "${field}" holds neither a text nor texts under citations.`;
}

function misquotedIn(text: string, citations: Parameters<typeof quotationsIn>[1], texts: Texts) {
  return quotationsIn(text, citations).filter((quotation) => isInText(quotation, texts) === false);
}

type Told = Judged & { misquotation: string | null };

/** The count, then what is wrong, then what is stale, then what could not be checked. */
function reasonsOf(judged: readonly Told[], checked: number, bad: number): string {
  const wrong = judged.filter(({ verdict }) => verdict === "not_found" || verdict === "impossible");
  const misquoted = judged.filter(({ misquotation }) => misquotation !== null);
  const old = judged.filter(({ verdict }) => stale.includes(verdict));
  const open = judged.filter(({ verdict }) => verdict === "unverified").length;
  const told = [
    ...wrong.map(({ says }) => says),
    ...misquoted.map(
      ({ citation, misquotation }) =>
        `"${brief(misquotation ?? "", 60)}" does not stand in ${citation.normalised}`,
    ),
    ...old.map(({ says }) => says),
  ];
  const rest = told.length > 5 ? [`and ${told.length - 5} more`] : [];
  const sentences = [
    `${bad} of ${checked} ${checked === 1 ? "citation" : "citations"} that can be checked ${bad === 1 ? "is" : "are"} at fault`,
    ...told.slice(0, 5),
    ...rest,
    ...(open > 0 ? [`${open} known by form only`] : []),
  ];
  return `${sentences.join("; ")}.`;
}
