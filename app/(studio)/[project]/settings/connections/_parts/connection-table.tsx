import { paths } from "#platform/paths";
import type { Connection } from "#schema/models";
import { EmptyState } from "#states/empty-state";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { RowLink, Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { connectionKindName, hostOf } from "./connection-kind.ts";
import { RestoreConnection } from "./restore-connection.client.tsx";

type ConnectionTableProps = { project: string; connections: Connection[]; canEdit: boolean };

/** The project's connections: what each is, whether it worked when last tried. */
export function ConnectionTable({ project, connections, canEdit }: ConnectionTableProps) {
  if (connections.length === 0) {
    return (
      <Card>
        <EmptyState title="No connections yet">
          A connection is a provider of models with its key. Without one nothing can be generated. Add your
          own provider, a server on this network, or the simulated one for a first look.
        </EmptyState>
      </Card>
    );
  }
  return (
    <Card>
      <Table label="Connections" keys>
        <TableHead>
          <Th>Name</Th>
          <Th>Provider</Th>
          <Th>Address</Th>
          <Th>Key</Th>
          <Th numeric>Models</Th>
          <Th>Last test</Th>
          <Th>
            <span className="sr-only">Actions</span>
          </Th>
        </TableHead>
        <TableBody>
          {connections.map((connection) => (
            <Tr key={connection.id}>
              <Td mobile="title">
                <RowLink href={paths.connection(project, connection.id)}>{connection.name}</RowLink>{" "}
                {connection.kind === "simulated" ? <Chip tone="warn">simulated</Chip> : null}{" "}
                {connection.archivedAt ? <Chip>archived</Chip> : null}
              </Td>
              <Td className="text-text-2">{connectionKindName(connection.kind, connection.preset)}</Td>
              <Td
                className="max-w-60 truncate text-sm text-text-2"
                mobile={connection.baseUrl ? undefined : "hide"}
              >
                {connection.baseUrl ? <code>{hostOf(connection.baseUrl)}</code> : "—"}
              </Td>
              <Td
                className="text-sm text-text-2"
                label="key"
                mobile={connection.keyHint ? undefined : "hide"}
              >
                {connection.keyHint ? <code>…{connection.keyHint}</code> : "—"}
              </Td>
              <Td numeric label="models">
                {connection.models.length}
              </Td>
              <Td mobile="aside">
                <LastTest connection={connection} />
              </Td>
              <Td className="text-right">
                {connection.archivedAt && canEdit ? (
                  <RestoreConnection project={project} connectionId={connection.id} name={connection.name} />
                ) : null}
              </Td>
            </Tr>
          ))}
        </TableBody>
      </Table>
    </Card>
  );
}

/** Whether a connection worked when it was last tried, and when that was. */
export function LastTest({ connection }: { connection: Pick<Connection, "lastTestedAt" | "lastTestError"> }) {
  if (!connection.lastTestedAt) return <span className="text-text-3">not tested</span>;
  return (
    <span className="inline-flex items-center gap-1.5 text-text-2">
      {connection.lastTestError ? (
        <Chip tone="bad" sign title={connection.lastTestError}>
          failed
        </Chip>
      ) : (
        <Chip tone="good" sign>
          works
        </Chip>
      )}
      <RelativeTime value={connection.lastTestedAt} />
    </span>
  );
}
