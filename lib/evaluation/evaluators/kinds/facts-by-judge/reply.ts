import { z } from "zod";
import type { JudgedClaim } from "../../claims.ts";
import { parseJson } from "../../json-text.ts";

const Reply = z.object({
  claims: z.array(
    z.object({
      number: z.int().min(1),
      quote: z.string().nullish(),
      verdict: z.enum(["supported", "contradicted", "not_stated"]),
    }),
  ),
});

/** The JSON the judge answers with; the quotation comes first, so that the verdict follows from it. */
export const factsSchema: Record<string, unknown> = {
  type: "object",
  properties: {
    claims: {
      type: "array",
      items: {
        type: "object",
        properties: {
          number: { type: "integer" },
          quote: {
            type: "string",
            description: "Words of the source, letter by letter; empty for not_stated.",
          },
          verdict: { type: "string", enum: ["supported", "contradicted", "not_stated"] },
        },
        required: ["number", "quote", "verdict"],
        additionalProperties: false,
      },
    },
  },
  required: ["claims"],
  additionalProperties: false,
};

/** A judge's verdicts in the order of the claims, each quotation looked up in the source; or why there are none. */
export function readVerdicts(
  reply: string,
  claims: readonly string[],
  source: string,
): { judged: JudgedClaim[] } | { missing: string } {
  // What a model thinks aloud before its answer is none.
  const parsed = Reply.safeParse(parseJson(reply.split("</think>").at(-1) ?? ""));
  if (!parsed.success) return { missing: "The judge did not answer with JSON of claims and verdicts." };
  const byNumber = new Map(parsed.data.claims.map((entry) => [entry.number, entry]));
  if (byNumber.size !== parsed.data.claims.length || claims.some((_, place) => !byNumber.has(place + 1)))
    return { missing: `The judge did not give each of ${claims.length} claims one verdict.` };
  const judged = claims.map((claim, place): JudgedClaim => {
    const { verdict = "not_stated", quote = "" } = byNumber.get(place + 1) ?? {};
    if (verdict === "not_stated") return { claim, label: verdict, evidence: null, reason: "says the judge" };
    const evidence = foundIn(source, quote ?? "");
    return evidence === null
      ? { claim, label: "unproven", evidence: null, reason: `the judge said ${verdict}` }
      : { claim, label: verdict, evidence, reason: "says the judge" };
  });
  return { judged };
}

/** The stretch of the source that a quotation is, but for spaces and kinds of quotation marks; null where it is none. */
function foundIn(source: string, quote: string): string | null {
  const words = quote.trim().replace(/^["“”«]+|["“”»]+$/gu, "");
  if (!/[\p{L}\p{N}]/u.test(words)) return null;
  const pattern = words
    .trim()
    .split(/\s+/u)
    .map((word) =>
      word
        .replace(/[\\^$.*+?()[\]{}|]/gu, "\\$&")
        .replace(/["“”«»]/gu, '["“”«»]')
        .replace(/['’‘]/gu, "['’‘]"),
    )
    .join("\\s+");
  return new RegExp(pattern, "u").exec(source)?.[0] ?? null;
}
