import type { Finding, PiiType } from "../schema.ts";
import { detectPii } from "./detect.ts";

/** Detection runs again on what it left, so that a redacted text holds nothing the detector would find. */
const maxRounds = 8;

/** Replaces spans by their placeholders; spans must be in order and not overlap. */
export function replaceSpans(
  text: string,
  spans: readonly { start: number; end: number; placeholder: string }[],
): string {
  let result = "";
  let from = 0;
  for (const { start, end, placeholder } of spans) {
    result += text.slice(from, start) + placeholder;
    from = end;
  }
  return result + text.slice(from);
}

/**
 * Writes <TYPE> over every finding; running it on its own result changes nothing.
 * @internal How the tests of detection write their cases.
 */
export function redactPii(text: string, types?: readonly PiiType[]): string {
  return replaceFindings(text, ({ type }) => `<${type}>`, types);
}

/** Writes what `write` gives for each finding, until nothing more is found. */
export function replaceFindings(
  text: string,
  write: (finding: Finding) => string,
  types?: readonly PiiType[],
): string {
  let current = text;
  for (let round = 0; round < maxRounds; round += 1) {
    const findings = detectPii(current, { types });
    if (findings.length === 0) return current;
    current = replaceSpans(
      current,
      findings.map((finding) => ({ start: finding.start, end: finding.end, placeholder: write(finding) })),
    );
  }
  return current;
}
