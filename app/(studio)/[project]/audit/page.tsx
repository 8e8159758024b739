import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listAuditActions, listAuditEvents } from "#lib/governance";
import { may } from "#lib/identity";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import type { AuditEvent } from "#schema/governance";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { FilterBar } from "#ui/filter-bar";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { Segmented } from "#ui/segmented";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { VerifyChain } from "./_parts/verify.client.tsx";

export const metadata: Metadata = { title: "Audit" };

type Search = {
  action?: string;
  actor?: string;
  chain?: string;
  from?: string;
  to?: string;
  cursor?: string;
};
type AuditPageProps = { params: Promise<{ project: string }>; searchParams: Promise<Search> };

/** Who did what, when, and whether the record still holds. */
export default async function AuditPage({ params, searchParams }: AuditPageProps) {
  const { project } = await params;
  const search = await searchParams;
  const ctx = await currentContext(project);
  const crumbs = [{ label: "Audit" }];
  if (!may(ctx, "audit.read")) {
    return (
      <>
        <TopBar crumbs={crumbs} />
        <NoPermission what="Read the audit log" whoCan={permissionTable["audit.read"]} />
      </>
    );
  }
  const chain = search.chain === "organisation" ? "organisation" : "project";
  const filters = {
    action: search.action,
    actor: search.actor,
    from: dayOrNothing(search.from),
    to: dayOrNothing(search.to),
  };
  const [page, actions] = await Promise.all([
    listAuditEvents(ctx, {
      chain,
      ...present({ ...filters, cursor: search.cursor }),
    }),
    listAuditActions(ctx, { chain }),
  ]);
  // Another chain has other actions, so the action chosen here is left behind.
  const { action: _action, ...others } = search;
  const chainHref = (other: "project" | "organisation") =>
    `${paths.audit(project)}?${new URLSearchParams(present({ ...others, cursor: undefined, chain: other }))}`;
  const href = (change: Search) =>
    `${paths.audit(project)}?${new URLSearchParams(present({ ...search, cursor: undefined, ...change }))}`;
  return (
    <>
      <TopBar crumbs={crumbs} />
      <Page>
        <PageHeader
          title="Audit"
          actions={
            <>
              <ExportLinks
                href={(format) => `${paths.auditExport(project)}?${exportQuery(chain, filters, format)}`}
              />
              <Segmented
                label="Chain"
                value={chain}
                items={[
                  { value: "project", label: "This project", href: chainHref("project") },
                  { value: "organisation", label: "Organisation", href: chainHref("organisation") },
                ]}
              />
            </>
          }
        />
        {may(ctx, "audit.verify") ? <VerifyChain key={chain} project={project} chain={chain} /> : null}
        <FilterBar
          action={paths.audit(project)}
          label="Filter events"
          given={filters}
          kept={{ chain }}
          filters={[
            {
              kind: "choice",
              name: "action",
              label: "Action",
              all: "all actions",
              options: actions.map((value) => ({ value, label: value })),
              className: "w-56 max-sm:w-full",
            },
            { kind: "text", name: "actor", label: "Person or program", placeholder: "person or program" },
            { kind: "date", name: "from", label: "From (UTC)" },
            { kind: "date", name: "to", label: "To, that day included (UTC)" },
          ]}
        />
        <Card>
          {page.items.length === 0 ? (
            <EmptyState title="Nothing here">
              No event matches; take a filter off to see more. Everything people and programs change from now
              on is written here by itself.
            </EmptyState>
          ) : (
            <EventTable events={page.items} />
          )}
        </Card>
        <Pagination
          newerHref={search.cursor ? href({}) : undefined}
          olderHref={page.nextCursor ? href({ cursor: page.nextCursor }) : undefined}
        />
      </Page>
    </>
  );
}

function EventTable({ events }: { events: AuditEvent[] }) {
  return (
    <Table label="Audit events">
      <TableHead>
        <Th numeric>#</Th>
        <Th>When</Th>
        <Th>Who</Th>
        <Th>Action</Th>
        <Th>On</Th>
        <Th>Change</Th>
        <Th>Hash</Th>
      </TableHead>
      <TableBody>
        {events.map((event) => (
          <Tr key={event.seq} id={`event-${event.seq}`}>
            <Td numeric mobile="hide" className="text-text-3">
              {event.seq}
            </Td>
            <Td className="whitespace-nowrap text-text-2">
              <RelativeTime value={event.at} />
            </Td>
            <Td className="max-w-44 truncate">{event.actor.name}</Td>
            <Td mobile="title" className="font-mono text-sm">
              {event.action}
            </Td>
            <Td>{event.subjectName}</Td>
            <Td className="max-w-100 min-w-0">
              <Change before={event.before} after={event.after} />
            </Td>
            <Td mobile="hide" className="font-mono text-sm text-text-3" title={event.hash}>
              {event.hash.slice(0, 10)}
            </Td>
          </Tr>
        ))}
      </TableBody>
    </Table>
  );
}

function Change({ before, after }: { before: unknown; after: unknown }) {
  if (before === null && after === null) return <span className="text-text-3">—</span>;
  return (
    <details className="text-sm">
      <summary className="cursor-pointer truncate text-text-2">
        {[before, after]
          .filter((side) => side !== null)
          .map(brief)
          .join(" → ")}
      </summary>
      <pre className="mt-1 overflow-x-auto rounded-md bg-sunken p-2 font-mono text-sm whitespace-pre-wrap">
        {JSON.stringify({ before, after }, null, 2)}
      </pre>
    </details>
  );
}

function brief(value: unknown): string {
  const text =
    typeof value === "object" && value !== null
      ? Object.entries(value)
          .map(([key, part]) => `${key}: ${typeof part === "object" ? "…" : String(part)}`)
          .join(", ")
      : String(value);
  return text.length > 70 ? `${text.slice(0, 69)}…` : text;
}

function ExportLinks({ href }: { href: (format: "jsonl" | "csv") => string }) {
  return (["jsonl", "csv"] as const).map((format) => (
    <Button key={format} asChild>
      {/* A file, not a page: fetched only when it is asked for. */}
      <a href={href(format)} download>
        Export {format.toUpperCase()}
      </a>
    </Button>
  ));
}

function exportQuery(chain: string, filters: Record<string, string | undefined>, format: string): string {
  return new URLSearchParams(present({ chain, format, ...filters })).toString();
}

/** A day as the date field gives it; anything else in the address is left out rather than an error page. */
function dayOrNothing(text: string | undefined): string | undefined {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
    ? text
    : undefined;
}

function present(values: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1])),
  );
}
