import Link from "next/link";
import { formatNumber } from "#platform/format";
import { sourceName } from "#client/observability";
import { type Exploration, splits } from "#schema/review";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Segmented } from "#ui/segmented";
import { type DecisionsQuery, hrefOf, wholeScope } from "./query.ts";
import { ShareBar } from "./share-bar.tsx";

const shown = 12;

/** The chosen reason by model, reviewer, language, version or source, each share with its interval; a row opens its decisions. */
export function SplitPanel({
  explored,
  query,
  project,
}: {
  explored: Exploration;
  query: DecisionsQuery;
  project: string;
}) {
  const { split, focus, reasons } = explored;
  const name = focus === null ? "Not approved" : (reasons.find(({ key }) => key === focus)?.name ?? focus);
  const most = Math.max(0.05, ...split.map(({ share }) => share.high));
  const hrefFor = (key: string | null) => {
    if (key === null) return null;
    // The row counts the chosen reason over the whole scope, and so does what it opens.
    const counted = {
      ...wholeScope,
      ...(focus === null
        ? { kind: "not_approved" as const }
        : focus === "edit"
          ? { kind: "edit" as const }
          : { reason: focus }),
    };
    if (query.split === "version") return hrefOf(project, query, { ...counted, scope: { version: key } });
    if (query.split === "source")
      return hrefOf(project, query, { ...counted, scope: { source: [key] as never } });
    return hrefOf(project, query, { ...counted, [query.split]: key });
  };
  return (
    <Card>
      <CardHeader
        title={`${name.charAt(0).toUpperCase()}${name.slice(1)} by`}
        actions={
          <Segmented
            label="Split by"
            value={query.split}
            items={splits.map((each) => ({
              value: each,
              label: `${each.charAt(0).toUpperCase()}${each.slice(1)}`,
              href: hrefOf(project, query, { split: each }),
            }))}
          />
        }
      />
      <CardBody className="flex flex-col gap-1.5">
        {split.slice(0, shown).map((row) => {
          const label = query.split === "source" ? sourceName(row.label) : row.label;
          const href = hrefFor(row.key);
          return (
            <div
              key={row.key ?? row.label}
              className="grid grid-cols-[minmax(0,1fr)_120px_72px] items-center gap-2"
            >
              {href ? (
                <Link href={href} className="truncate hover:underline" title={label}>
                  {label}
                </Link>
              ) : (
                <span className="truncate">{label}</span>
              )}
              <ShareBar share={row.share} max={most} width={120} />
              <span className="num text-right text-sm text-text-2">
                {formatNumber(row.count)} of {formatNumber(row.total)}
              </span>
            </div>
          );
        })}
        {split.length === 0 ? (
          <p className="text-text-2">
            Nothing to split; a blind queue tells its versions, models and reviewers when nothing waits in it.
          </p>
        ) : null}
        {split.length > shown ? <p className="text-sm text-text-3">and {split.length - shown} more</p> : null}
      </CardBody>
    </Card>
  );
}
