import { getTableColumns, getTableName, type SQL, sql } from "drizzle-orm";
import type { PgTable } from "drizzle-orm/pg-core";

type Statement = { columns: [string, string][]; head: SQL; tail: SQL };
const statements = new Map<PgTable, Statement>();

/**
 * `insert into t (...) select ... from json_to_recordset($1)`: any number of rows in one parameter, on both databases,
 * at a fraction of the work of a parameter per value. Rows are complete: columns left out become null, not their default.
 */
export function insertRows<Table extends PgTable>(
  table: Table,
  rows: readonly Partial<Table["$inferInsert"]>[],
): SQL {
  const { columns, head, tail } = statementOf(table);
  const named = (rows as readonly Record<string, unknown>[]).map((row) => {
    const record: Record<string, unknown> = {};
    // What is null is left out: an absent member is read as null, and most members of most rows are.
    for (const [key, name] of columns) if (row[key] !== null) record[name] = row[key];
    return record;
  });
  return sql`${head}${storableJson(named)}${tail}`;
}

/** The statement's text; made once, since it names every column three times and is sent many times a second. */
function statementOf(table: PgTable): Statement {
  const known = statements.get(table);
  if (known) return known;
  const all = Object.entries(getTableColumns(table));
  const names = all.map(([, column]) => `"${column.name}"`).join(", ");
  const types = all.map(([, column]) => `"${column.name}" ${column.getSQLType()}`).join(", ");
  const made: Statement = {
    columns: all.map(([key, column]) => [key, column.name]),
    head: sql.raw(`insert into "${getTableName(table)}" (${names}) select ${names} from json_to_recordset(`),
    tail: sql.raw(`::json) as given(${types})`),
  };
  statements.set(table, made);
  return made;
}

/** JSON without what PostgreSQL's texts cannot hold: the NUL character and halves of surrogate pairs. */
export function storableJson(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(0000|d[89a-f])/.test(json)) return json;
  return json.replace(
    /(\\\\)|\\u(?:0000|d[89a-f][0-9a-f]{2})/g,
    (_all, backslash: string | undefined) => backslash ?? "\ufffd",
  );
}
