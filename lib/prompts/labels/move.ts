import { inTransaction } from "#db";
import { appendAudit } from "#lib/audit";
import { type Context, requirePermission } from "#lib/identity";
import { AppError } from "#platform/errors";
import type { NamedTarget } from "#schema/routes";
import { type LabelView, MoveLabelInput } from "../schema.ts";
import { isGuardedLabel } from "./guard.ts";
import { findLabel, getVersionOfPrompt, lockPromptInProject, writeLabel } from "./internal.ts";

/**
 * Moves a label to a version, or makes it. Throws not_found, forbidden, conflict (someone moved it first,
 * or an environment guards it and a promotion is needed), invalid_input (`latest` moves by itself).
 */
export async function moveLabel(ctx: Context, input: MoveLabelInput): Promise<LabelView> {
  requirePermission(ctx, "label.move");
  const { promptId, name, versionId, expectedVersionId } = MoveLabelInput.parse(input);
  return inTransaction(ctx, async (tx) => {
    await refuseGuarded(tx, name);
    return setLabel(tx, { promptId, name, versionId, expectedVersionId });
  });
}

type SetLabel = {
  promptId: string;
  name: string;
  versionId: string;
  expectedVersionId?: string | null | undefined;
  /** The model or route in the place of the version's own; left out: the version's. */
  model?: NamedTarget | null;
};

/**
 * Moves a label inside a transaction of the caller, also one that an environment guards: for releases, which
 * have judged the gate. Locks the prompt, compares with `expectedVersionId` when it is given (null: no label
 * yet), writes the audit event. Throws not_found, conflict.
 */
export async function setLabel(
  tx: Context,
  { promptId, name, versionId, expectedVersionId, model = null }: SetLabel,
): Promise<LabelView> {
  const prompt = await lockPromptInProject(tx, promptId);
  const version = await getVersionOfPrompt(tx, promptId, versionId);
  const before = await findLabel(tx, promptId, name);
  if (expectedVersionId !== undefined && (before?.versionId ?? null) !== expectedVersionId) {
    throw new AppError("conflict", `The label "${name}" was moved meanwhile; reload and decide again.`, {
      details: { current: before },
    });
  }
  const after = await writeLabel(tx, promptId, name, { ...version, model });
  await appendAudit(tx, {
    action: "label.move",
    subject: { type: "prompt", id: promptId, name: prompt.path },
    before: before && audited(before),
    after: audited(after),
  });
  return after;
}

async function refuseGuarded(tx: Context, name: string): Promise<void> {
  if (await isGuardedLabel(tx, name)) {
    throw new AppError("conflict", `"${name}" is an environment; request a promotion to move it.`, {
      details: { environment: name },
    });
  }
}

function audited({ name, versionNumber, model }: LabelView) {
  return { name, versionNumber, ...(model ? { model } : {}) };
}
