"use client";

import { useStudioAction } from "#components/form/use-studio-action.client";
import type { SessionView } from "#lib/identity";
import { formatCount } from "#platform/format";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
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
      <Table label="Sessions">
        <TableHead>
          <Th>Browser</Th>
          <Th>Last seen</Th>
          <Th>Since</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </TableHead>
        <TableBody>
          {sessions.map(({ id, userAgent, lastSeenAt, startedAt, isCurrent }) => (
            <Tr key={id}>
              <Td mobile="title" title={userAgent ?? undefined}>
                {browserWords(userAgent)} {isCurrent ? <Chip tone="good">here</Chip> : null}
              </Td>
              <Td className="text-text-2" label="last seen">
                <RelativeTime value={lastSeenAt} />
              </Td>
              <Td className="text-text-2" label="since">
                <RelativeTime value={startedAt} />
              </Td>
              <Td className="text-right">
                {isCurrent ? null : (
                  <Button
                    size="sm"
                    variant="ghost"
                    pending={revoke.isPending}
                    onClick={() => revoke.run({ project, sessionId: id })}
                  >
                    Sign out
                  </Button>
                )}
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}
