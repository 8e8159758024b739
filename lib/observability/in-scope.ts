import { type Column, type SQL, sql } from "drizzle-orm";
import { anyScope, noEnvironment } from "./scope.ts";

/** Where a column of labels (null or empty: asked by none) is of an environment; undefined for every one. */
export function ofEnvironment(column: Column, environment: string): SQL | undefined {
  if (environment === anyScope) return undefined;
  if (environment === noEnvironment) return sql`coalesce(${column}, '') = ''`;
  return sql`${column} = ${environment}`;
}
