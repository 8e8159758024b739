import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { type Context, may } from "#lib/identity";
import { listFolders, listPrompts, searchPrompts } from "#lib/prompts";
import { formatCount } from "#platform/format";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { Pagination } from "#ui/pagination";
import { FolderTree } from "./_parts/folder-tree.tsx";
import { ImportPrompts, NewPrompt } from "./_parts/lazy-dialogs.client.tsx";
import { listHref, type ListQuery, readListQuery, type SearchParams } from "./_parts/list-query.ts";
import { type PromptRow, PromptTable } from "./_parts/prompt-table.tsx";
import { SearchBox } from "./_parts/search-box.client.tsx";

export const metadata: Metadata = { title: "Prompts" };

type PromptsPageProps = { params: Promise<{ project: string }>; searchParams: SearchParams };

export default async function PromptsPage({ params, searchParams }: PromptsPageProps) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const query = await readListQuery(searchParams);
  const base = paths.prompts(project);
  const [folders, { rows, nextCursor, note }] = await Promise.all([
    listFolders(ctx, { archived: query.archived }),
    readRows(ctx, query),
  ]);
  const mayCreate = may(ctx, "prompt.create");
  const total = folders[0]?.count ?? 0;
  const actions = mayCreate ? (
    <>
      <ImportPrompts project={project} />
      <NewPrompt project={project} folder={query.folder} />
    </>
  ) : null;
  return (
    <>
      <TopBar crumbs={[{ label: "Prompts" }]} actions={actions} />
      <Page>
        <PageHeader
          title="Prompts"
          actions={<SearchBox key={query.q === "" ? "empty" : "filled"} base={base} query={query} />}
        />
        <Filters base={base} query={query} />
        <div className="grid grid-cols-[208px_minmax(0,1fr)] items-start gap-4 max-md:grid-cols-1">
          <FolderTree base={base} query={query} folders={folders} />
          <div className="flex min-w-0 flex-col gap-2">
            {note ? <p className="text-sm text-text-2">{note}</p> : null}
            <Card>
              {rows.length > 0 ? (
                <PromptTable project={project} rows={rows} />
              ) : (
                <NoPrompts query={query} total={total} mayCreate={mayCreate} base={base} />
              )}
              {query.cursor || nextCursor ? (
                <Pagination
                  {...(query.cursor ? { newerHref: listHref(base, query, { cursor: "" }) } : {})}
                  {...(nextCursor ? { olderHref: listHref(base, query, { cursor: nextCursor }) } : {})}
                  newerLabel="First page"
                  olderLabel="More"
                >
                  {formatCount(rows.length, "prompt")} on this page
                </Pagination>
              ) : null}
            </Card>
          </div>
        </div>
      </Page>
    </>
  );
}

type Rows = { rows: PromptRow[]; nextCursor: string | null; note: string | null };

async function readRows(ctx: Context, { q, folder, label, archived, cursor }: ListQuery): Promise<Rows> {
  if (q && !archived) {
    const { items, meaning } = await searchPrompts(ctx, { query: q, limit: 50 });
    const inFolder = items.filter(
      ({ prompt }) =>
        (!folder || prompt.path.startsWith(`${folder}/`)) &&
        (!label || prompt.labels.some(({ name }) => name === label)),
    );
    const note = meaning.available ? null : `Only words were searched: ${meaning.reason}`;
    return { rows: inFolder.map((hit) => ({ prompt: hit.prompt, hit })), nextCursor: null, note };
  }
  const page = await listPrompts(ctx, {
    folder,
    text: q,
    archived,
    ...(label ? { label } : {}),
    ...(cursor ? { cursor } : {}),
  });
  return {
    rows: page.items.map((prompt) => ({ prompt, hit: null })),
    nextCursor: page.nextCursor,
    note: null,
  };
}

const filters = [
  { title: "All", change: { label: "", archived: false } },
  { title: "In production", change: { label: "production", archived: false } },
  { title: "In staging", change: { label: "staging", archived: false } },
  { title: "Archived", change: { label: "", archived: true } },
];

function Filters({ base, query }: { base: string; query: ListQuery }) {
  return (
    <nav aria-label="Filters" className="flex flex-wrap gap-1.5">
      {filters.map(({ title, change }) => {
        const isOn = change.label === query.label && change.archived === query.archived;
        return (
          <Link key={title} href={listHref(base, query, change)} aria-current={isOn ? "true" : undefined}>
            <Chip tone={isOn ? "accent" : "neutral"} className="pointer-coarse:h-9">
              {title}
            </Chip>
          </Link>
        );
      })}
    </nav>
  );
}

function NoPrompts({
  query,
  total,
  mayCreate,
  base,
}: {
  query: ListQuery;
  total: number;
  mayCreate: boolean;
  base: string;
}) {
  const isFiltered = query.q !== "" || query.folder !== "" || query.label !== "" || query.cursor !== "";
  if (isFiltered && total > 0) {
    return (
      <EmptyState
        title="No prompt fits"
        action={
          <Link
            className="text-accent underline"
            href={listHref(base, query, { q: "", folder: "", label: "" })}
          >
            Show all prompts
          </Link>
        }
      >
        Nothing in this project fits the words, folder and label in the address.
      </EmptyState>
    );
  }
  if (query.archived)
    return (
      <EmptyState title="Nothing is archived">
        Archived prompts leave the lists, but programs that use them go on. They are brought back from here.
      </EmptyState>
    );
  return (
    <EmptyState title="Prompts live here">
      A prompt is a template with versions, labels and a history.{" "}
      {mayCreate
        ? "Make the first with “New prompt”, or bring yours along with “Import”."
        : "Nobody has made one yet; an engineer can."}
    </EmptyState>
  );
}
