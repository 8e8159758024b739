import { hasSqlDetails, loadModule, parseSync } from "libpg-query";
import { type CodeParser, errorAt, type SqlStatement } from "../verdict.ts";

await loadModule();

/** The grammar of PostgreSQL itself, compiled to wasm; names of tables and functions are not looked up. */
export const checkSql: CodeParser = (code) => {
  try {
    const { stmts = [] } = parseSync(code);
    if (stmts.length === 0) return errorAt(code, 0, "there is no statement");
    return { error: null, sql: stmts.map(({ stmt }) => statementOf(stmt)) };
  } catch (thrown) {
    if (!hasSqlDetails(thrown)) throw thrown;
    const { message, cursorPosition = 0 } = thrown.sqlDetails ?? { message: thrown.message };
    return errorAt(code, cursorPosition, message);
  }
};

const writing = new Set([
  "InsertStmt",
  "UpdateStmt",
  "DeleteStmt",
  "MergeStmt",
  "intoClause",
  "lockingClause",
]);

/** Reads, where it is a select that changes, creates and locks nothing, in its parts too. */
function statementOf(statement: unknown): SqlStatement {
  const tables = new Set<string>();
  const named = new Set<string>();
  let reads = isRecord(statement) && ("SelectStmt" in statement || "VariableShowStmt" in statement);
  const open: unknown[] = [statement];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (Array.isArray(node)) open.push(...(node as unknown[]));
    else if (isRecord(node))
      for (const [key, inner] of Object.entries(node)) {
        if (writing.has(key)) reads = false;
        if (isRecord(inner) && key === "CommonTableExpr") named.add(String(inner["ctename"]));
        // A table stands under its name in a select, and under the role it has in what writes to it.
        if (isRecord(inner) && typeof inner["relname"] === "string") tables.add(nameOf(inner));
        open.push(inner);
      }
  }
  return { reads, tables: [...tables].filter((name) => !named.has(name)).toSorted() };
}

function nameOf(table: Record<string, unknown>): string {
  return [table["schemaname"], table["relname"]].filter((part) => typeof part === "string").join(".");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
