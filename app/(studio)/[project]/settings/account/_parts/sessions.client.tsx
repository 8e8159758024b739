"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import type { SessionView } from "#lib/identity";
import { formatCount } from "#platform/format";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { toastDone } from "#ui/toaster";
import { revokeSessionAction } from "../actions.ts";
import { browserWords } from "./describe-browser.ts";

/** Where one is signed in; every place but this one can be ended. */
export function Sessions({ project, sessions }: { project: string; sessions: readonly SessionView[] }) {
  const revoke = useStudioAction(revokeSessionAction, ({ ended }) =>
    toastDone(`Signed out in ${formatCount(ended, "place")}`),
  );
  const others = sessions.filter(({ isCurrent }) => !isCurrent);
  return (
    <Card>
      <CardHeader
        title="Signed in"
        actions={
          others.length > 1 ? (
            <Button size="sm" pending={revoke.isPending} onClick={() => revoke.run({ project })}>
              Sign out everywhere else
            </Button>
          ) : null
        }
      />
      <Table
        label="Sessions"
        columns={[
          ...columns,
          {
            key: "actions",
            head: <span className="sr-only">Actions</span>,
            label: "Actions",
            className: "text-right",
            cell: ({ id, isCurrent }) =>
              isCurrent ? null : (
                <Button
                  size="sm"
                  variant="ghost"
                  pending={revoke.isPending}
                  onClick={() => revoke.run({ project, sessionId: id })}
                >
                  Sign out
                </Button>
              ),
          },
        ]}
        rows={sessions}
        rowKey={({ id }) => id}
        isWhole
      />
    </Card>
  );
}

const columns: Column<SessionView>[] = [
  {
    key: "browser",
    head: "Browser",
    sort: ({ userAgent }) => browserWords(userAgent),
    cell: ({ userAgent, isCurrent }) => (
      <span title={userAgent ?? undefined}>
        {browserWords(userAgent)} {isCurrent ? <Chip tone="good">here</Chip> : null}
      </span>
    ),
  },
  {
    key: "seen",
    head: "Last seen",
    className: "text-text-2",
    sort: ({ lastSeenAt }) => lastSeenAt,
    cell: ({ lastSeenAt }) => <RelativeTime value={lastSeenAt} />,
  },
  {
    key: "since",
    head: "Since",
    className: "text-text-2",
    sort: ({ startedAt }) => startedAt,
    cell: ({ startedAt }) => <RelativeTime value={startedAt} />,
  },
];
