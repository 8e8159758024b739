import Link from "next/link";
import { LabelChips } from "#components/prompts/label-chips";
import type { VersionScore } from "#components/prompts/versions-rail";
import { mainBranch } from "#constants/prompts";
import { paths } from "#platform/paths";
import type { VersionSummary } from "#schema/prompts";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { cn } from "#ui/cn";
import { ComparedVersions } from "./compared-versions.client.tsx";

type HistoryTableProps = {
  project: string;
  promptId: string;
  versions: (VersionSummary & { labels: string[] })[];
  chosen: { from: number; to: number };
  /** By version id; null where no benchmark is pinned. */
  scores: ReadonlyMap<string, VersionScore> | null;
};

/** The versions with two columns of radio buttons: the older and the newer side of the comparison. The choice is compared at once. */
export function HistoryTable({ project, promptId, versions, chosen, scores }: HistoryTableProps) {
  return (
    <ComparedVersions>
      <ol>
        {versions.map((version) => (
          <li
            key={version.id}
            className={cn(
              "grid grid-cols-[auto_auto_minmax(0,1fr)] items-start gap-3 border-b border-line px-3.5 py-2",
              (version.number === chosen.from || version.number === chosen.to) && "bg-accent-weak",
            )}
          >
            <Side name="from" version={version.number} isChosen={version.number === chosen.from} />
            <Side name="to" version={version.number} isChosen={version.number === chosen.to} />
            <div className="min-w-0">
              <div className="flex flex-wrap items-center gap-2">
                <Link
                  href={paths.promptVersion(project, promptId, version.number)}
                  className="font-medium hover:underline"
                >
                  v{version.number}
                </Link>
                <LabelChips labels={version.labels} />
                {version.branch === mainBranch ? null : <Chip>{version.branch}</Chip>}
                <span className="ml-auto text-sm text-text-3">
                  {version.createdByName}, <RelativeTime value={version.createdAt} />
                </span>
              </div>
              <p className="text-text-2">{version.message}</p>
              {scores ? <Score score={scores.get(version.id)} /> : null}
            </div>
          </li>
        ))}
      </ol>
      <p className="px-3.5 py-2.5 text-sm text-text-3">left: before, right: after</p>
    </ComparedVersions>
  );
}

function Score({ score }: { score: VersionScore | undefined }) {
  return score ? (
    <Link href={score.href} className="num text-sm text-text-2 hover:text-text hover:underline">
      {score.text} <span className="text-text-3">({score.note})</span>
    </Link>
  ) : (
    <span className="text-sm text-text-3">— not run on the benchmark</span>
  );
}

function Side({ name, version, isChosen }: { name: "from" | "to"; version: number; isChosen: boolean }) {
  return (
    <input
      key={String(isChosen)}
      type="radio"
      name={name}
      value={version}
      defaultChecked={isChosen}
      aria-label={`v${version} as the ${name === "from" ? "older" : "newer"} side`}
      className="mt-1 accent-(--accent) pointer-coarse:size-6"
    />
  );
}
