import { inTransaction } from "#db";
import { kpiValues } from "#db/schema/feedback";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import { newId } from "#platform/ids";
import {
  type Attribution,
  attributionOfGeneration,
  attributionOfVersion,
  nothingKnown,
} from "../attribution.ts";
import { RecordKpiInput } from "../schema.ts";
import { getKpiInProject } from "./internal.ts";

/** How far the clock of a program may be ahead of ours. */
const skewMs = 86_400_000;

/**
 * Records values of a KPI, one or up to a thousand, each booked on the prompt version its generation, its
 * version id or its path and number names. All or none. Throws not_found (KPI, generation, version), forbidden, invalid_input.
 */
export async function recordKpi(ctx: Context, input: RecordKpiInput): Promise<{ recorded: number }> {
  requirePermission(ctx, "kpi.record");
  const { key, values, isDemo } = RecordKpiInput.parse(input);
  const latest = ctx.clock.now().getTime() + skewMs;
  const early = values.findIndex(({ at }) => at && at.getTime() > latest);
  if (early >= 0)
    throw new AppError("invalid_input", `values.${early}.at lies in the future; a KPI is what was observed.`);
  const kpi = await getKpiInProject(ctx, { key });
  if (kpi.archivedAt)
    throw new AppError("conflict", `The KPI "${key}" is in the archive; take it out before recording.`);
  // Outside the transaction: the writer it may wait for needs the connection, and PGlite has one.
  const attribute = remembering(ctx);
  const attributions: Attribution[] = [];
  for (const value of values) attributions.push(await attribute(value));
  return inTransaction(ctx, async (tx) => {
    const now = tx.clock.now();
    const rows = values.map((value, index) => ({
      id: newId(now),
      projectId: tx.project,
      kpiId: kpi.id,
      at: value.at ?? now,
      sum: value.value * value.weight,
      weight: value.weight,
      generationId: value.generationId ?? null,
      isDemo,
      ...(attributions[index] ?? nothingKnown),
    }));
    for (let start = 0; start < rows.length; start += 200)
      await tx.db.insert(kpiValues).values(rows.slice(start, start + 200));
    await appendAudit(tx, {
      action: "kpi.record",
      subject: { type: "kpi", id: kpi.id, name: kpi.name },
      after: { values: rows.length },
    });
    return { recorded: rows.length };
  });
}

type Value = ReturnType<typeof RecordKpiInput.parse>["values"][number];

/** Looks each generation and version up once, however many values of a batch name it. */
function remembering(ctx: Context): (value: Value) => Promise<Attribution> {
  const known = new Map<string, Promise<Attribution>>();
  return (value) => {
    const name =
      value.generationId ??
      value.promptVersionId ??
      (value.promptPath ? `${value.promptPath}@${value.version ?? "latest"}` : null);
    if (name === null) return Promise.resolve(nothingKnown);
    const found = known.get(name) ?? look(ctx, value);
    known.set(name, found);
    return found;
  };
}

function look(ctx: Context, value: Value): Promise<Attribution> {
  if (value.generationId) return attributionOfGeneration(ctx, value.generationId);
  if (value.promptVersionId) return attributionOfVersion(ctx, { versionId: value.promptVersionId });
  return attributionOfVersion(ctx, { path: value.promptPath ?? "", version: value.version });
}
