import type { GuardrailFinding } from "#schema/observability";
import { Chip } from "#ui/chip";

const stages: Record<string, string> = {
  input: "sent to the model",
  output: "answered by the model",
  stored: "stored",
};

const done: Record<string, string> = {
  flag: "noted",
  review: "sent to review",
  redact: "redacted",
  block: "blocked",
};

/** What the policies found and did; never the text they found. */
export function Findings({ findings }: { findings: readonly GuardrailFinding[] }) {
  return (
    <ul>
      {findings.map((finding) => (
        <li
          key={`${finding.stage} ${finding.policyId} ${finding.rule} ${finding.action}`}
          className="flex flex-wrap items-center gap-2 border-b border-line px-3.5 py-2 text-sm last:border-b-0"
        >
          <Chip
            tone={finding.action === "block" ? "bad" : "info"}
            sign={finding.action === "block" ? "✕" : undefined}
          >
            {done[finding.action] ?? finding.action}
          </Chip>
          <span>
            {finding.rule.replaceAll("_", " ").toLowerCase()}
            {finding.count > 1 ? ` × ${finding.count}` : ""}
          </span>
          <span className="text-text-2">
            {stages[finding.stage] ?? finding.stage}, by {finding.policyName} v{finding.policyVersion}
          </span>
        </li>
      ))}
    </ul>
  );
}
