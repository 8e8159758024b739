import Link from "next/link";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";
import { RelativeTime } from "#ui/relative-time";

type Version = { number: number; message: string; createdByName: string; createdAt: Date };
type VersionListProps = { versions: Version[]; shown: number; hrefOf: (number: number) => string };

/** Every version of a thing, newest first, with who saved it and why; each opens. */
export function VersionList({ versions, shown, hrefOf }: VersionListProps) {
  return (
    <Card>
      <CardHeader title="Versions" />
      <ol>
        {versions.map(({ number, message, createdByName, createdAt }) => (
          <li
            key={number}
            className={cn(
              "relative border-b border-line px-3.5 py-2 last:border-b-0 hover:bg-sunken",
              number === shown && "bg-accent-weak hover:bg-accent-weak",
            )}
          >
            <Link
              href={hrefOf(number)}
              aria-current={number === shown ? "true" : undefined}
              className="block font-medium after:absolute after:inset-0"
            >
              <span className="num">v{number}</span>{" "}
              <span className="break-words">{message || "no message"}</span>
            </Link>
            <p className="text-sm text-text-2">
              {createdByName} · <RelativeTime value={createdAt} />
            </p>
          </li>
        ))}
      </ol>
    </Card>
  );
}
