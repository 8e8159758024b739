import type { ReactNode } from "react";
import {
  formatCarbon,
  formatDate,
  formatEstimated,
  formatMoney,
  formatNumber,
  formatPercent,
  formatSigned,
  formatValue,
} from "#platform/format";
import { paths } from "#platform/paths";
import { formatKpi, kpiChangeWords } from "#client/feedback";
import { carbonPer1000, costPer1000, p95Of, p95Value, p95Words } from "#client/observability";
import { type Overview, type OverviewQuery, type ProductionRow, type Share } from "#schema/loop";
import { changeWords } from "#client/loop";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { ForestPlot } from "#ui/forest-plot";
import { IntentLink } from "#ui/intent-link";
import { type Column, Table } from "#ui/table";
import { decisionsHref, judgedHref, kpiHref, trafficHref } from "./scope-links.ts";

/** What this person may do next; what they may not is said and leads nowhere. */
export type MayNext = { request: boolean; run: boolean };
type Props = { project: string; overview: Overview; may: MayNext };

/** What the environment serves and how each served version is doing; every number opens the rows it is made of. */
export function ProductionTable({ project, overview, may }: Props) {
  const { production: rows, productionCount, environment, against } = overview;
  const name = environment === "production" ? "Prompts in production" : `Prompts in ${environment}`;
  return (
    <Card>
      <CardHeader
        title={name}
        note={`${productionCount > rows.length ? `the ${rows.length} most used of ${formatNumber(productionCount)}; ` : ""}figures of the served version; changes against ${against.kind === "version" ? against.where : `the prompt in ${against.where}`}`}
      />
      {rows.length > 0 ? (
        <Table
          label={name}
          name="production"
          isWhole={productionCount <= rows.length}
          columns={columns(project, overview, may)}
          rows={rows}
          rowKey={({ promptId }) => promptId}
          keys
        />
      ) : (
        <EmptyState
          title={`${environment[0]?.toUpperCase()}${environment.slice(1)} serves no prompt yet`}
          action={
            may.request ? (
              <Button asChild>
                <IntentLink href={`${paths.promotions(project)}/new`}>Request promotion</IntentLink>
              </Button>
            ) : null
          }
        >
          A prompt appears here once a version of it is promoted to {environment}.
        </EmptyState>
      )}
    </Card>
  );
}

function columns(
  project: string,
  { query, environment, production, to }: Overview,
  may: MayNext,
): Column<ProductionRow>[] {
  const of = (row: ProductionRow) => ({ prompt: row.promptId, version: row.versionId });
  const traffic = (row: ProductionRow) => trafficHref(project, query, of(row));
  const kpiName = production.find(({ kpi }) => kpi)?.kpi?.name ?? "KPI";
  const reach = Math.max(
    0.02,
    ...production.flatMap(({ quality }) =>
      quality.change ? [Math.abs(quality.change.low), Math.abs(quality.change.high)] : [],
    ),
  );
  return [
    {
      key: "prompt",
      sort: ({ promptPath }) => promptPath,
      head: "Prompt",
      cell: (row) => (
        <IntentLink className="font-medium hover:underline" href={paths.prompt(project, row.promptId)}>
          {row.promptPath}
        </IntentLink>
      ),
      mobile: "title",
    },
    {
      key: "version",
      sort: ({ versionNumber }) => versionNumber,
      head: "Version",
      cell: (row) => (
        <IntentLink
          href={paths.promptVersion(project, row.promptId, row.versionNumber)}
          title={`${environment} serves it since ${formatDate(row.since, to)}`}
        >
          <Chip tone="accent">v{row.versionNumber}</Chip>
        </IntentLink>
      ),
      mobile: "aside",
    },
    {
      key: "calls",
      sort: ({ usage }) => usage.count,
      head: "Calls",
      numeric: true,
      cell: (row) => <Open href={traffic(row)}>{formatNumber(row.usage.count)}</Open>,
    },
    {
      key: "quality",
      sort: ({ quality }) => quality.now.value,
      head: "Quality",
      numeric: true,
      cell: (row) => (
        <Counted
          href={judgedHref(project, query, of(row))}
          share={row.quality.now}
          write={(value) => formatValue(value, 2)}
        />
      ),
    },
    {
      key: "change",
      sort: ({ quality }) => quality.change?.change,
      head: "Change, 95 %",
      cell: (row) => <Change row={row} reach={reach} />,
      className: "whitespace-nowrap",
    },
    {
      key: "edited",
      sort: ({ edited }) => edited.value,
      head: "Edited",
      numeric: true,
      cell: (row) => (
        <Counted
          href={decisionsHref(project, query, of(row))}
          share={row.edited}
          write={(value) => formatPercent(value, 0)}
        />
      ),
    },
    {
      key: "cost",
      sort: ({ usage }) => costPer1000(usage),
      head: <LongHead>Cost / 1,000</LongHead>,
      label: "Cost / 1,000",
      numeric: true,
      cell: (row) => <Open href={traffic(row)}>{costOf(row)}</Open>,
    },
    {
      key: "latency",
      sort: ({ usage }) => p95Of(usage),
      head: "p95",
      numeric: true,
      cell: (row) => (
        <Open href={trafficHref(project, query, of(row), { status: "succeeded" })}>
          <span title={p95Words(row.usage)}>{p95Value(row.usage)}</span>
        </Open>
      ),
    },
    {
      key: "carbon",
      sort: ({ usage }) => carbonPer1000(usage),
      head: <LongHead>gCO₂e / 1,000</LongHead>,
      label: "gCO₂e / 1,000",
      numeric: true,
      cell: (row) => <Open href={traffic(row)}>{carbonOf(row)}</Open>,
    },
    {
      key: "kpi",
      head: <LongHead>{kpiName}</LongHead>,
      label: kpiName,
      cell: (row) => <Kpi project={project} query={query} row={row} />,
    },
    {
      key: "next",
      head: "Next step",
      cell: (row) => <Next project={project} query={query} environment={environment} row={row} may={may} />,
      className: "text-text-2 min-w-64",
    },
  ];
}

