import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { listAuditActions, listAuditEvents } from "#lib/governance";
import { may } from "#lib/identity";
import { present } from "#platform/list-address";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import type { AuditEvent } from "#schema/governance";
import { EmptyState } from "#states/empty-state";
import { NoPermission } from "#states/no-permission";
import { Button } from "#ui/button";
import { Card } from "#ui/card";
import { Pagination } from "#ui/pagination";
import { RelativeTime } from "#ui/relative-time";
import { Segmented } from "#ui/segmented";
import { type Column, Table } from "#ui/table";
import { AuditFilters } from "./_parts/audit-filters.client.tsx";
import { auditList } from "./_parts/audit-list.ts";
import { VerifyChain } from "./_parts/verify.client.tsx";

export const metadata: Metadata = { title: "Audit" };

type AuditPageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

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
  const { cursor, sort: _, chain, ...filters } = auditList.load(search);
  const [page, actions] = await Promise.all([
    listAuditEvents(ctx, { chain, ...present({ ...filters, cursor }) }),
    listAuditActions(ctx, { chain }),
  ]);
  const base = paths.audit(project);
  // Another chain has other actions, so the action chosen here is left behind.
  const chainHref = (other: typeof chain) => auditList.href(base, { ...filters, action: null, chain: other });
  const hrefAt = (place: string | null) => auditList.href(base, { ...filters, chain, cursor: place });
  return (
    <>
      <TopBar crumbs={crumbs} />
      <Page>
        <PageHeader
          title="Audit"
          actions={
            <>
              <ExportLinks
                href={(format) => auditList.href(paths.auditExport(project, { chain, format }), filters)}
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
        <AuditFilters actions={actions} />
        <Card>
          {page.items.length === 0 ? (
            <EmptyState title="Nothing here">
              No event matches; take a filter off to see more. Everything people and programs change from now
              on is written here by itself.
            </EmptyState>
          ) : (
            <Table
              name="audit"
              label="Audit events"
              columns={columns}
              rows={page.items}
              rowKey={({ seq }) => String(seq)}
              rowAnchor={({ seq }) => `event-${seq}`}
              isWhole={!cursor && page.nextCursor === null}
            />
          )}
        </Card>
        <Pagination
          newerHref={cursor ? hrefAt(null) : undefined}
          olderHref={page.nextCursor ? hrefAt(page.nextCursor) : undefined}
        />
      </Page>
    </>
  );
}

const columns: Column<AuditEvent>[] = [
  {
    key: "number",
    head: "#",
    label: "Number",
    numeric: true,
    mobile: "hide",
    className: "text-text-3",
    sort: ({ seq }) => seq,
    cell: ({ seq }) => seq,
  },
  {
    key: "when",
    head: "When",
    className: "whitespace-nowrap text-text-2",
    sort: ({ at }) => at,
    cell: ({ at }) => <RelativeTime value={at} />,
  },
  {
    key: "who",
    head: "Who",
    className: "max-w-44 truncate",
    sort: ({ actor }) => actor.name,
    cell: ({ actor }) => actor.name,
  },
  {
    key: "action",
    head: "Action",
    mobile: "title",
    className: "font-mono text-sm",
    sort: ({ action }) => action,
    cell: ({ action }) => action,
  },
  { key: "on", head: "On", sort: ({ subjectName }) => subjectName, cell: ({ subjectName }) => subjectName },
  {
    key: "change",
    head: "Change",
    className: "max-w-100 min-w-0",
    cell: ({ before, after }) => <Change before={before} after={after} />,
  },
  {
    key: "hash",
    head: "Hash",
    mobile: "hide",
    className: "font-mono text-sm text-text-3",
    cell: ({ hash }) => <span title={hash}>{hash.slice(0, 10)}</span>,
  },
];

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
