import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { LimitUse } from "#components/budgets/limit-use";
import { listBudgets } from "#lib/budgets";
import { listApiKeys, may } from "#lib/identity";
import { permissionTable } from "#constants/identity";
import { formatDuration } from "#platform/format";
import type { Budget } from "#schema/budgets";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
import { CreateKey } from "./_create-key.client.tsx";
import { RevokeKey } from "./_revoke-key.client.tsx";

export const metadata: Metadata = { title: "API keys" };

/** The keys of this project: what each may do and when it was last used. */
export default async function ApiKeysPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await currentContext(project);
  if (!may(ctx, "api_key.read"))
    return <NoPermission what="See API keys" whoCan={permissionTable["api_key.read"]} />;
  const [keys, all] = await Promise.all([listApiKeys(ctx), may(ctx, "budget.read") ? listBudgets(ctx) : []]);
  const limits = all.filter(({ per }) => per === "api_key");
  const now = ctx.clock.now();
  return (
    <Page>
      <PageHeader
        title="API keys"
        note="A key opens this project only, for what its scopes allow."
        actions={<CreateKey project={project} />}
      />
      <Card>
        {keys.length === 0 ? (
          <EmptyState title="No API keys yet">
            A program needs one to fetch prompts, call the gateway and send feedback. Make the first with the
            button above.
          </EmptyState>
        ) : (
          <Table
            name="api-keys"
            label="API keys"
            columns={[
              ...columns(now),
              ...(limits.length > 0 ? [limitsColumn(limits)] : []),
              actionsColumn(project),
            ]}
            rows={keys}
            rowKey={({ id }) => id}
            isWhole
          />
        )}
      </Card>
    </Page>
  );
}

type Key = Awaited<ReturnType<typeof listApiKeys>>[number];

function columns(now: Date): Column<Key>[] {
  return [
    {
      key: "name",
      head: "Name",
      className: "min-w-32 font-medium",
      sort: ({ name }) => name,
      cell: ({ name, revokedAt }) => (
        <>
          {name}{" "}
          {revokedAt ? (
            <Chip tone="bad" sign>
              revoked
            </Chip>
          ) : null}
        </>
      ),
    },
    {
      key: "prefix",
      head: "Begins with",
      className: "font-mono text-sm",
      cell: ({ prefix }) => `${prefix}…`,
    },
    {
      key: "scopes",
      head: "Scopes",
      className: "max-w-72 min-w-44 text-text-2",
      cell: ({ scopes }) => <Scopes scopes={scopes} />,
    },
    {
      key: "owner",
      head: "Owner",
      className: "text-text-2 whitespace-nowrap",
      sort: ({ ownerName }) => ownerName,
      cell: ({ ownerName }) => ownerName ?? "—",
    },
    {
      key: "ends",
      head: "Ends",
      className: "text-text-2",
      sort: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => <KeyEnd expiresAt={expiresAt} now={now} />,
    },
    {
      key: "longest",
      head: "Longest call",
      className: "text-text-2 whitespace-nowrap",
      sort: ({ timeoutMs }) => timeoutMs,
      cell: ({ timeoutMs }) => (timeoutMs === null ? "—" : formatDuration(timeoutMs)),
    },
    {
      key: "used",
      head: "Last used",
      className: "text-text-2",
      sort: ({ lastUsedAt }) => lastUsedAt,
      cell: ({ lastUsedAt }) => (lastUsedAt ? <RelativeTime value={lastUsedAt} /> : "—"),
    },
    {
      key: "made",
      head: "Made",
      className: "text-text-2",
      sort: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
  ];
}

/** More than so many scopes of a key are shown only when they are asked for. */
const mostShown = 4;

function Scopes({ scopes }: Pick<Key, "scopes">) {
  if (scopes.length <= mostShown) return scopes.join(", ");
  return (
    <details>
      <summary className="cursor-pointer">
        {scopes.slice(0, mostShown - 1).join(", ")} and {scopes.length - mostShown + 1} more
      </summary>
      <span className="mt-1 block">{scopes.slice(mostShown - 1).join(", ")}</span>
    </details>
  );
}

function actionsColumn(project: string): Column<Key> {
  return {
    key: "actions",
    head: <span className="sr-only">Actions</span>,
    label: "Actions",
    className: "text-right",
    cell: ({ id, name, revokedAt }) =>
      revokedAt ? null : <RevokeKey project={project} apiKeyId={id} name={name} />,
  };
}

/** What a key used of the limits that count it by itself; those of the project stand on their own page. */
function limitsColumn(limits: readonly Budget[]): Column<Key> {
  return {
    key: "limits",
    head: "Limits",
    cell: ({ id, revokedAt }) =>
      revokedAt
        ? null
        : limits
            .filter(({ only }) => only === null || only === id)
            .map((limit) => (
              <LimitUse
                key={limit.id}
                limit={limit}
                label={limit.name}
                use={limit.uses.find(({ subject }) => subject === id)}
              />
            )),
  };
}

const soonMs = 14 * 24 * 60 * 60 * 1000;

/** When a key ends; in words where it has, or will within two weeks. */
function KeyEnd({ expiresAt, now }: { expiresAt: Date | null; now: Date }) {
  if (!expiresAt) return "never";
  const left = expiresAt.getTime() - now.getTime();
  if (left <= 0)
    return (
      <Chip tone="bad" sign>
        ended
      </Chip>
    );
  return (
    <span className={left < soonMs ? "text-warn" : undefined}>
      <RelativeTime value={expiresAt} />
    </span>
  );
}
