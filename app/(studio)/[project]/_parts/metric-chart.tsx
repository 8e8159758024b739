import { answersForP95 } from "#client/observability";
import { TimeSeries } from "#charts/time-series.client";
import { paths } from "#platform/paths";
import { gridYear, methodName, rangeCovers } from "#schema/sustainability";
import type { Overview } from "#schema/loop";
import {
  type OverviewChart,
  type OverviewMetric,
  overviewMetrics,
  type OverviewSplit,
  overviewSplits,
} from "#schema/loop";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { IntentLink } from "#ui/intent-link";
import { LinkSelect } from "#ui/link-select.client";
import { Segmented } from "#ui/segmented";
import { overviewHref } from "./overview-href.ts";
import { pointHref } from "./point-href.ts";

const names: Record<OverviewMetric, string> = {
  quality: "Quality",
  approval: "Approved",
  edit: "Edited",
  cost: "Cost",
  latency: "Latency",
  tokens: "Tokens",
  carbon: "Carbon",
  kpi: "KPI",
};
const splitNames: Record<OverviewSplit, string> = {
  none: "Together",
  prompt: "By prompt",
  version: "By version",
};

type Props = { project: string; overview: Overview };

/** One metric over the span, with its interval and the promotions; each day opens what was behind it. */
export function MetricChart({ project, overview: { query, chart, kpis, kpiKey } }: Props) {
  const lines = chart.lines.map((line) => ({
    ...line,
    points: line.points.map(({ day, days, ...cell }) => ({
      at: day,
      ...cell,
      href:
        cell.value === null
          ? undefined
          : pointHref(project, query, { metric: chart.metric, day, days, kpiKey, line: line.key }),
    })),
  }));
  const measured = lines.some(({ points }) => points.some(({ value }) => value !== null));
  const marks = chart.marks.map(({ at, label, promotionNumber }) => ({
    at: at.toISOString().slice(0, 10),
    label,
    href: paths.promotion(project, promotionNumber),
  }));
  return (
    <Card>
      <CardHeader
        title={chart.title}
        actions={
          <span className="max-sm:hidden">
            {[chart.band ? `band: ${chart.band}` : "", chart.marks.length > 0 ? "lines: promotions" : ""]
              .filter(Boolean)
              .join(" · ")}
          </span>
        }
      >
        <Chip title={methodOf(chart)} className="h-auto min-h-5 py-0.5 leading-tight whitespace-normal">
          {chart.method}
        </Chip>
      </CardHeader>
      <CardBody className="flex flex-col gap-2 pt-2">
        <div className="flex flex-wrap items-center gap-2">
          <Segmented
            label="Metric"
            value={chart.metric}
            items={overviewMetrics.map((metric) => ({
              value: metric,
              label: names[metric],
              href: overviewHref(project, query, { metric }),
            }))}
          />
          <Segmented
            label="Lines"
            value={query.split}
            items={overviewSplits.map((split) => ({
              value: split,
              label: splitNames[split],
              href: overviewHref(project, query, { split }),
            }))}
          />
          {chart.metric === "kpi" && kpis.length > 1 ? (
            <LinkSelect
              isLabelHidden
              label="KPI"
              value={kpiKey ?? ""}
              options={kpis.map(({ key, name }) => ({
                value: key,
                label: name,
                href: overviewHref(project, query, { kpi: key }),
              }))}
            />
          ) : null}
        </div>
        {measured ? (
          <TimeSeries
            label={chart.title}
            lines={lines}
            measure={chart.measure}
            marks={marks}
            note={marks.length > 0 ? <Promotions marks={marks} /> : undefined}
            {...(chart.target ? { target: chart.target } : {})}
          />
        ) : (
          <p className="grid h-30 place-items-center text-center text-text-2">{emptyWords(chart)}</p>
        )}
      </CardBody>
    </Card>
  );
}

/** The marks of the drawing in words, each opening its promotion. */
function Promotions({ marks }: { marks: readonly { label: string; href: string }[] }) {
  return (
    <span className="flex flex-wrap gap-x-2.5">
      {marks.slice(-6).map(({ label, href }) => (
        <IntentLink key={href} href={href} className="hover:underline">
          ▲ {label}
        </IntentLink>
      ))}
      {marks.length > 6 ? <span>and {marks.length - 6} before</span> : null}
    </span>
  );
}

/** How the number is made, in full. */
function methodOf({ metric }: OverviewChart): string {
  if (metric === "quality")
    return "Share of judged outputs found good: approved unchanged by a reviewer, or scored 0.5 and above by the end user; each point over the days named here up to it, with the exact 95 % interval. An output that was edited counts as not good; flagged and sampled outputs count alike. Only outputs of this page's scope count.";
  if (metric === "approval" || metric === "edit")
    return "Share of reviewers' standing decisions; each point over the days named here up to it, with the exact 95 % interval.";
  if (metric === "carbon")
    return `${methodName} (older calls keep the version they were recorded with): energy of the answer times the intensity of the grid, yearly averages of ${gridYear}, and the hardware's share. The band is no sampling error. ${rangeCovers}`;
  if (metric === "cost")
    return "Provider prices of the catalogue, per priced call; calls of unknown price are left out.";
  if (metric === "latency")
    return `From request to the last token, of calls that succeeded; linear between order statistics. Of up to 300 calls exactly, of more from a histogram: at most 4.9 % from the exact value. A p95 takes ${answersForP95} answers: where most days of a line have fewer, its points are of seven days up to theirs, else one is of the whole span, as the line's name says.`;
  return "Daily values; days without any are gaps.";
}

function emptyWords({ metric }: OverviewChart): string {
  if (metric === "quality")
    return "Nobody has judged an output in this span. Reviewers' decisions and end users' feedback draw this line.";
  if (metric === "kpi")
    return "No KPI was recorded in this span. Define one in settings and send its values through the API.";
  if (metric === "approval" || metric === "edit")
    return "No decision in this span. They are made in the review queues.";
  if (metric === "latency") return `No line has ${answersForP95} answers in this span: fewer have no p95.`;
  return "No call in this span.";
}