/** A head that gives its width to the next step, which is a sentence. */
function LongHead({ children }: { children: string }) {
  return <span className="inline-block max-w-20 align-middle whitespace-normal">{children}</span>;
}

function costOf({ usage }: ProductionRow): string {
  const cost = costPer1000(usage);
  return cost === null ? "—" : formatEstimated(formatMoney(cost), usage.usageEstimated > 0);
}

function carbonOf({ usage }: ProductionRow): string {
  const grams = carbonPer1000(usage);
  return grams === null
    ? "—"
    : formatEstimated(formatCarbon(grams).replace(" gCO₂e", ""), usage.usageEstimated > 0);
}

function Open({ href, children }: { href: string; children: ReactNode }) {
  return children === "—" ? (
    <>—</>
  ) : (
    <IntentLink className="hover:underline" href={href}>
      {children}
    </IntentLink>
  );
}

/** A share with how many it is of. */
function Counted({ href, share, write }: { href: string; share: Share; write: (value: number) => string }) {
  if (share.value === null) return <>—</>;
  return (
    <IntentLink className="hover:underline" href={href}>
      {write(share.value)}{" "}
      <span className="text-sm whitespace-nowrap text-text-3">n {formatNumber(share.judged)}</span>
    </IntentLink>
  );
}

function Change({ row: { quality }, reach }: { row: ProductionRow; reach: number }) {
  const { change, before, now } = quality;
  if (!change)
    return (
      <span className="text-sm text-text-3">
        {before.judged === 0 ? "none before" : `n ${formatNumber(before.judged)} before: too few`}
      </span>
    );
  return (
    <span
      className="inline-flex items-center gap-1.5"
      title={`${changeWords(change)}, n ${formatNumber(now.judged)} and ${formatNumber(before.judged)}`}
    >
      <ForestPlot
        low={change.low}
        mid={change.change}
        high={change.high}
        max={reach}
        width={72}
        format={(value) => formatSigned(value, 3)}
      />
      <span className="num text-sm">
        {formatSigned(change.change, 3)}{" "}
        <span className="text-text-3">n {formatNumber(before.judged)} before</span>
      </span>
    </span>
  );
}

function Kpi({
  project,
  query,
  row: { kpi, promptId, versionId },
}: {
  project: string;
  query: OverviewQuery;
  row: ProductionRow;
}) {
  if (!kpi) return <>—</>;
  return (
    <IntentLink
      className="num whitespace-nowrap hover:underline"
      href={kpiHref(project, query, kpi.key, { prompt: promptId, version: versionId })}
    >
      {formatKpi(kpi.value, kpi.unit)}{" "}
      <span className="text-sm text-text-3">n {formatNumber(kpi.weight)}</span>
      {kpi.change ? (
        <span className="block text-sm text-text-2">
          {kpiChangeWords(kpi.change, kpi.unit)}, n {formatNumber(kpi.weightBefore)} before
        </span>
      ) : null}
    </IntentLink>
  );
}

type NextProps = {
  project: string;
  query: OverviewQuery;
  environment: string;
  row: ProductionRow;
  may: MayNext;
};

function Next(props: NextProps) {
  const { sentence, to } = props.row.nextStep;
  const isClosed = (to === "request" && !props.may.request) || (to === "new_run" && !props.may.run);
  const href = isClosed ? null : nextHref(props);
  return href ? (
    <IntentLink className="hover:text-text hover:underline" href={href}>
      {sentence}
    </IntentLink>
  ) : (
    <>{sentence}</>
  );
}

function nextHref({ project, query, environment, row }: NextProps): string | null {
  const { to, promotionNumber, versionId, reasonKey, limitMs } = row.nextStep;
  const of = { prompt: row.promptId, version: row.versionId };
  switch (to) {
    case "promotion":
      return promotionNumber ? paths.promotion(project, promotionNumber) : null;
    case "new_run":
      return paths.newRun(project, { promptVersionId: versionId });
    case "request":
      return paths.newPromotion(project, {
        promptId: row.promptId,
        environment,
        ...(versionId ? { versionId } : {}),
      });
    case "decisions":
      return decisionsHref(project, query, of, {
        reason: reasonKey ?? null,
        kind: reasonKey ? "reject" : "edit",
      });
    case "corrections":
      return decisionsHref(project, query, of, { kind: "not_approved" });
    case "unsafe":
      return decisionsHref(project, query, of, { safety: "only" });
    case "calls":
      return trafficHref(project, query, of);
    case "judged":
      return judgedHref(project, query, of);
    case "failed":
      return trafficHref(project, query, of, { status: "failed" });
    case "slow":
      return trafficHref(project, query, of, { status: "succeeded", overMs: limitMs ?? 0 });
    case "review":
      return paths.queues(project);
    case "none":
      return null;
    default:
      return to satisfies never;
  }
}
