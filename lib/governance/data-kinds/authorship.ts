import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { PgColumn, PgTable } from "drizzle-orm/pg-core";
import { rowsOf } from "#db";
import type { Context } from "#lib/identity";
import type { DataKind, Person } from "./kind.ts";

type Authorship = {
  /** `room.noun` */
  name: string;
  label: string;
  table: PgTable;
  project: PgColumn;
  /** Who did it; null where only the name is kept, which then is what finds the rows. */
  by: PgColumn | null;
  byName: PgColumn;
  at: PgColumn;
  /** What an export shows of a row, beside the moment. */
  shown: Record<string, PgColumn>;
};

/** Rows that say who made them: exported by their author, and under a pseudonym once the author is erased. */
export function authorship(rows: Authorship): DataKind {
  const { table, project, by, byName, at, shown } = rows;
  const of = (ctx: Context, { id, name }: Extract<Person, { kind: "member" }>): SQL | undefined =>
    and(eq(project, ctx.project), by ? eq(by, id) : eq(byName, name));
  return {
    name: rows.name,
    label: rows.label,
    exportOf: async (ctx, person) =>
      person.kind === "member"
        ? ctx.db
            .select({ ...shown, at })
            .from(table)
            .where(of(ctx, person))
            .orderBy(asc(at))
        : [],
    erase: async (tx, person, pseudonym) => {
      if (person.kind !== "member") return 0;
      const changed = await tx.db.execute(
        sql`update ${table} set ${sql.identifier(byName.name)} = ${pseudonym} where ${of(tx, person)} returning 1`,
      );
      return rowsOf(changed).length;
    },
  };
}
