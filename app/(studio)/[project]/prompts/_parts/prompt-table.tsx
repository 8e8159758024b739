import { LabelChips } from "#components/prompts/label-chips";
import { paths } from "#platform/paths";
import { promptOrders } from "#constants/prompts";
import { splitPath } from "#client/prompts";
import type { PromptSummary, SearchExcerpt, SearchHit } from "#schema/prompts";
import { Chip } from "#ui/chip";
import { type Column, Table } from "#ui/table";
import { RelativeTime } from "#ui/relative-time";

export type PromptRow = { prompt: PromptSummary; hit: SearchHit | null };

/** The registry as a table: where, which version, why, which labels, when and by whom. */
export function PromptTable({
  project,
  rows,
  isWhole,
}: {
  project: string;
  rows: PromptRow[];
  isWhole: boolean;
}) {
  const isSearch = rows.some(({ hit }) => hit);
  return (
    <Table
      label="Prompts"
      name="prompts"
      isWhole={isWhole}
      serverOrders={isSearch ? undefined : promptOrders}
      columns={isSearch ? [...columns, found] : columns}
      rows={rows}
      rowKey={({ prompt }) => prompt.id}
      rowHref={({ prompt }) => paths.prompt(project, prompt.id)}
    />
  );
}

const columns: Column<PromptRow>[] = [
  {
    key: "path",
    sort: ({ prompt }) => prompt.path,
    head: "Prompt",
    cell: ({ prompt, hit }) => (
      <>
        <PathName path={prompt.path} />
        {hit?.excerpt ? <Excerpt excerpt={hit.excerpt} /> : null}
      </>
    ),
  },
  {
    key: "version",
    sort: ({ prompt }) => prompt.latest.number,
    head: "Version",
    mobile: "aside",
    cell: ({ prompt }) => <span className="num">v{prompt.latest.number}</span>,
  },
  {
    key: "message",
    head: "Message",
    className: "max-w-72 truncate text-text-2",
    cell: ({ prompt }) => prompt.latest.message,
  },
  {
    key: "labels",
    head: "Labels",
    cell: ({ prompt }) => (
      <span className="inline-flex flex-wrap gap-1">
        {prompt.labels
          .filter(({ name }) => name !== "latest")
          .map(({ name, versionNumber }) => (
            <Chip key={name} tone={name === "production" ? "accent" : "neutral"}>
              {name} v{versionNumber}
            </Chip>
          ))}
      </span>
    ),
  },
  {
    key: "updated",
    sort: ({ prompt }) => prompt.updatedAt,
    head: "Updated",
    cell: ({ prompt }) => <RelativeTime value={prompt.updatedAt} className="whitespace-nowrap text-text-2" />,
  },
  {
    key: "by",
    sort: ({ prompt }) => prompt.latest.createdByName,
    head: "By",
    mobile: "hide",
    className: "whitespace-nowrap text-text-2",
    cell: ({ prompt }) => prompt.latest.createdByName,
  },
];

const found: Column<PromptRow> = {
  key: "found",
  head: "Found by",
  cell: ({ hit }) => (
    <LabelChips labels={hit?.matchedBy.map((by) => (by === "text" ? "words" : "meaning")) ?? []} />
  ),
};

const excerptPlaces: Record<SearchExcerpt["place"], string> = {
  name: "",
  description: "",
  text: "",
  history: "In an earlier version or a message: ",
};

/** A piece of what was searched with the words that matched marked; of a name nothing, since it stands above. */
function Excerpt({ excerpt: { place, pieces } }: { excerpt: SearchExcerpt }) {
  if (place === "name") return null;
  return (
    <span className="line-clamp-2 block max-w-120 text-sm font-normal whitespace-normal text-text-2">
      {excerptPlaces[place]}
      {pieces.map(({ text, isMatch }, at) =>
        isMatch ? (
          // oxlint-disable-next-line react/no-array-index-key -- pieces have no name, and their order is theirs
          <mark key={at} className="rounded-sm bg-accent-weak px-0.5 text-accent">
            {text}
          </mark>
        ) : (
          text
        ),
      )}
    </span>
  );
}

function PathName({ path }: { path: string }) {
  const { folder, name } = splitPath(path);
  return (
    <>
      {folder ? <span className="font-normal text-text-3">{folder}/</span> : null}
      {name}
    </>
  );
}
