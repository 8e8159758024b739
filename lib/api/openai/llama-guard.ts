import { generate } from "#lib/generation";
import type { Context } from "#lib/identity";
import { newId } from "#platform/ids";
import { AppError } from "#platform/errors";
import type { ModelTarget } from "#schema/models";
import type { ModerationsBody } from "./schema.ts";

/** OpenAI's categories of moderation, in its order. */
const categories = [
  "harassment",
  "harassment/threatening",
  "hate",
  "hate/threatening",
  "illicit",
  "illicit/violent",
  "self-harm",
  "self-harm/intent",
  "self-harm/instructions",
  "sexual",
  "sexual/minors",
  "violence",
  "violence/graphic",
] as const;
type Category = (typeof categories)[number];

/** Llama Guard's hazards (3 and 4, MLCommons' list) by OpenAI's categories; some have none. */
const hazards: Record<string, { name: string; as: readonly Category[] }> = {
  S1: { name: "violent crimes", as: ["violence", "illicit/violent"] },
  S2: { name: "non-violent crimes", as: ["illicit"] },
  S3: { name: "sex-related crimes", as: ["sexual", "illicit/violent"] },
  S4: { name: "child sexual exploitation", as: ["sexual", "sexual/minors"] },
  S5: { name: "defamation", as: ["harassment"] },
  S6: { name: "specialised advice", as: [] },
  S7: { name: "privacy", as: [] },
  S8: { name: "intellectual property", as: [] },
  S9: { name: "indiscriminate weapons", as: ["illicit", "illicit/violent"] },
  S10: { name: "hate", as: ["hate"] },
  S11: { name: "suicide and self-harm", as: ["self-harm"] },
  S12: { name: "sexual content", as: ["sexual"] },
  S13: { name: "elections", as: [] },
  S14: { name: "abuse of a code interpreter", as: ["illicit"] },
};

/** True for a model that answers as Llama Guard does, by its name. */
export const isLlamaGuard = (model: string): boolean => /llama[-_. ]?guard/i.test(model);

/**
 * Texts judged by a Llama Guard, in the shape of OpenAI's moderation. Its server puts the template around the
 * conversation, so the text goes as a user's message and nothing else. It says yes or no: scores are 1 or 0. Throws
 * upstream_failed for an answer that is neither, so that nothing unjudged is taken for safe.
 */
export async function moderateByLlamaGuard(
  ctx: Context,
  target: ModelTarget,
  { input, signal }: { input: ModerationsBody["input"]; signal: AbortSignal },
): Promise<object> {
  const results: object[] = [];
  for (const text of textsOf(input)) {
    const { output, status, error } = await generate(
      ctx,
      {
        source: "moderation",
        targets: [target],
        messages: [{ role: "user", content: text }],
        settings: { temperature: 0, maxTokens: 64 },
      },
      { signal },
    );
    if (status !== "succeeded") throw error ?? new AppError("upstream_failed", "The model did not answer.");
    results.push(resultOf(readVerdict(output)));
  }
  return { id: `modr-${newId()}`, model: target.model, results };
}

/**
 * The hazards that a Llama Guard names: none for "safe". Throws upstream_failed for an answer in another form.
 * @internal
 */
export function readVerdict(answer: string): string[] {
  const [verdict = "", ...lines] = answer.trim().split(/\s*\n\s*/);
  if (verdict.toLowerCase() === "safe") return [];
  const named = lines
    .join(",")
    .match(/\bS\d{1,2}\b/gi)
    ?.map((name) => name.toUpperCase());
  if (verdict.toLowerCase() === "unsafe") return named?.length ? named : ["unnamed"];
  throw new AppError(
    "upstream_failed",
    "The model did not answer as a Llama Guard does (safe, or unsafe with its categories). Its server must apply the model's own chat template.",
  );
}

function resultOf(found: readonly string[]): object {
  const as = new Set(found.flatMap((hazard) => hazards[hazard]?.as ?? []));
  return {
    flagged: found.length > 0,
    categories: Object.fromEntries(categories.map((category) => [category, as.has(category)])),
    category_scores: Object.fromEntries(categories.map((category) => [category, as.has(category) ? 1 : 0])),
    category_applied_input_types: Object.fromEntries(
      categories.map((category) => [category, as.has(category) ? ["text"] : []]),
    ),
    // What OpenAI's list has no place for is said as well.
    valueloop: {
      hazards: found.map((hazard) => ({ code: hazard, name: hazards[hazard]?.name ?? "unnamed" })),
    },
  };
}

function textsOf(input: ModerationsBody["input"]): string[] {
  const items = Array.isArray(input) ? input : [input];
  return items.map((item: unknown) => {
    if (typeof item === "string") return item;
    const text: unknown = typeof item === "object" && item !== null && "text" in item ? item.text : null;
    if (typeof text === "string") return text;
    throw new AppError("invalid_input", "input: a Llama Guard reads text only; leave pictures out.");
  });
}
