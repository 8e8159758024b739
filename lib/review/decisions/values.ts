import { and, eq, isNull } from "drizzle-orm";
import { rejectReasons } from "#db/schema/review";
import type { Context } from "#lib/identity";
import { AppError } from "#platform/errors";
import { refuseUnfitting } from "../corrections/check.ts";
import { editDistance } from "#text";
import { type DecideTaskInput, maxDecisionMs } from "../schema.ts";
import type { TaskRecord } from "../tasks/internal.ts";
import { maskFor } from "#lib/guardrails";

type Parsed = ReturnType<typeof DecideTaskInput.parse>;

/** What a decision keeps beside its person and time. Throws invalid_input: an edit that changes nothing or does not fit, an unknown reason. */
export async function valuesOf(tx: Context, task: TaskRecord, parsed: Parsed) {
  switch (parsed.kind) {
    case "approve":
      return { kind: parsed.kind };
    case "edit": {
      const seen = maskFor(tx).text(task.output);
      if (parsed.correction === seen)
        throw new AppError(
          "invalid_input",
          "The edit changes nothing; approve the output as it was instead.",
        );
      await refuseUnfitting(tx, task, parsed);
      const { distance, ratio } = editDistance(seen, parsed.correction);
      return {
        kind: parsed.kind,
        correction: parsed.correction,
        editDistance: distance,
        editRatio: ratio,
        // Until the task is settled; then it joins, or waits for a second person.
        correctionStatus: parsed.addExample && task.datasetId !== null ? ("proposed" as const) : null,
      };
    }
    case "reject":
      await requireReason(tx, parsed.reasonKey);
      return { kind: parsed.kind, reasonKey: parsed.reasonKey };
    default:
      return parsed satisfies never;
  }
}

async function requireReason(tx: Context, key: string): Promise<void> {
  const [reason] = await tx.db
    .select({ key: rejectReasons.key })
    .from(rejectReasons)
    .where(
      and(
        eq(rejectReasons.projectId, tx.project),
        eq(rejectReasons.key, key),
        isNull(rejectReasons.archivedAt),
      ),
    );
  if (!reason)
    throw new AppError(
      "invalid_input",
      `"${key}" is not one of the project's reasons; choose one from the list.`,
    );
}

/** The client's figure, at most the time the task was held (with a second for the way) and half an hour. */
export function boundedMs(
  { holds }: TaskRecord,
  { me, decisionMs, now }: { me: string; decisionMs: number; now: Date },
): number {
  const own = holds.find(({ by }) => by === me);
  const held = own ? now.getTime() - new Date(own.since).getTime() + 1000 : maxDecisionMs;
  return Math.round(Math.max(0, Math.min(decisionMs, held, maxDecisionMs)));
}
