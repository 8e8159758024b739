import type { Context } from "#lib/identity";
import { getPromptVersion, listVersions } from "#lib/prompts";
import { isAppError } from "#platform/errors";
import { anyScope, type Scope } from "#schema/observability";
import { spanBefore } from "#lib/observability";
import type { Against, OverviewQuery } from "./schema.ts";

type Spanned = Scope & { from: Date; to: Date };
type Input = { query: OverviewQuery; scope: Spanned; environments: readonly string[] };

/**
 * What a scope is compared with, as the address asks: the span just as long before it, the version before the chosen one
 * (in this span or the one before: while the one serves the other rests), or another environment in the same span. Where
 * what is asked for is not there, the span before.
 */
export async function readAgainst(ctx: Context, { query, scope, environments }: Input): Promise<Against> {
  const days = Math.round((scope.to.getTime() - scope.from.getTime()) / 86_400_000);
  const before = spanBefore(scope);
  if (query.against === "version") {
    const version = query.version ? await findVersionBefore(ctx, query.version) : null;
    if (version)
      return {
        kind: "version",
        words: `v${version.number}`,
        where: `v${version.number} in this span and the one before`,
        scope: { ...scope, from: before.from, promptVersionId: version.id },
        change: { version: version.id, from: before.from, to: scope.to },
      };
  }
  const environment = query.against.startsWith("environment:")
    ? query.against.slice("environment:".length)
    : null;
  if (
    environment !== null &&
    query.environment !== anyScope &&
    environment !== query.environment &&
    environments.includes(environment)
  )
    return {
      kind: "environment",
      words: environment,
      where: `${environment} in this span`,
      scope: { ...scope, environment },
      change: { environment },
    };
  const span = days === 1 ? "the day before" : `the ${days} days before`;
  return { kind: "span", words: span, where: span, scope: { ...scope, ...before }, change: before };
}

/** The newest version of the same prompt that is older; null where there is none, or the address names no version of ours. */
async function findVersionBefore(
  ctx: Context,
  versionId: string,
): Promise<{ id: string; number: number } | null> {
  const version = await getPromptVersion(ctx, { versionId }).catch((error: unknown) => {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  });
  if (!version) return null;
  const { items } = await listVersions(ctx, {
    promptId: version.promptId,
    cursor: String(version.number),
    limit: 1,
  });
  return items[0] ?? null;
}
