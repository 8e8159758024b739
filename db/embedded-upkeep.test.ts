import { afterAll, beforeAll, expect, it } from "vitest";
import { type OpenDatabase, openEmbedded } from "./index.ts";
import { upkeep } from "./embedded-upkeep.ts";

// Its own database, without the product's tables: what is watched here is PGlite itself. How it serves the product is
// tested where rows are written: lib/evaluation/runs/row-checks.test.ts.
let open: OpenDatabase;

beforeAll(async () => {
  open = await openEmbedded();
});
afterAll(() => open.close());

const known = async (table: string) => {
  const { rows } = await open.driver.query(
    "select reltuples::int as tuples from pg_class where relname = $1",
    [table],
  );
  return Number(rows[0]?.["tuples"]);
};

it("tells the planner how many rows a table has that has grown, and leaves it alone after that", async () => {
  await open.driver.exec("create table grown (id int primary key); create table small (id int)");
  await open.driver.exec("insert into small select generate_series(1, 100)");
  await open.driver.exec("insert into grown select generate_series(1, 1000)");
  expect(await known("grown")).toBe(-1);
  expect(await upkeep(open.driver)).toEqual(["grown"]);
  expect(await known("grown")).toBe(1000);
  expect(await known("small")).toBe(-1);
  expect(await upkeep(open.driver)).toEqual([]);
  await open.driver.exec("insert into grown select generate_series(1001, 1300)");
  expect(await upkeep(open.driver)).toEqual([]);
  await open.driver.exec("insert into grown select generate_series(1301, 1400)");
  expect(await upkeep(open.driver)).toEqual(["grown"]);
});

it("gives the room of rows that are gone to new ones", async () => {
  await open.driver.exec("create table turned (id int, filling text)");
  const fill = () => open.driver.exec("insert into turned select generate_series(1, 2000), repeat('x', 400)");
  const bytes = async () => {
    const { rows } = await open.driver.query("select pg_relation_size('turned')::int as bytes", []);
    return Number(rows[0]?.["bytes"]);
  };
  await fill();
  const once = await bytes();
  for (let turn = 0; turn < 4; turn += 1) {
    await open.driver.exec("delete from turned");
    await upkeep(open.driver);
    await fill();
  }
  expect(await bytes()).toBeLessThan(2 * once);
});
