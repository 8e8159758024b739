import { makeCache } from "#db";
import { type Context, requirePermission } from "#lib/identity";
import { listModels, type ModelChoice, type ModelTarget } from "#lib/models";
import { AppError } from "#platform/errors";
import { promptPrefix, routePrefix } from "../constants.ts";

const targets = makeCache<ModelTarget>("routes.targets", { topic: "connections", unsubscribedMs: 2_000 });

/**
 * The model a name means in this project: `connection/model`, or a model's name that only one connection offers.
 * Found names are remembered until a connection changes. Throws not_found, invalid_input when several are meant.
 */
export async function findTarget(ctx: Context, name: string): Promise<ModelTarget> {
  requirePermission(ctx, "generation.create");
  return await targets.get(ctx, ctx.project, `name ${name}`, async () =>
    targetOf(pick(await listModels(ctx), name)),
  );
}

/** The model a name stands for, `connection/model` or a unique model's, as lists show it. Throws not_found, invalid_input. */
export async function findModel(ctx: Context, name: string): Promise<ModelChoice> {
  return pick(await listModels(ctx), name);
}

const targetOf = ({ connectionId, model }: ModelChoice): ModelTarget => ({ connectionId, model });

function pick(choices: ModelChoice[], name: string): ModelChoice {
  const exact = choices.find((choice) => `${choice.connectionName}/${choice.model}` === name);
  if (exact) return exact;
  const [only, ...others] = choices.filter((choice) => choice.model === name);
  if (!only)
    throw new AppError(
      "not_found",
      `There is no model "${name}" in this project. GET /api/v1/models lists them.`,
    );
  if (others.length === 0) return only;
  const names = [only, ...others].map((choice) => `${choice.connectionName}/${choice.model}`).join(", ");
  throw new AppError("invalid_input", `Several connections offer "${name}". Say which: ${names}.`);
}

/** What a call's `model` names. */
export type ModelReference =
  | { kind: "prompt"; reference: string }
  | { kind: "route"; reference: string }
  | { kind: "model"; name: string };

/** Tells `prompt:path@label`, `route:name` and a model's name apart. */
export function parseModelReference(name: string): ModelReference {
  if (name.startsWith(promptPrefix)) return { kind: "prompt", reference: name.slice(promptPrefix.length) };
  if (name.startsWith(routePrefix)) return { kind: "route", reference: name.slice(routePrefix.length) };
  return { kind: "model", name };
}

/** `support/triage@production` and `support/triage@7` as the prompt's path with a label or a number. Throws invalid_input for an empty one. */
export function parsePromptReference(reference: string): {
  promptPath: string;
  label?: string;
  versionNumber?: number;
} {
  const at = reference.lastIndexOf("@");
  if (at < 0) return { promptPath: reference };
  const promptPath = reference.slice(0, at);
  const which = reference.slice(at + 1);
  // An empty variable in a program must not serve the newest version for the one it meant.
  if (which === "")
    throw new AppError(
      "invalid_input",
      `"${reference}" names no label or version. Write one behind the @, or leave the @ out for the newest.`,
    );
  return /^\d+$/.test(which) ? { promptPath, versionNumber: Number(which) } : { promptPath, label: which };
}
