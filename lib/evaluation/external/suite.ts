import { and, eq } from "drizzle-orm";
import { suites } from "#db/schema/evaluation";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { keyFromName } from "#platform/key-from-name";
import { createSuite, saveSuiteVersion } from "../suites/save.ts";
import { findLatestVersion } from "../suites/internal.ts";
import { SuiteContent } from "../suites/schema.ts";
import type { PostedRun } from "./schema.ts";

const mostMetrics = 30;

/**
 * The suite of posted metrics, by its name: made, or a new version where they are others. Gives each metric's key.
 * Throws conflict where the name is a suite's of the studio, invalid_input for too many metrics or an unknown primary one.
 */
export async function suiteOfMetrics(
  ctx: Context,
  name: string,
  posted: Pick<PostedRun, "cases" | "primaryMetric">,
): Promise<{ versionId: string; keys: ReadonlyMap<string, string> }> {
  const keys = keysOf(posted);
  const primary = posted.primaryMetric ?? [...keys.keys()][0] ?? "";
  const primaryMetric = keys.get(primary);
  if (primaryMetric === undefined)
    throw new AppError(
      "invalid_input",
      posted.primaryMetric === undefined
        ? "No case has a score; post at least one metric."
        : `No case has a score called "${primary}", which is to be the primary metric.`,
    );
  const content = SuiteContent.parse({
    primaryMetric,
    evaluators: [...keys].map(([metric, key]) => ({ key, name: metric, kind: "reported", config: {} })),
  });
  const [known] = await ctx.db
    .select({ id: suites.id })
    .from(suites)
    .where(and(eq(suites.projectId, ctx.project), eq(suites.name, name)));
  if (!known) {
    const made = await createSuite(ctx, {
      name,
      description: "Metrics of results that programs post.",
      content,
    });
    return { versionId: made.latest.id, keys };
  }
  const latest = await findLatestVersion(ctx, known.id);
  if (latest?.content.evaluators.some(({ kind }) => kind !== "reported"))
    throw new AppError(
      "conflict",
      `"${name}" is a suite of the studio; choose another name for the posted metrics.`,
    );
  return { versionId: (await saveSuiteVersion(ctx, { suiteId: known.id, content })).id, keys };
}

/** Metrics in the order they first appear, each with a key of its own. */
function keysOf({ cases }: Pick<PostedRun, "cases">): Map<string, string> {
  const keys = new Map<string, string>();
  for (const { name } of cases.flatMap(({ scores }) => scores)) {
    if (keys.has(name)) continue;
    const stem = keyFromName(name, { between: "_", most: 36 }) || "metric";
    const taken = new Set(keys.values());
    let key = stem;
    for (let number = 2; taken.has(key); number += 1) key = `${stem}_${number}`;
    keys.set(name, key);
  }
  if (keys.size > mostMetrics)
    throw new AppError(
      "invalid_input",
      `Results have at most ${mostMetrics} metrics; these have ${keys.size}.`,
    );
  return keys;
}
