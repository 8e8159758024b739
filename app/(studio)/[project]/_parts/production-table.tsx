import { formatCarbon, formatDuration, formatMoney, formatPercent, formatValue } from "#platform/format";
import { paths } from "#platform/paths";
import type { ProductionRow } from "#schema/releases";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { Sparkline } from "#ui/sparkline";
import { Delta } from "#ui/stat";
import { type Column, DataTable } from "#ui/table";
import { trafficHref } from "./overview-href.ts";
import { NearLink } from "#ui/near-link";

/** What this person may do next; what they may not is said and leads nowhere. */
export type MayNext = { request: boolean; run: boolean };
type Props = { project: string; rows: ProductionRow[]; days: number; from: Date; may: MayNext };

/** What production serves and how each prompt is doing; every number opens what it is made of. */
export function ProductionTable({ project, rows, days, from, may }: Props) {
  const kpiName = rows.find(({ kpi }) => kpi)?.kpi?.name ?? "KPI";
  return (
    <Card>
      <CardHeader title="Prompts in production" />
      {rows.length > 0 ? (
        <DataTable
          label="Prompts in production"
          columns={columns(project, { days, from, kpiName, may })}
          rows={rows}
          rowKey={({ promptId }) => promptId}
          keys
        />
      ) : (
        <EmptyState
          title="Production serves no prompt yet"
          action={
            may.request ? (
              <Button asChild>
                <NearLink href={`${paths.promotions(project)}/new`}>Request promotion</NearLink>
              </Button>
            ) : null
          }
        >
          A prompt appears here once a version of it is promoted to production.
        </EmptyState>
      )}
    </Card>
  );
}

function columns(
  project: string,
  { days, from, kpiName, may }: Pick<Props, "days" | "from" | "may"> & { kpiName: string },
): Column<ProductionRow>[] {
  const open = (href: string, text: string) =>
    text === "—" ? (
      text
    ) : (
      <NearLink className="hover:underline" href={href}>
        {text}
      </NearLink>
    );
  const chart = (row: ProductionRow, metric: string) =>
    `${paths.overview(project)}?metric=${metric}&promptId=${row.promptId}`;
  const traffic = (row: ProductionRow) => trafficHref(project, { from, promptId: row.promptId });
  return [
    {
      key: "prompt",
      head: "Prompt",
      cell: (row) => (
        <NearLink className="font-medium hover:underline" href={paths.prompt(project, row.promptId)}>
          {row.promptPath}
        </NearLink>
      ),
      mobile: "title",
    },
    {
      key: "version",
      head: "Version",
      cell: (row) => (
        <NearLink href={paths.promptVersion(project, row.promptId, row.versionNumber)}>
          <Chip tone="accent">v{row.versionNumber} production</Chip>
        </NearLink>
      ),
      mobile: "aside",
    },
    {
      key: "quality",
      head: `Quality, ${days} d`,
      cell: (row) => (
        <NearLink href={chart(row, "quality")}>
          <Sparkline
            values={row.quality.map(({ value }) => value)}
            label={`Quality over ${days} days, last ${formatValue(row.quality.findLast(({ value }) => value !== null)?.value ?? null, 2)}`}
          />
        </NearLink>
      ),
    },
    {
      key: "approved",
      head: "Approved",
      numeric: true,
      cell: (row) => open(chart(row, "approval"), formatPercent(row.approvalRate, 0)),
    },
    {
      key: "edited",
      head: "Edit rate",
      numeric: true,
      cell: (row) => open(chart(row, "edit"), formatPercent(row.editRate, 0)),
    },
    {
      key: "cost",
      head: "Cost / 1,000",
      numeric: true,
      cell: (row) => open(traffic(row), formatMoney(row.costPer1000Usd)),
    },
    {
      key: "latency",
      head: "p95",
      numeric: true,
      cell: (row) => open(chart(row, "latency"), formatDuration(row.latencyP95Ms)),
    },
    {
      key: "carbon",
      head: "gCO₂e / 1,000",
      numeric: true,
      cell: (row) =>
        open(
          chart(row, "carbon"),
          row.carbonPer1000 === null ? "—" : formatCarbon(row.carbonPer1000).replace(" gCO₂e", ""),
        ),
    },
    { key: "kpi", head: kpiName, cell: (row) => <Kpi project={project} row={row} /> },
    {
      key: "next",
      head: "Next step",
      cell: (row) => <Next project={project} row={row} may={may} />,
      className: "text-text-2",
    },
  ];
}

function Kpi({ project, row: { kpi, promptId } }: { project: string; row: ProductionRow }) {
  if (!kpi) return <>—</>;
  const direction = kpi.change === null ? null : kpi.change > 0 ? "up" : kpi.change < 0 ? "down" : "same";
  return (
    <NearLink
      className="num whitespace-nowrap hover:underline"
      href={`${paths.overview(project)}?metric=kpi&kpi=${kpi.key}&promptId=${promptId}`}
    >
      {kpi.text}
      {direction ? <Delta text={kpi.changeText} direction={direction} good={kpi.isGood} /> : null}
    </NearLink>
  );
}

type NextProps = { project: string; row: ProductionRow; may: MayNext };

function Next({ project, row: { promptId, nextStep }, may }: NextProps) {
  const isClosed = (nextStep.to === "request" && !may.request) || (nextStep.to === "new_run" && !may.run);
  const href = isClosed ? null : nextHref(project, promptId, nextStep);
  return href ? (
    <NearLink className="hover:text-text hover:underline" href={href}>
      {nextStep.sentence}
    </NearLink>
  ) : (
    <>{nextStep.sentence}</>
  );
}

function nextHref(
  project: string,
  promptId: string,
  { to, promotionNumber, versionId }: ProductionRow["nextStep"],
): string | null {
  switch (to) {
    case "promotion":
      return promotionNumber ? paths.promotion(project, promotionNumber) : null;
    case "new_run":
      return `${paths.newRun(project)}?${new URLSearchParams({ promptVersionId: versionId ?? "" })}`;
    case "request":
      return paths.newPromotion(project, {
        promptId,
        environment: "production",
        ...(versionId ? { versionId } : {}),
      });
    case "decisions":
    case "review":
      return paths.queues(project);
    case "none":
      return null;
    default:
      return to satisfies never;
  }
}
