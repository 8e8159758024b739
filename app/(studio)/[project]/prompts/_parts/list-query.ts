import { labelNameProblem, promptPathProblem } from "#client/prompts";

/** The filters of the list, as they stand in its address. */
export type ListQuery = { q: string; folder: string; label: string; archived: boolean; cursor: string };
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** Reads the filters; what is not valid is left out rather than refused: an address is often typed or old. */
export async function readListQuery(searchParams: SearchParams): Promise<ListQuery> {
  const given = await searchParams;
  const text = (name: string) => (typeof given[name] === "string" ? given[name] : "");
  return {
    q: text("q").trim().slice(0, 200),
    folder: promptPathProblem(text("folder")) === null ? text("folder") : "",
    label: labelNameProblem(text("label")) === null ? text("label") : "",
    archived: text("archived") === "1",
    cursor: text("cursor").slice(0, 200),
  };
}

/** The address of the list with some filters changed; changing one begins at the first page again. */
export function listHref(base: string, query: ListQuery, change: Partial<ListQuery>): string {
  const next = { ...query, cursor: "", ...change };
  const params = new URLSearchParams();
  for (const name of ["q", "folder", "label", "cursor"] as const)
    if (next[name]) params.set(name, next[name]);
  if (next.archived) params.set("archived", "1");
  const text = params.toString();
  return text ? `${base}?${text}` : base;
}
