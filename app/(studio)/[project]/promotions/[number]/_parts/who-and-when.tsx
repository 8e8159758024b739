import Link from "next/link";
import { formatDate, formatExact } from "#platform/format";
import { paths } from "#platform/paths";
import type { TimelineEntry } from "#schema/releases";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";

type Props = { project: string; entries: TimelineEntry[]; now: Date; promptId: string };

/** Who did what for this promotion, oldest first; what is still waited for has an open dot. */
export function WhoAndWhen({ project, entries, now, promptId }: Props) {
  return (
    <Card>
      <CardHeader title="Who and when" />
      <ol className="px-3.5 pt-1.5 pb-3 text-sm">
        {entries.map((entry, position) => {
          const href = hrefOf(project, promptId, entry);
          const waits = entry.kind === "waiting";
          return (
            <li key={position} className="grid grid-cols-[20px_1fr_auto] gap-2 py-1.25">
              <span aria-hidden="true" className={cn(waits && "text-warn")}>
                {waits ? "○" : "●"}
              </span>
              <span className="min-w-0 break-words">
                {href ? (
                  <Link href={href} className="hover:underline">
                    {entry.sentence}
                  </Link>
                ) : (
                  entry.sentence
                )}
                {waits && entry.actorName ? ` by ${entry.actorName}` : ""}
              </span>
              <time
                dateTime={entry.at.toISOString()}
                title={formatExact(entry.at)}
                className="num text-text-3"
              >
                {shortMoment(entry.at, now)}
              </time>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

/** The hour within a day, else the day. */
function shortMoment(at: Date, now: Date): string {
  return at.toISOString().slice(0, 10) === now.toISOString().slice(0, 10)
    ? at.toISOString().slice(11, 16)
    : formatDate(at, now);
}

function hrefOf(project: string, promptId: string, entry: TimelineEntry): string | null {
  if (entry.runId) return paths.run(project, entry.runId);
  if (entry.versionNumber) return paths.promptVersion(project, promptId, entry.versionNumber);
  if (entry.promotionNumber) return paths.promotion(project, entry.promotionNumber);
  if (entry.kind === "corrections" || entry.kind === "decisions") return paths.queues(project);
  return null;
}
