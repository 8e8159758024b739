import type { ReactNode } from "react";
import { formatEstimated, formatMoney, formatNumber, formatSigned } from "#platform/format";
import { type ScopePart, type ScopeQuery, scopeParts } from "#schema/observability";
import { sourceName } from "#client/observability";
import type { ChangePart, ChangeParts, Contribution, Overview } from "#schema/loop";
import { Card, CardHeader } from "#ui/card";
import { type Better, forestMax, ForestPlot } from "#ui/forest-plot";
import { IntentLink } from "#ui/intent-link";
import { Segmented } from "#ui/segmented";
import { overviewHref } from "./overview-href.ts";
import { decisionsHref, judgedHref, trafficHref } from "./scope-links.ts";

type Shown = Extract<ChangeParts, { isShown: true }>;
type Props = { project: string; overview: Overview };

const names: Record<ScopePart, string> = {
  prompt: "Prompt",
  version: "Version",
  model: "Model",
  source: "Source",
};

/** Which prompts, versions, models or sources the change of the chart's figure comes from; the rows add up to it. */
export function ChangeCard({ project, overview }: Props) {
  const { parts, chart, against, query } = overview;
  return (
    <Card>
      <CardHeader
        title="Where the change comes from"
        note={`${chart.title.toLowerCase()}, against ${against.words}`}
      />
      <div className="px-3.5 pt-2.5 pb-1">
        <Segmented
          label="Told apart by"
          value={parts.by}
          items={scopeParts.map((by) => ({
            value: by,
            label: names[by],
            href: overviewHref(project, query, { by }),
          }))}
        />
      </div>
      {parts.isShown ? (
        <Rows project={project} overview={overview} parts={parts} />
      ) : (
        <p className="px-3.5 py-2.5 text-text-2">Not shown. {parts.why}</p>
      )}
    </Card>
  );
}

function Rows({ project, overview, parts }: Props & { parts: Shown }) {
  const { better } = styles[parts.metric];
  const isEstimated =
    overview.tiles.generate.usageEstimated > 0 && ["cost", "carbon", "tokens"].includes(parts.metric);
  const write = (value: number) => formatEstimated(styles[parts.metric].write(value), isEstimated);
  const max = forestMax(
    [parts.change, ...parts.rows.map(({ total }) => total)].map((part) => ({ ...part, mid: part.value })),
  );
  return (
    <>
      <ul>
        {parts.rows.map((row) => {
          const href = hrefOf(project, overview, row);
          return (
            <li key={row.key ?? row.label} className="border-b border-line px-3.5 py-1.5">
              <Line
                name={<Name row={row} by={parts.by} href={row.n > 0 ? href.now : href.before} />}
                part={row.total}
                {...{ write, better, max }}
              />
              <p className="num text-sm text-text-2">
                {parts.rows.length === 1
                  ? "all of it"
                  : row.within && row.mix
                    ? `itself ${said(row.within, write)} · its share ${said(row.mix, write)}`
                    : "too few on one side to tell it from its share"}
                {" · n "}
                <Count href={href.now} n={row.n} />
                {" / "}
                <Count href={href.before} n={row.nBefore} />
              </p>
            </li>
          );
        })}
      </ul>
      <p className="border-b border-line px-3.5 py-1.5 font-semibold">
        <Line name="All" part={parts.change} {...{ write, better, max }} />
      </p>
      <p className="px-3.5 py-2 text-sm text-text-2">
        {sumWords(parts, write)}. n: now / {overview.against.where}. Intervals are 95 %
        {parts.rows.length > 1 ? `, those of rows allow for ${parts.rows.length} looked at at once` : ""}.
      </p>
    </>
  );
}

/** What the rows come to together; of parts that cannot be told apart nothing is said. */
function sumWords({ rows, within, mix, apart, n, nBefore }: Shown, write: Written["write"]): string {
  if (rows.length === 1) return "There is only one, so nothing to tell apart";
  const of = `of the ${formatNumber(n)} and ${formatNumber(nBefore)} rows`;
  if (rows.every((row) => row.within === null))
    return `No part has enough on both sides to tell itself from its share ${of}`;
  const small = rows.some((row) => row.within === null)
    ? `, ${said(apart, write)} parts too small to tell`
    : "";
  return `Of it ${said(within, write)} the parts themselves, ${said(mix, write)} their shares ${of}${small}`;
}

type Written = { write: (value: number) => string; better: Better };

function Line({
  name,
  part: { value, low, high },
  write,
  better,
  max,
}: Written & { name: ReactNode; part: Contribution; max: number }) {
  return (
    <span className="flex items-center justify-between gap-2">
      <span className="min-w-0 truncate font-medium">{name}</span>
      <span className="flex items-center gap-2">
        <span className="num whitespace-nowrap">{write(value)}</span>
        <ForestPlot low={low} mid={value} high={high} max={max} better={better} width={104} format={write} />
      </span>
    </span>
  );
}

function Name({ row, by, href }: { row: ChangePart; by: ScopePart; href: string | null }) {
  const label = by === "source" && row.key ? sourceName(row.label) : row.label;
  return href ? (
    <IntentLink className="hover:underline" href={href} title={label}>
      {label}
    </IntentLink>
  ) : (
    label
  );
}

function Count({ href, n }: { href: string | null; n: number }) {
  return href && n > 0 ? (
    <IntentLink className="hover:underline" href={href}>
      {formatNumber(n)}
    </IntentLink>
  ) : (
    formatNumber(n)
  );
}

function said({ value, low, high }: Contribution, write: (value: number) => string): string {
  const end = (of: number) => write(of).replace("≈ ", "").replace("+", "");
  return `${write(value)} (${end(low)} to ${end(high)})`;
}

const score: Written = { write: (value) => formatSigned(value, 3), better: 1 };
const share: Written = { write: (value) => `${formatSigned(value * 100, 1)} pt`, better: 1 };
const styles: Record<ChangeParts["metric"], Written> = {
  quality: score,
  approval: share,
  edit: { ...share, better: -1 },
  cost: { write: (value) => `${value < 0 ? "−" : "+"}${formatMoney(Math.abs(value))}`, better: -1 },
  carbon: { write: (value) => `${formatSigned(value, 1)} g`, better: -1 },
  tokens: { write: (value) => formatSigned(value, 1), better: 0 },
  latency: score,
  kpi: score,
};

/** The rows behind a part, now and in what it is compared with; none for those that no address names. */
function hrefOf(project: string, { query, against, parts: { by } }: Overview, { key }: ChangePart) {
  if (key === null) return { now: null, before: null };
  const open = (base: Partial<ScopeQuery>) =>
    listOf(project, query, { ...base, ...narrowed(by, key) }, by === "model" ? { model: key } : {});
  return { now: open({}), before: open(against.change) };
}

function narrowed(by: ScopePart, key: string): Partial<ScopeQuery> {
  if (by === "prompt") return { prompt: key };
  if (by === "version") return { version: key };
  // The key is a source that the database gave.
  return by === "source" ? { source: [key] as ScopeQuery["source"] } : {};
}

function listOf(
  project: string,
  query: Overview["query"],
  change: Partial<ScopeQuery>,
  extra: Record<string, string>,
): string {
  switch (query.metric) {
    case "quality":
      return judgedHref(project, query, change, extra);
    case "approval":
    case "edit":
      return decisionsHref(project, query, change, extra);
    case "cost":
    case "carbon":
    case "tokens":
      return trafficHref(project, query, change, { ...extra, known: query.metric });
    case "latency":
    case "kpi":
      return trafficHref(project, query, change, extra);
    default:
      return query.metric satisfies never;
  }
}
