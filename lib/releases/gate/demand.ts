import { z } from "zod";
import { ModelTarget } from "#schema/models";
import { PinnedRoute } from "#schema/routes";

const share = z.number().min(0).max(1);

/** What a run must be for a gate to rest on it. Everything here is asked of both runs of a comparison. */
export const EvidenceDemand = z.object({
  /** Null: the one of the prompt's benchmark, any where it has none. */
  suiteId: z.uuid().nullable().default(null),
  /** Null: the one of the prompt's benchmark, any where it has none. */
  datasetId: z.uuid().nullable().default(null),
  /**
   * newest: no newer version of the dataset exists now; newest_at_start: none did when the candidate's run was
   * started, so that corrections made while people review that very run do not undo it; any: not asked.
   */
  datasetVersion: z.enum(["newest", "newest_at_start", "any"]).default("newest_at_start"),
  /** A model, or a version of a route. Null: the one that will serve, else any, the same one for both runs. */
  target: z.union([ModelTarget, PinnedRoute]).nullable().default(null),
  /**
   * Cases that the primary metric judged, in both runs where there are two. Fewer than ten never show anything;
   * docs/measurements/gates.md says what 30 and 50 can show.
   */
  leastCases: z.number().int().min(10, "Ask for at least 10 cases.").max(1_000_000).default(50),
  /** Share of a run's cases that may have got no answer. */
  failedShare: share.default(0.02),
  /** Share of a run's answers that the primary metric may have been unable to judge. */
  unjudgedShare: share.default(0.02),
});
export type EvidenceDemand = z.infer<typeof EvidenceDemand>;

/**
 * What a gate asks of its evidence when it says nothing of it.
 * @internal What tests of gates begin with.
 */
export const plainEvidence: EvidenceDemand = EvidenceDemand.parse({});

/** Gates of 0.1.0 named their suite in a condition; it is the suite of all their evidence. */
export function liftSuite(given: unknown): unknown {
  const stored = Stored.safeParse(given);
  if (!stored.success) return given;
  const { evidence, conditions, ...rest } = stored.data;
  const named = conditions.find(({ kind }) => kind === "suite_passed")?.["suiteId"];
  if (named === undefined || named === null || evidence?.["suiteId"]) return given;
  return { ...rest, evidence: { ...evidence, suiteId: named }, conditions };
}

const Stored = z.looseObject({
  evidence: z.record(z.string(), z.unknown()).optional(),
  conditions: z.array(z.looseObject({ kind: z.string() })),
});
