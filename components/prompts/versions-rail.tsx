import Link from "next/link";
import { paths } from "#platform/paths";
import type { VersionSummary } from "#schema/prompts";
import { BranchPicker, type BranchState } from "./branch-picker.client.tsx";
import { LabelChips } from "./label-chips.tsx";
import { RelativeTime } from "#ui/relative-time";

/** How a version did on the benchmark, as a person reads it. */
export type VersionScore = { text: string; note: string; href: string };
/** A version as the rail shows it; without a score it was not run on the benchmark. */
export type RailVersion = Pick<
  VersionSummary,
  "id" | "number" | "branch" | "message" | "createdAt" | "createdByName"
> & { labels: string[]; score: VersionScore | null };
/** What the scores of the rail are of; null where none is pinned. */
export type RailBenchmark = { title: string; drift: string[] } | null;

export type VersionsRailProps = {
  project: string;
  promptId: string;
  /** From the branch's newest back to the first. */
  versions: RailVersion[];
  branch: BranchState;
  head: { id: string; number: number };
  draft: { title: string; note: string } | null;
  benchmark: RailBenchmark;
};

/** The history at a glance beside the editor: the draft, then the versions, newest first. */
export function VersionsRail({
  project,
  promptId,
  versions,
  branch,
  head,
  draft,
  benchmark,
}: VersionsRailProps) {
  return (
    <aside
      aria-label="Versions"
      className="h-full min-w-0 border-l border-line bg-surface max-md:border-t max-md:border-l-0"
    >
      <header className="flex items-center gap-2 border-b border-line px-3.5 py-2.5">
        <h2>Versions</h2>
        <BranchPicker {...{ project, promptId, branch, head }} />
      </header>
      <BenchmarkLine project={project} promptId={promptId} benchmark={benchmark} />
      {draft ? (
        <div aria-current="true" className="border-b border-line bg-accent-weak px-3.5 py-2">
          <p className="font-medium">{draft.title}</p>
          <p className="truncate text-sm text-text-2">{draft.note}</p>
        </div>
      ) : null}
      <ol>
        {versions.map((version) => (
          <li key={version.id} className="relative border-b border-line px-3.5 py-2 hover:bg-sunken">
            <div className="flex items-center gap-2">
              <Link
                href={paths.promptVersion(project, promptId, version.number)}
                className="font-medium after:absolute after:inset-0"
              >
                v{version.number}
              </Link>
              <LabelChips labels={version.labels} />
              <ScoreOrTime version={version} hasBenchmark={benchmark !== null} />
            </div>
            <p
              className="truncate text-sm text-text-2"
              title={`${version.message}, by ${version.createdByName}`}
            >
              {version.branch === branch.name ? null : (
                <span className="text-text-3">{version.branch}: </span>
              )}
              {version.message}
            </p>
          </li>
        ))}
      </ol>
    </aside>
  );
}

function BenchmarkLine({
  project,
  promptId,
  benchmark,
}: Pick<VersionsRailProps, "project" | "promptId" | "benchmark">) {
  return (
    <p className="border-b border-line px-3.5 py-1.5 text-sm text-text-3">
      <Link
        className="hover:text-text hover:underline"
        href={`${paths.promptHistory(project, promptId)}#benchmark`}
      >
        {benchmark ? benchmark.title : "No benchmark pinned"}
      </Link>
      {benchmark?.drift.map((sentence) => (
        <span key={sentence} className="block text-warn">
          <span aria-hidden="true">▲ </span>
          {sentence}
        </span>
      ))}
    </p>
  );
}

function ScoreOrTime({ version, hasBenchmark }: { version: RailVersion; hasBenchmark: boolean }) {
  const { score } = version;
  if (score)
    return (
      <Link
        href={score.href}
        className="num relative z-1 ml-auto text-right text-sm leading-tight text-text-2 hover:text-text"
      >
        {score.text}
        <span className="block text-text-3">{score.note}</span>
      </Link>
    );
  if (hasBenchmark)
    return (
      <span className="ml-auto text-sm text-text-3" title="Not run on the benchmark">
        —
      </span>
    );
  return <RelativeTime value={version.createdAt} className="ml-auto text-sm whitespace-nowrap text-text-3" />;
}
