import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { descriptorOf } from "../evaluators/descriptors.ts";
import { isNegatable, isQuality } from "../evaluators/measure.ts";
import { Evaluator } from "../evaluators/schema.ts";

/** What a suite version holds: evaluators with weights and thresholds, and the one metric that decides. */
export const SuiteContent = z
  .object({
    evaluators: z.array(Evaluator).min(1, "Add at least one evaluator.").max(30),
    /** Key of the quality evaluator the verdict rests on. */
    primaryMetric: z.string().min(1),
  })
  .superRefine(({ evaluators, primaryMetric }, refinement) => {
    const keys = evaluators.map((evaluator) => evaluator.key);
    const again = keys.findIndex((key, position) => keys.indexOf(key) !== position);
    if (again >= 0)
      refinement.addIssue({
        code: "custom",
        path: ["evaluators", again, "key"],
        message: `Two evaluators have the key "${keys[again]}"; keys are unique in a suite.`,
      });
    const primary = evaluators.find((evaluator) => evaluator.key === primaryMetric);
    if (!primary)
      refinement.addIssue({
        code: "custom",
        path: ["primaryMetric"],
        message: `No evaluator has the key "${primaryMetric}".`,
      });
    else if (!isQuality(primary)) {
      refinement.addIssue({
        code: "custom",
        path: ["primaryMetric"],
        message: "The primary metric must be a quality metric, not latency or cost.",
      });
    }
  });
export type SuiteContent = z.infer<typeof SuiteContent>;

/** What may be saved: suites stored earlier are still read, however they were written. */
const SuiteDraft = SuiteContent.superRefine(({ evaluators }, refinement) => {
  for (const [place, evaluator] of evaluators.entries()) {
    if (evaluator.isNegated && !isNegatable(evaluator))
      refinement.addIssue({
        code: "custom",
        path: ["evaluators", place, "isNegated"],
        message: `"Not" is for rules that are right or wrong; turn ${evaluator.name} round by its own settings or its direction.`,
      });
    const problem = descriptorOf(evaluator.kind).problemOf?.(evaluator.config);
    if (problem)
      refinement.addIssue({
        code: "custom",
        path: ["evaluators", place, "config", problem.field],
        message: problem.message,
      });
  }
});

const Name = z.string().trim().min(1, "Give it a name.").max(80);
const Message = z.string().trim().max(500).default("");

export const CreateSuiteInput = z.object({
  name: Name,
  description: z.string().trim().max(1000).default(""),
  content: SuiteDraft,
  message: Message,
  /** Marks rows made by the demo seed. */
  isDemo: z.boolean().default(false),
});
export type CreateSuiteInput = z.input<typeof CreateSuiteInput>;

export const SaveSuiteVersionInput = z.object({
  suiteId: z.uuid(),
  content: SuiteDraft,
  message: Message,
  /** Number of the version the editor started from; another latest means somebody saved meanwhile. */
  expectedLatest: z.number().int().optional(),
});
export type SaveSuiteVersionInput = z.input<typeof SaveSuiteVersionInput>;

export const ArchiveSuiteInput = z.object({ suiteId: z.uuid(), isArchived: z.boolean().default(true) });
export type ArchiveSuiteInput = z.input<typeof ArchiveSuiteInput>;

export const GetSuiteInput = z.object({ suiteId: z.uuid() });
export type GetSuiteInput = z.input<typeof GetSuiteInput>;

export const ListSuitesInput = PageInput.extend({
  query: z.string().max(200).optional(),
  includeArchived: z.boolean().default(false),
});
export type ListSuitesInput = z.input<typeof ListSuitesInput>;

/** A state of a suite that never changes; `contentHash` is the SHA-256 of its canonical JSON. */
export type SuiteVersion = {
  id: string;
  suiteId: string;
  number: number;
  contentHash: string;
  content: SuiteContent;
  message: string;
  createdByName: string;
  createdAt: Date;
};

/** A suite with its newest version. */
export type Suite = {
  id: string;
  name: string;
  description: string;
  isDemo: boolean;
  archivedAt: Date | null;
  createdAt: Date;
  latest: SuiteVersion;
};
