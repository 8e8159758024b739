import { formatPercent } from "#platform/format";
import { paths } from "#platform/paths";
import type { Objective } from "#schema/releases";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";
import { ProgressBar } from "#ui/progress-bar";
import { trafficHref } from "./overview-href.ts";
import { NearLink } from "#ui/near-link";

type Props = { project: string; objectives: Objective[]; from: Date };

/** The limits of the production gate, held against what production does. */
export function Objectives({ project, objectives, from }: Props) {
  return (
    <Card>
      <CardHeader
        title="Objectives"
        actions={<span title="The share of the limit that is not used up">room left</span>}
      />
      {objectives.length === 0 ? (
        <p className="p-3.5 text-text-2">
          The{" "}
          <NearLink className="underline" href={paths.environment(project, "production")}>
            gate of production
          </NearLink>{" "}
          states the objectives; they show here once production serves a prompt.
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
                className="relative grid grid-cols-[1fr_auto_90px] items-center gap-2.5 border-b border-line px-3.5 py-2.5 last:border-b-0 hover:bg-sunken"
              >
                <NearLink
                  href={hrefOf(project, objective.key, from)}
                  className="after:absolute after:inset-0"
                >
                  {objective.title}
                </NearLink>
                <span className="num text-right text-sm text-text-2">{objective.value}</span>
                {objective.headroom === null ? (
                  <span className="text-sm text-text-3">not measured</span>
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
                      {objective.isMet === false ? "✕ missed" : formatPercent(objective.headroom, 0)}
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

function hrefOf(project: string, key: Objective["key"], from: Date): string {
  if (key === "errors") return trafficHref(project, { from, status: "failed" });
  if (key === "safety") return paths.queues(project);
  const metric = { latency: "latency", cost: "cost", carbon: "carbon", quality: "quality" }[key];
  return `${paths.overview(project)}?metric=${metric}`;
}
