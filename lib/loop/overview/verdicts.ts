import { z } from "zod";
import { feedbackSeries } from "#lib/feedback";
import { type Context, requirePermission } from "#lib/identity";
import { reviewSeries } from "#lib/review";
import { Scope } from "#schema/observability";
import type { Share } from "./schema.ts";
import { type DayShare, shareOf } from "./shares.ts";

/**
 * What people said of a scope's outputs, by day and version: a reviewer's decision (approved is good, edited and
 * rejected are not) and an end user's score (0.5 and above is good). What the simulated connection answered counts nowhere.
 */
export async function readVerdicts(ctx: Context, scope: Scope): Promise<DayShare[]> {
  const decided = await reviewSeries(ctx, { ...scope, withoutSimulated: true });
  const scored = await feedbackSeries(ctx, scope);
  return verdictsOf(decided, scored);
}

const QualityInput = Scope.extend({ model: z.string().max(200).optional() });
type QualityInput = z.input<typeof QualityInput>;

/** Quality of a scope: of all judged outputs, how many were found good, and how they were judged. Throws forbidden. */
export async function qualityFigure(
  ctx: Context,
  input: QualityInput,
): Promise<{ quality: Share; decided: number; scored: number }> {
  requirePermission(ctx, "project.read");
  const scope = QualityInput.parse(input);
  const decided = await reviewSeries(ctx, { ...scope, withoutSimulated: true });
  const scored = await feedbackSeries(ctx, scope);
  return {
    quality: shareOf(verdictsOf(decided, scored)),
    decided: decided.reduce((sum, row) => sum + row.decided, 0),
    scored: scored.reduce((sum, row) => sum + row.scored, 0),
  };
}

type Decided = Awaited<ReturnType<typeof reviewSeries>>;
type Scored = Awaited<ReturnType<typeof feedbackSeries>>;

function verdictsOf(decided: Decided, scored: Scored): DayShare[] {
  return [
    ...decided.map((row) => ({ ...versionOf(row), judged: row.decided, good: row.approved })),
    ...scored.map((row) => ({ ...versionOf(row), judged: row.scored, good: row.positive })),
  ];
}

type Row = Pick<DayShare, "day" | "promptId" | "promptPath"> & {
  promptVersionId: string | null;
  promptVersionNumber: number | null;
};

function versionOf({ day, promptId, promptPath, promptVersionId, promptVersionNumber }: Row) {
  return { day, promptId, promptPath, versionId: promptVersionId, versionNumber: promptVersionNumber };
}
