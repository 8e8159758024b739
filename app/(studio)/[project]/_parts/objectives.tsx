import { formatPercent } from "#platform/format";
import { paths } from "#platform/paths";
import type { Objective, Overview } from "#schema/loop";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";
import { ProgressBar } from "#ui/progress-bar";
import { decisionsHref, judgedHref, trafficHref } from "./scope-links.ts";
import { IntentLink } from "#ui/intent-link";

type Props = { project: string; overview: Overview };

/** The limits of the production gate, held against what production does. */
export function Objectives({ project, overview }: Props) {
  const { objectives, environment } = overview;
  return (
    <Card>
      <CardHeader
        title="Objectives"
        actions={<span title="The share of the limit that is not used up">room left</span>}
      />
      {objectives.length === 0 ? (
        <p className="p-3.5 text-text-2">
          The{" "}
          <IntentLink className="underline" href={paths.environment(project, environment)}>
            gate of {environment}
          </IntentLink>{" "}
          states the objectives; they show here once it serves a prompt.
        </p>
      ) : (
        <ul>
          {objectives.map((objective) => {
            const isShort =
              objective.isMet === false || (objective.headroom !== null && objective.headroom < 0.25);
            const tone = objective.isMet === false ? "bad" : isShort ? "warn" : "accent";
            return (
              <li
                key={objective.key}
                className="relative grid grid-cols-[1fr_90px] items-center gap-2.5 border-b border-line px-3.5 py-2.5 last:border-b-0 hover:bg-sunken"
              >
                <span className="min-w-0">
                  <IntentLink
                    href={hrefOf(project, objective, overview)}
                    className="block after:absolute after:inset-0"
                  >
                    {objective.title}
                  </IntentLink>
                  <span className="num block text-sm text-text-2">{objective.value}</span>
                </span>
                {objective.headroom === null ? (
                  <span className="text-sm text-text-3">{unknownWords(objective)}</span>
                ) : (
                  <span>
                    <ProgressBar
                      label={`Room left: ${objective.title}`}
                      value={objective.headroom}
                      max={1}
                      tone={tone}
                    />
                    <span
                      className={cn(
                        "num text-sm",
                        tone === "bad" ? "text-bad" : tone === "warn" ? "text-warn" : "text-text-3",
                      )}
                    >
                      {objective.isMet === false
                        ? "✕ missed"
                        : objective.isMet === null
                          ? unknownWords(objective)
                          : formatPercent(objective.headroom, 0)}
                    </span>
                  </span>
                )}
              </li>
            );
          })}
        </ul>
      )}
    </Card>
  );
}

function unknownWords({ value }: Objective): string {
  return value === "—" ? "not measured" : "cannot be told";
}

/** The rows a limit is held against; what breaks it where that can be listed. */
function hrefOf(project: string, { key, limitMs }: Objective, { query }: Overview): string {
  switch (key) {
    case "errors":
      return trafficHref(project, query, {}, { status: "failed" });
    case "latency":
      return trafficHref(project, query, {}, { status: "succeeded", overMs: limitMs ?? 0 });
    case "safety":
      return decisionsHref(project, query, {}, { safety: "only" });
    case "quality":
      return judgedHref(project, query);
    case "cost":
    case "carbon":
      return trafficHref(project, query);
    default:
      return key satisfies never;
  }
}
