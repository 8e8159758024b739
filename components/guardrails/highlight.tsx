import { piiTypeTable } from "#constants/guardrails";
import type { Finding, GuardrailFinding, PiiType, RuleEffect } from "#schema/guardrails";
import { cn } from "#ui/cn";

type Mark = { start: number; end: number; label: string; look: RuleEffect | "seen" };

/** A text with what rules found in it marked and named; what was seen but no rule covers is only underlined. */
export function HighlightedText({
  text,
  findings,
  detected,
}: {
  text: string;
  findings: GuardrailFinding[];
  detected: Finding[];
}) {
  const pieces: { text: string; mark: Mark | null }[] = [];
  let from = 0;
  for (const mark of marksOf(findings, detected)) {
    if (mark.start > from) pieces.push({ text: text.slice(from, mark.start), mark: null });
    pieces.push({ text: text.slice(mark.start, mark.end), mark });
    from = mark.end;
  }
  pieces.push({ text: text.slice(from), mark: null });
  return (
    <p className="text-lg break-words whitespace-pre-wrap">
      {pieces.map((piece, at) =>
        piece.mark ? (
          <mark key={at} className={cn("rounded-sm px-0.5 text-text", looks[piece.mark.look])}>
            {piece.text}
            <span className={cn("ml-1 text-sm", names[piece.mark.look])}>{piece.mark.label}</span>
          </mark>
        ) : (
          piece.text
        ),
      )}
    </p>
  );
}

const looks: Record<Mark["look"], string> = {
  block: "bg-bad-weak",
  redact: "bg-warn-weak",
  review: "bg-info-weak",
  flag: "bg-info-weak",
  seen: "bg-transparent underline decoration-dotted decoration-text-3 underline-offset-4",
};
const names: Record<Mark["look"], string> = {
  block: "text-bad",
  redact: "text-warn",
  review: "text-info",
  flag: "text-info",
  seen: "text-text-3",
};

function marksOf(findings: GuardrailFinding[], detected: Finding[]): Mark[] {
  // An injection or a topic is found in the whole text: it is told in words, and marks no place.
  const placed = findings.filter(({ kind }) => kind !== "injection" && kind !== "topic");
  const acted = strongest(placed).map(({ start, end, kind, rule, action }): Mark => {
    const name =
      kind === "pii" ? piiTypeTable[rule as PiiType].chip : kind === "pattern" ? rule : `blocklist ${rule}`;
    return { start, end, label: action === "block" ? `✕ ${name}` : name, look: action };
  });
  const seen = detected
    .filter(({ start, end }) => !acted.some((mark) => start < mark.end && end > mark.start))
    .map(({ start, end, type }): Mark => ({
      start,
      end,
      label: `${piiTypeTable[type].chip}, left alone`,
      look: "seen",
    }));
  return [...acted, ...seen].sort((a, b) => a.start - b.start);
}

const strength: Record<RuleEffect, number> = { flag: 0, review: 1, redact: 2, block: 3 };

/** Of findings at one place the one that does most: a text is marked once. */
function strongest(findings: readonly GuardrailFinding[]): GuardrailFinding[] {
  const kept: GuardrailFinding[] = [];
  for (const finding of findings.toSorted((a, b) => strength[b.action] - strength[a.action]))
    if (!kept.some((other) => finding.start < other.end && finding.end > other.start)) kept.push(finding);
  return kept;
}

const placeholder = /(<[A-Z][A-Z0-9_]*>)/;

/** A redacted text with its placeholders as chips. */
export function RedactedText({ text }: { text: string }) {
  return (
    <p className="text-lg break-words whitespace-pre-wrap">
      {text.split(placeholder).map((piece, at) =>
        at % 2 === 1 ? (
          <code key={at} className="rounded-sm bg-sunken px-1 text-base text-text-2">
            {piece}
          </code>
        ) : (
          piece
        ),
      )}
    </p>
  );
}
