import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";
import { storableJson, storableText } from "./storable.ts";

/**
 * `insert into t (...) select ... from ($1)`: any number of rows in one parameter, on both databases, at a fraction of the
 * work of a parameter per value. Rows are complete: columns left out become null, not their default.
 *
 * The parameter is text, with a separator after each cell and each row: the server takes that apart in a quarter of the
 * time that `json_to_recordset` takes. Rows that hold a separator in one of their texts go as JSON.
 */
export function insertRows<Table extends PgTable>(
  table: Table,
  rows: readonly Partial<Table["$inferInsert"]>[],
): SQL {
  const given = rows as readonly Record<string, unknown>[];
  const columns = usedColumns(columnsOf(table), given);
  const text = textOf(columns, given);
  const names = columns.map(({ name }) => `"${name}"`).join(", ");
  const insert = `insert into "${getTableName(table)}" (${names}) select`;
  if (text === null) {
    const types = columns.map(({ name, type }) => `"${name}" ${type}`).join(", ");
    return sql`${sql.raw(`${insert} ${names} from json_to_recordset(`)}${jsonOf(columns, given)}${sql.raw(`::json) as given(${types})`)}`;
  }
  const cells = columns.map(({ type }, index) => `cell[${index + 1}]::${type}`).join(", ");
  // Without `offset 0` a row would be taken apart again for each of its columns.
  const from = `${insert} ${cells} from (select string_to_array(line, E'\\x1f', E'\\x10') as cell from string_to_table(`;
  return sql`${sql.raw(from)}${text}${sql.raw(`, E'\\x1e') as line offset 0) as given`)}`;
}

type Column = { key: string; name: string; type: string; isJson: boolean; hasDefault: boolean };
const tables = new Map<PgTable, Column[]>();

function columnsOf(table: PgTable): Column[] {
  const known = tables.get(table);
  if (known) return known;
  const columns = Object.entries(getTableColumns(table)).map(([key, column]) => {
    const { name, hasDefault } = column;
    const type = column.getSQLType();
    return { key, name, type, isJson: type.startsWith("json"), hasDefault };
  });
  tables.set(table, columns);
  return columns;
}

/**
 * Those of which some row has a value: half of a call's are null in all calls of most batches, and each that is named costs the
 * server a tenth of a row's time. One with a default is always named, since null would become that.
 */
function usedColumns(columns: Column[], rows: readonly Record<string, unknown>[]): Column[] {
  const used = columns.filter(
    ({ key, hasDefault }) => hasDefault || rows.some((row) => row[key] !== null && row[key] !== undefined),
  );
  return used.length > 0 ? used : columns;
}

const [ofNull, afterCell, afterRow] = ["\u0010", "\u001f", "\u001e"];
// oxlint-disable-next-line no-control-regex -- they are what is looked for
const isReserved = /[\u0010\u001e\u001f]/;

/** Null where a value cannot be written so: a text with a reserved character, or a list for a column that is not JSON. */
function textOf(columns: readonly Column[], rows: readonly Record<string, unknown>[]): string | null {
  const lines: string[] = [];
  for (const row of rows) {
    const cells: string[] = [];
    for (const { key, isJson } of columns) {
      const cell = cellOf(row[key], isJson);
      if (cell === null) return null;
      cells.push(cell);
    }
    lines.push(cells.join(afterCell));
  }
  return storableText(lines.join(afterRow));
}

function cellOf(value: unknown, isJson: boolean): string | null {
  if (value === null || value === undefined) return ofNull;
  if (isJson) return storableJson(value);
  if (typeof value === "string") return isReserved.test(value) ? null : value;
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : ofNull;
  if (value instanceof Date) return value.toISOString();
  return typeof value === "boolean" ? String(value) : null;
}

function jsonOf(columns: readonly Column[], rows: readonly Record<string, unknown>[]): string {
  return storableJson(
    rows.map((row) => {
      const record: Record<string, unknown> = {};
      // What is null is left out: an absent member is read as null, and most members of most rows are.
      for (const { key, name } of columns) if (row[key] !== null) record[name] = row[key];
      return record;
    }),
  );
}
