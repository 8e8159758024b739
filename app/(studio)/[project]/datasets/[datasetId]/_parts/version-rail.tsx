import Link from "next/link";
import { formatCount, formatHash, formatNumber } from "#platform/format";
import { paths } from "#platform/paths";
import type { DatasetVersion, VersionDiff } from "#schema/datasets";
import { Card, CardFooter, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";
import { RelativeTime } from "#ui/relative-time";

type VersionRailProps = {
  project: string;
  datasetId: string;
  versions: DatasetVersion[];
  shown: DatasetVersion | null;
  /** From the version before to the one shown. */
  difference: VersionDiff | null;
};

/** The history: every version with its message; the one shown says what it changed. */
export function VersionRail({ project, datasetId, versions, shown, difference }: VersionRailProps) {
  if (versions.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Versions" />
      <ol>
        {versions.map((version, at) => (
          <li
            key={version.id}
            className={cn(
              "relative border-b border-line px-3.5 py-2 last:border-b-0 hover:bg-sunken",
              version.id === shown?.id && "bg-accent-weak hover:bg-accent-weak",
            )}
          >
            <Link
              href={
                at === 0
                  ? paths.dataset(project, datasetId)
                  : paths.datasetView(project, datasetId, { version: String(version.number) })
              }
              aria-current={version.id === shown?.id ? "true" : undefined}
              className="block font-medium after:absolute after:inset-0"
            >
              <span className="num">v{version.number}</span>{" "}
              <span className="break-words">{version.message}</span>
            </Link>
            <p className="text-sm text-text-2">
              <span className="num">{formatCount(version.exampleCount, "example")}</span> ·{" "}
              {version.createdByName} · <RelativeTime value={version.createdAt} />
            </p>
            {version.id === shown?.id && difference ? (
              <p className="num text-sm text-text-2">{differenceWords(difference, version.number - 1)}</p>
            ) : null}
          </li>
        ))}
      </ol>
      {shown ? (
        <CardFooter>
          <span title={`SHA-256 ${shown.contentHash}`}>
            v{shown.number} has the content hash <code>{formatHash(shown.contentHash)}</code>
          </span>
        </CardFooter>
      ) : null}
    </Card>
  );
}

/** What one version changed, in a sentence. */
function differenceWords({ added, removed, changed, kept, isReordered }: VersionDiff, from: number): string {
  const parts = [
    added > 0 ? `${formatNumber(added)} added` : "",
    removed > 0 ? `${formatNumber(removed)} removed` : "",
    changed > 0 ? `${formatNumber(changed)} changed` : "",
    isReordered ? "order changed" : "",
  ].filter(Boolean);
  return `Since v${from}: ${parts.length > 0 ? parts.join(", ") : "nothing changed"}; ${formatNumber(kept)} kept.`;
}
