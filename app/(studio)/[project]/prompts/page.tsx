import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { promptOrders } from "#constants/prompts";
import { type Context, may } from "#lib/identity";
import { listFolders, listPrompts, searchPrompts } from "#lib/prompts";
import { formatCount } from "#platform/format";
import { present, type Sort, sortOf } from "#platform/list-address";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { Pagination } from "#ui/pagination";
import { SearchField } from "#ui/search-field.client";
import { FolderTree } from "./_parts/folder-tree.tsx";
import { ImportPrompts, NewPrompt } from "./_parts/lazy-dialogs.client.tsx";
import { type PromptFilters, promptList } from "./_parts/prompt-list.ts";
import { type PromptRow, PromptTable } from "./_parts/prompt-table.tsx";

export const metadata: Metadata = { title: "Prompts" };

type PromptsPageProps = { params: Promise<{ project: string }>; searchParams: Promise<SearchParams> };

export default async function PromptsPage({ params, searchParams }: PromptsPageProps) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const { cursor, sort, ...query } = promptList.load(await searchParams);
  const base = paths.prompts(project);
  const [folders, { rows, nextCursor, isWhole, note }] = await Promise.all([
    listFolders(ctx, { archived: query.archived ?? false }),
    readRows(ctx, { ...query, cursor, sort }),
  ]);
  const mayCreate = may(ctx, "prompt.create");
  const total = folders[0]?.count ?? 0;
  const actions = mayCreate ? (
    <>
      <ImportPrompts project={project} />
      <NewPrompt project={project} folder={query.folder ?? ""} />
    </>
  ) : null;
  return (
    <>
      <TopBar crumbs={[{ label: "Prompts" }]} actions={actions} />
      <Page>
        <PageHeader
          title="Prompts"
          actions={
            <SearchField
              label="Search prompts by words or meaning"
              placeholder="Words or meaning"
              className="w-100"
            />
          }
        />
        <Filters base={base} query={query} />
        <div className="grid grid-cols-[208px_minmax(0,1fr)] items-start gap-4 max-md:grid-cols-1">
          <FolderTree base={base} query={query} folders={folders} />
          <div className="flex min-w-0 flex-col gap-2">
            {note ? <p className="text-sm text-text-2">{note}</p> : null}
            <Card>
              {rows.length > 0 ? (
                <PromptTable project={project} rows={rows} isWhole={isWhole} />
              ) : (
                <NoPrompts
                  query={query}
                  isLater={cursor !== null}
                  total={total}
                  mayCreate={mayCreate}
                  base={base}
                />
              )}
              {cursor || nextCursor ? (
                <Pagination
                  newerHref={cursor ? promptList.href(base, { ...query, sort }) : undefined}
                  olderHref={
                    nextCursor ? promptList.href(base, { ...query, sort, cursor: nextCursor }) : undefined
                  }
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

type Rows = { rows: PromptRow[]; nextCursor: string | null; isWhole: boolean; note: string | null };
type Asked = PromptFilters & { cursor: string | null; sort: Sort | null };

const mostHits = 50;

async function readRows(ctx: Context, { q, folder, label, archived, cursor, sort }: Asked): Promise<Rows> {
  if (q && !archived) {
    const { items, meaning } = await searchPrompts(ctx, {
      query: q,
      limit: mostHits,
      ...present({ folder, label }),
    });
    const note = meaning.available ? null : `Only words were searched: ${meaning.reason}`;
    return {
      rows: items.map((hit) => ({ prompt: hit.prompt, hit })),
      nextCursor: null,
      isWhole: items.length < mostHits,
      note,
    };
  }
  const page = await listPrompts(ctx, {
    folder: folder ?? "",
    text: q?.trim() ?? "",
    archived: archived ?? false,
    ...(label ? { label } : {}),
    ...present({ cursor, sort: sortOf(sort, promptOrders) }),
  });
  return {
    rows: page.items.map((prompt) => ({ prompt, hit: null })),
    nextCursor: page.nextCursor,
    isWhole: !cursor && page.nextCursor === null,
    note: null,
  };
}

const filters: { title: string; change: Pick<PromptFilters, "label" | "archived"> }[] = [
  { title: "All", change: { label: null, archived: null } },
  { title: "In production", change: { label: "production", archived: null } },
  { title: "In staging", change: { label: "staging", archived: null } },
  { title: "Archived", change: { label: null, archived: true } },
];

function Filters({ base, query }: { base: string; query: PromptFilters }) {
  return (
    <nav aria-label="Filters" className="flex flex-wrap gap-1.5">
      {filters.map(({ title, change }) => {
        const isOn = change.label === query.label && change.archived === query.archived;
        return (
          <Link
            key={title}
            href={promptList.href(base, { ...query, ...change })}
            aria-current={isOn ? "true" : undefined}
          >
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
  isLater,
  total,
  mayCreate,
  base,
}: {
  query: PromptFilters;
  /** Whether this is a page after the first. */
  isLater: boolean;
  total: number;
  mayCreate: boolean;
  base: string;
}) {
  const isFiltered = isLater || query.q !== null || query.folder !== null || query.label !== null;
  if (isFiltered && total > 0) {
    return (
      <EmptyState
        title="No prompt fits"
        action={
          <Link className="text-accent underline" href={promptList.href(base, { archived: query.archived })}>
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
