import { z } from "zod";
import { type Context, requirePermission } from "#lib/identity";
import type { EvaluatorCategory, EvaluatorDescriptor, EvaluatorNeed, EvaluatorText } from "./descriptor.ts";
import { descriptors, type EvaluatorKind } from "./descriptors.ts";

/** A kind of evaluator as programs and people choose among them. */
export type EvaluatorInfo = {
  kind: EvaluatorKind;
  title: string;
  about: string;
  category: EvaluatorCategory;
  /** What a score is: right or wrong, 0 to 1, or a raw figure of the call and its unit. */
  measure: "boolean" | "scale" | "ms" | "usd";
  texts: EvaluatorText[];
  needs: EvaluatorNeed[];
  /** What one case costs, and where it is wrong, in words. */
  cost: string;
  knownError: string;
  /** JSON schema (2020-12) of its `config` in a suite. */
  configSchema: Record<string, unknown>;
};

/** Every kind of evaluator, in the order of the editor's menu. Throws forbidden. */
export async function listEvaluators(ctx: Context): Promise<EvaluatorInfo[]> {
  requirePermission(ctx, "suite.read");
  return descriptors.map((descriptor) => infoOf(descriptor.kind, descriptor as EvaluatorDescriptor));
}

function infoOf(kind: EvaluatorKind, descriptor: EvaluatorDescriptor): EvaluatorInfo {
  const { title, about, category, measure, texts, needs, cost, knownError, config } = descriptor;
  const { $schema: _, ...configSchema } = z.toJSONSchema(config, { io: "input" });
  return {
    kind,
    title,
    about,
    category,
    measure: measure.type === "number" ? measure.unit : measure.type,
    texts: [...texts],
    needs: [...needs],
    cost,
    knownError: knownError.text,
    configSchema,
  };
}
