import { paths } from "#platform/paths";
import type { Connection } from "#schema/models";
import { EmptyState } from "#states/empty-state";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
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
      <Table
        name="connections"
        label="Connections"
        columns={columns(project, canEdit)}
        rows={connections}
        rowKey={({ id }) => id}
        rowHref={({ id }) => paths.connection(project, id)}
        isWhole
      />
    </Card>
  );
}

function columns(project: string, canEdit: boolean): Column<Connection>[] {
  return [
    {
      key: "name",
      head: "Name",
      sort: ({ name }) => name,
      cell: ({ name, kind, archivedAt }) => (
        <>
          {name} {kind === "simulated" ? <Chip tone="warn">simulated</Chip> : null}{" "}
          {archivedAt ? <Chip>archived</Chip> : null}
        </>
      ),
    },
    {
      key: "provider",
      head: "Provider",
      className: "text-text-2",
      sort: ({ kind, preset }) => connectionKindName(kind, preset),
      cell: ({ kind, preset }) => connectionKindName(kind, preset),
    },
    {
      key: "address",
      head: "Address",
      className: "max-w-60 truncate text-sm text-text-2",
      cell: ({ baseUrl }) => (baseUrl ? <code>{hostOf(baseUrl)}</code> : "—"),
    },
    {
      key: "key",
      head: "Key",
      className: "text-sm text-text-2",
      cell: ({ keyHint }) => (keyHint ? <code>…{keyHint}</code> : "—"),
    },
    {
      key: "models",
      head: "Models",
      numeric: true,
      sort: ({ models }) => models.length,
      cell: ({ models }) => models.length,
    },
    {
      key: "tested",
      head: "Last test",
      mobile: "aside",
      sort: ({ lastTestedAt }) => lastTestedAt,
      cell: (connection) => <LastTest connection={connection} />,
    },
    {
      key: "actions",
      head: <span className="sr-only">Actions</span>,
      label: "Actions",
      className: "relative z-1 text-right",
      cell: ({ id, name, archivedAt }) =>
        archivedAt && canEdit ? <RestoreConnection project={project} connectionId={id} name={name} /> : null,
    },
  ];
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
