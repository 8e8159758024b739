import { type Case, getRun, getSuiteVersion, listCases, type Run } from "#lib/evaluation";
import type { Context } from "#lib/identity";
import { type Generation, getGenerations } from "#lib/observability";
import { AppError, NotFound } from "#platform/errors";
import { seededRandom } from "#platform/random";
import { descriptorOf } from "#client/evaluation";
import type { EvaluatorKind } from "#schema/evaluation";
import type { TaskItem, TaskReason, TaskScore } from "../schema.ts";

/** A run's cases as items: the failed ones, a seeded sample, or those named. Throws not_found. */
export async function itemsFromRun(
  ctx: Context,
  input: { runId: string } & (
    | { which: "failed" }
    | { which: "sample"; count: number; seed: number }
    | { which: "changed"; caseIds: string[] }
  ),
): Promise<TaskItem[]> {
  const run = await getRun(ctx, { runId: input.runId });
  const cases = (await allCases(ctx, input.runId, input.which === "failed" ? "failed" : "all")).filter(
    (item) => item.status === "succeeded" && item.output !== null,
  );
  const units = await unitsOf(ctx, run);
  const toItem = (reason: TaskReason) => (item: Case) => itemFromCase(run, item, { reason, units });
  switch (input.which) {
    case "failed":
      return cases.map(toItem("failed"));
    case "sample":
      return sample(cases, input.count, input.seed).map(toItem("sampled"));
    case "changed": {
      const wanted = new Set(input.caseIds);
      const found = cases.filter((item) => wanted.has(item.id));
      if (found.length < wanted.size)
        throw new AppError(
          "not_found",
          "Some of these cases are not in the run, or have no output to review.",
        );
      return found.map(toItem("changed"));
    }
    default:
      return input satisfies never;
  }
}

/** Generations as items; one that is unknown or has no output is refused. Throws not_found. */
export async function itemsFromGenerations(
  ctx: Context,
  generationIds: readonly string[],
  reason: TaskReason,
): Promise<TaskItem[]> {
  const ids = [...new Set(generationIds)];
  const found = await getGenerations(ctx, { ids });
  const byId = new Map(found.map((generation) => [generation.id, generation]));
  return ids.map((id) => {
    const generation = byId.get(id);
    if (!generation) throw new NotFound("generation");
    return itemFromGeneration(generation, reason);
  });
}

/** `count` of the items in their own order, chosen by a seed: the same seed chooses the same ones. */
export function sample<Item>(items: readonly Item[], count: number, seed: number): Item[] {
  const random = seededRandom(seed);
  const places = items.map((_, index) => index);
  for (let left = places.length - 1; left > 0; left -= 1) {
    const other = Math.floor(random() * (left + 1));
    const moved = places[left] ?? 0;
    places[left] = places[other] ?? 0;
    places[other] = moved;
  }
  const chosen = new Set(places.slice(0, count));
  return items.filter((_, index) => chosen.has(index));
}

async function allCases(ctx: Context, runId: string, which: "all" | "failed"): Promise<Case[]> {
  const cases: Case[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listCases>> = await listCases(ctx, {
      runId,
      which,
      limit: 200,
      ...(cursor ? { cursor } : {}),
    });
    cases.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor);
  return cases;
}

type Units = ReadonlyMap<string, TaskScore["unit"]>;

/** What each of the suite's evaluators measures in. */
async function unitsOf(ctx: Context, run: Run): Promise<Units> {
  const { content } = await getSuiteVersion(ctx, { suiteVersionId: run.suiteVersionId });
  return new Map(content.evaluators.map(({ key, kind }) => [key, unitOf(kind)]));
}

function unitOf(kind: EvaluatorKind): TaskScore["unit"] {
  const { measure } = descriptorOf(kind);
  if (measure.type !== "number") return "share";
  return measure.unit === "ms" ? "milliseconds" : "usd";
}

function itemFromCase(
  run: Run,
  item: Case,
  { reason, units }: { reason: TaskReason; units: Units },
): TaskItem {
  return {
    reason,
    inputs: item.inputs,
    output: item.output ?? "",
    reference: item.reference,
    scores: item.scores.map(({ evaluatorKey, value, isPassed, reasoning }) => ({
      evaluatorKey,
      value,
      isPassed,
      reasoning,
      unit: units.get(evaluatorKey) ?? null,
    })),
    promptId: run.promptId,
    promptVersionId: run.promptVersionId,
    promptPath: run.promptPath,
    promptVersionNumber: run.promptVersionNumber,
    generationId: item.generationId,
    runId: run.id,
    caseId: item.id,
    exampleId: item.exampleId,
    datasetId: run.datasetId,
  };
}

function itemFromGeneration(generation: Generation, reason: TaskReason): TaskItem {
  return {
    reason,
    inputs: generation.variables ?? { input: lastMessage(generation.input) },
    output: generation.output,
    promptId: generation.promptId,
    promptVersionId: generation.promptVersionId,
    promptPath: generation.promptPath,
    promptVersionNumber: generation.promptVersionNumber,
    generationId: generation.id,
    runId: generation.runId,
    caseId: generation.caseId,
  };
}

/** The text of the last message sent: what the model was asked, when no variables say it. */
function lastMessage(input: unknown): string {
  const messages = Array.isArray(input) ? input : [input];
  const last: unknown = messages.at(-1);
  if (typeof last === "string") return last;
  if (typeof last === "object" && last !== null && "content" in last)
    return typeof last.content === "string" ? last.content : JSON.stringify(last.content);
  return JSON.stringify(last ?? "");
}
