import Link from "next/link";
import { paths } from "#platform/paths";
import type { VersionSummary } from "#schema/prompts";
import { LabelChips } from "./label-chips.tsx";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";

/** A version as the rail shows it; `score` is the newest run's, as a person reads it. */
export type RailVersion = Pick<
  VersionSummary,
  "id" | "number" | "message" | "createdAt" | "createdByName"
> & { labels: string[]; score: { text: string; href: string } | null };

export type VersionsRailProps = {
  project: string;
  promptId: string;
  versions: RailVersion[];
  draft: { title: string; note: string } | null;
};

/** The history at a glance beside the editor: the draft, then the versions, newest first. */
export function VersionsRail({ project, promptId, versions, draft }: VersionsRailProps) {
  return (
    <aside
      aria-label="Versions"
      className="h-full min-w-0 border-l border-line bg-surface max-md:border-t max-md:border-l-0"
    >
      <header className="flex items-center gap-2 border-b border-line px-3.5 py-2.5">
        <h2>Versions</h2>
        <Chip className="ml-auto">main</Chip>
      </header>
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
              {version.score ? (
                <Link
                  href={version.score.href}
                  className="num relative z-1 ml-auto text-sm text-text-2 hover:text-text"
                >
                  {version.score.text}
                </Link>
              ) : (
                <RelativeTime
                  value={version.createdAt}
                  className="ml-auto text-sm whitespace-nowrap text-text-3"
                />
              )}
            </div>
            <p
              className="truncate text-sm text-text-2"
              title={`${version.message}, by ${version.createdByName}`}
            >
              {version.message}
            </p>
          </li>
        ))}
      </ol>
    </aside>
  );
}
