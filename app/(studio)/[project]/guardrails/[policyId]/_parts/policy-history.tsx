import Link from "next/link";
import { paths } from "#platform/paths";
import type { PolicyVersion } from "#schema/guardrails";
import { Card, CardHeader } from "#ui/card";
import { cn } from "#ui/cn";
import { RelativeTime } from "#ui/relative-time";

type PolicyHistoryProps = { project: string; policyId: string; versions: PolicyVersion[]; shown: number };

/** Every version with who saved it and why; each opens. */
export function PolicyHistory({ project, policyId, versions, shown }: PolicyHistoryProps) {
  return (
    <Card>
      <CardHeader title="Versions" />
      <ol>
        {versions.map(({ number, message, createdByName, createdAt }, at) => (
          <li
            key={number}
            className={cn(
              "relative border-b border-line px-3.5 py-2 last:border-b-0 hover:bg-sunken",
              number === shown && "bg-accent-weak hover:bg-accent-weak",
            )}
          >
            <Link
              href={
                at === 0
                  ? paths.policy(project, policyId)
                  : `${paths.policy(project, policyId)}?version=${number}`
              }
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
