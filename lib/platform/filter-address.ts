/** The filters of a list as they stand in its address; one that may be there several times is a list. */
export type Given = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Every filter that is set, one entry per value, without the place in the list. */
export function activeFilters(given: Given): { name: string; value: string }[] {
  return Object.entries(given)
    .filter(([name]) => name !== "cursor")
    .flatMap(([name, value]) =>
      (typeof value === "string" ? [value] : (value ?? [])).map((one) => ({ name, value: one })),
    )
    .filter(({ value }) => value !== "");
}

/** The list's address with these filters: from the first page, without empty ones. */
export function filterHref(action: string, filters: readonly { name: string; value: string }[]): string {
  const query = new URLSearchParams(filters.map(({ name, value }) => [name, value]));
  return query.size === 0 ? action : `${action}?${query}`;
}

/** The address with one value of one filter taken off. */
export function hrefWithout(action: string, given: Given, name: string, value: string): string {
  return filterHref(
    action,
    activeFilters(given).filter((filter) => filter.name !== name || filter.value !== value),
  );
}
