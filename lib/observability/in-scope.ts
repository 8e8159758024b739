import { and, type Column, inArray, type SQL, sql } from "drizzle-orm";
import { anyScope, noEnvironment, type Scope } from "./scope.ts";

/** Where a column of labels (null or empty: asked by none) is of an environment; undefined for every one. */
export function ofEnvironment(column: Column, environment: string): SQL | undefined {
  if (environment === anyScope) return undefined;
  if (environment === noEnvironment) return sql`coalesce(${column}, '') = ''`;
  return sql`${column} = ${environment}`;
}

/**
 * Where rows that keep the scope of their call are of an environment and of sources; undefined where neither is asked
 * for. What names no known call has no source: it is of no scope that names one, nor of "none".
 */
export function inScope(
  { environment, source }: Pick<Scope, "environment" | "source">,
  columns: { label: Column; source: Column },
): SQL | undefined {
  const asked = environment === undefined ? undefined : ofEnvironment(columns.label, environment);
  return and(
    asked,
    asked ? sql`${columns.source} is not null` : undefined,
    source === undefined ? undefined : inArray(columns.source, [source].flat()),
  );
}
