import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { prerender } from "react-dom/static";
import { describe, expect, it } from "vitest";
import { type Column, Table, type TableProps } from "./table.tsx";

type Fruit = { id: string; name: string; grams: number | null };

const fruits: Fruit[] = [
  { id: "1", name: "pear 10", grams: 170 },
  { id: "2", name: "Apple", grams: null },
  { id: "3", name: "pear 9", grams: 30 },
  { id: "4", name: "banana", grams: 120 },
];

const columns: Column<Fruit>[] = [
  { key: "name", head: "Name", sort: ({ name }) => name, cell: ({ name }) => name },
  {
    key: "grams",
    head: "Weight",
    numeric: true,
    sort: ({ grams }) => grams,
    cell: ({ grams }) => grams ?? "—",
  },
  { key: "note", head: "Note", cell: () => "-" },
];

/** The first paint of a list at an address, as the server makes it. */
async function paint(address: string, props: Partial<TableProps<Fruit>> = {}): Promise<string> {
  const { prelude } = await prerender(
    <NuqsTestingAdapter searchParams={address}>
      <Table label="Fruits" columns={columns} rows={fruits} rowKey={({ id }) => id} isWhole {...props} />
    </NuqsTestingAdapter>,
  );
  return new Response(prelude).text();
}

const rowsOf = (html: string) => [...html.matchAll(/data-row="([^"]+)"/g)].map(([, id]) => id);
const headsOf = (html: string) => [...html.matchAll(/<th [^>]*>.*?<\/th>/g)].map(([head]) => head);

describe("the order of a list", async () => {
  it("is as it came until the address says another", async () => {
    expect(rowsOf(await paint(""))).toEqual(["1", "2", "3", "4"]);
  });

  it("comes from the address, in the first paint, with names by their numbers and without case", async () => {
    expect(rowsOf(await paint("?sort=name"))).toEqual(["2", "4", "3", "1"]);
    expect(rowsOf(await paint("?sort=-name"))).toEqual(["1", "3", "4", "2"]);
  });

  it("puts what is unknown last in both directions, never as 0", async () => {
    expect(rowsOf(await paint("?sort=grams"))).toEqual(["3", "4", "1", "2"]);
    expect(rowsOf(await paint("?sort=-grams"))).toEqual(["1", "4", "3", "2"]);
  });

  it("is said only by the head that holds it", async () => {
    const heads = headsOf(await paint("?sort=-grams"));
    expect(heads.map((head) => /aria-sort="(\w+)"/.exec(head)?.[1])).toEqual([
      undefined,
      "descending",
      undefined,
    ]);
    expect(await paint("")).not.toContain("aria-sort");
  });

  it("is offered by columns that have one, and by none where the list is a page of several", async () => {
    expect(headsOf(await paint("")).map((head) => head.includes("<button"))).toEqual([true, true, false]);
    const page = await paint("?sort=name", { isWhole: false });
    expect(page).not.toContain("<button");
    expect(rowsOf(page)).toEqual(["1", "2", "3", "4"]);
  });

  it("is the server's where its verb sorts: the rows stay as they came, and only its heads are offered", async () => {
    const page = await paint("?sort=-grams", { isWhole: false, serverOrders: ["grams"] });
    expect(rowsOf(page)).toEqual(["1", "2", "3", "4"]);
    expect(headsOf(page).map((head) => head.includes("<button"))).toEqual([false, true, false]);
    expect(headsOf(page)[1]).toContain('aria-sort="descending"');
    // All rows are here: the browser puts them in order, by every column that can.
    expect(rowsOf(await paint("?sort=name", { serverOrders: ["grams"] }))).toEqual(["2", "4", "3", "1"]);
  });

  it("ignores a column that does not exist or has no order", async () => {
    expect(rowsOf(await paint("?sort=colour"))).toEqual(["1", "2", "3", "4"]);
    expect(rowsOf(await paint("?sort=-note"))).toEqual(["1", "2", "3", "4"]);
    expect(rowsOf(await paint("?sort=%00--"))).toEqual(["1", "2", "3", "4"]);
  });

  it("stands under a name of its own where a page has two lists", async () => {
    expect(rowsOf(await paint("?sort=name&fruits=-grams", { sortName: "fruits" }))).toEqual([
      "1",
      "4",
      "3",
      "2",
    ]);
  });
});

describe("the rows of a list", async () => {
  it("open by their title, whichever column that is", async () => {
    const html = await paint("", {
      rowHref: ({ id }) => `/fruits/${id}`,
      columns: columns.map((column) => (column.key === "grams" ? { ...column, mobile: "title" } : column)),
    });
    expect(html.match(/<a [^>]*data-row-link[^>]*href="\/fruits\/1"[^>]*>170<\/a>/)).not.toBeNull();
    expect(html.match(/data-row-link=/g)).toHaveLength(4);
  });

  it("say which one the page is about", async () => {
    const html = await paint("", { isCurrent: ({ id }) => id === "3" });
    expect(html.match(/<tr [^>]*>/g)?.filter((row) => row.includes('aria-current="true"'))).toHaveLength(1);
  });

  it("are ticked as the owner says, by a box with a name", async () => {
    const html = await paint("", {
      selection: { selected: new Set(["2"]), nameOf: (id) => `Select fruit ${id}`, onSelect: () => {} },
    });
    const boxes = html.match(/<input [^>]*>/g) ?? [];
    expect(boxes).toHaveLength(5);
    expect(boxes.filter((box) => box.includes("checked"))).toEqual([
      expect.stringContaining('aria-label="Select fruit 2"'),
    ]);
  });

  it("are all in the page up to 200; of more, those near the top, with room for the others", async () => {
    expect(rowsOf(await paint("", { rows: many(200) }))).toHaveLength(200);
    const html = await paint("?sort=-grams", { rows: many(5_000) });
    expect(rowsOf(html)).toHaveLength(50);
    expect(rowsOf(html)[0]).toBe("4999");
    expect(html).toContain('aria-rowcount="5001"');
    const [, room] = /<td colSpan="3" style="height:(\d+)px"/.exec(html) ?? [];
    expect(Number(room)).toBe((5_000 - 50) * 37);
  });
});

const many = (count: number): Fruit[] =>
  Array.from({ length: count }, (_, place) => ({ id: String(place), name: `fruit ${place}`, grams: place }));
