import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { datasetLimits } from "../limits.ts";
import { Message, type DatasetVersion } from "../versions/schema.ts";

/** The one origin a caller may state itself; the links of the chain are set by the verbs that know them. */
const ImportProvenance = z.object({
  kind: z.literal("import"),
  fileName: z.string().max(255),
  line: z.number().int().optional(),
});

/** The decision that corrected an output, and what it was an output of. */
const correctionOrigin = {
  decisionId: z.uuid(),
  taskId: z.uuid().optional(),
  queueId: z.uuid().optional(),
  generationId: z.uuid().optional(),
  promptId: z.uuid().optional(),
  promptVersionId: z.uuid().optional(),
  runId: z.uuid().optional(),
  caseId: z.uuid().optional(),
  reviewerName: z.string().max(200).optional(),
};

/** Where an example came from. Links of the chain: a correction names its decision, a generation itself. */
export const Provenance = z.discriminatedUnion("kind", [
  ImportProvenance,
  z.object({
    kind: z.literal("hand"),
    byName: z.string().max(200).optional(),
    editedFrom: z.uuid().optional(),
    /** The call that the example it was edited from was made of. */
    generationId: z.uuid().optional(),
  }),
  z.object({
    kind: z.literal("generation"),
    generationId: z.uuid(),
    promptId: z.uuid().optional(),
    promptPath: z.string().optional(),
    promptVersionId: z.uuid().optional(),
    promptVersionNumber: z.number().int().optional(),
    model: z.string().optional(),
  }),
  z.object({ kind: z.literal("correction"), ...correctionOrigin }),
]);
export type Provenance = z.infer<typeof Provenance>;

export type ProvenanceKind = Provenance["kind"];

const Json = z.json();

const Fields = z.record(z.string().min(1).max(200), Json);

/** What an example says; its hash covers exactly this. `reference` null means it has none. */
export const ExampleContent = z.object({
  inputs: Fields.refine((inputs) => Object.keys(inputs).length > 0, "An example needs at least one input."),
  reference: Json.default(null),
  metadata: Fields.default({}),
});
export type ExampleContent = z.infer<typeof ExampleContent>;

export type ExampleContentInput = z.input<typeof ExampleContent>;

export type Example = {
  id: string;
  datasetId: string;
  contentHash: string;
  inputs: Record<string, unknown>;
  reference: unknown;
  metadata: Record<string, unknown>;
  provenance: Provenance;
  createdAt: Date;
};

/** An example at its place in a version; positions count from 1. */
export type PlacedExample = Example & { position: number };

/** Without a provenance it was written by hand, by whoever calls. */
export const NewExample = ExampleContent.extend({ provenance: ImportProvenance.optional() });
export type NewExample = z.input<typeof NewExample>;

export const ListExamplesInput = PageInput.extend({
  datasetVersionId: z.uuid(),
  /** Text looked for in inputs, reference and metadata, whatever its case. */
  query: z.string().max(200).optional(),
  /** Metadata an example must hold, compared as text. */
  metadata: z.record(z.string(), z.string()).optional(),
  provenance: z.enum(["import", "hand", "generation", "correction"]).optional(),
});
export type ListExamplesInput = z.input<typeof ListExamplesInput>;

export const GetExampleInput = z.object({ exampleId: z.uuid() });
export type GetExampleInput = z.input<typeof GetExampleInput>;

/** Number of the latest version the person saw; another means somebody saved meanwhile. */
const ExpectedLatest = z.number().int().optional();

export const AddExampleInput = NewExample.extend({
  datasetId: z.uuid(),
  message: Message,
  expectedLatest: ExpectedLatest,
});
export type AddExampleInput = z.input<typeof AddExampleInput>;

export const AddExamplesInput = z.object({
  datasetId: z.uuid(),
  examples: z.array(NewExample).min(1, "Add at least one example.").max(datasetLimits.examplesPerCall),
  message: Message,
  expectedLatest: ExpectedLatest,
});
export type AddExamplesInput = z.input<typeof AddExamplesInput>;

export const EditExampleInput = ExampleContent.extend({
  datasetId: z.uuid(),
  exampleId: z.uuid(),
  message: Message,
  expectedLatest: ExpectedLatest,
});
export type EditExampleInput = z.input<typeof EditExampleInput>;

export const RemoveExamplesInput = z.object({
  datasetId: z.uuid(),
  exampleIds: z.array(z.uuid()).min(1).max(datasetLimits.examplesPerCall),
  message: Message,
  expectedLatest: ExpectedLatest,
});
export type RemoveExamplesInput = z.input<typeof RemoveExamplesInput>;

/** Inputs default to the generation's variables, the reference to its output. */
export const AddExampleFromGenerationInput = z.object({
  datasetId: z.uuid(),
  generationId: z.uuid(),
  inputs: Fields.optional(),
  reference: Json.optional(),
  metadata: Fields.default({}),
  message: Message,
});
export type AddExampleFromGenerationInput = z.input<typeof AddExampleFromGenerationInput>;

export const AddExampleFromCorrectionInput = ExampleContent.extend({
  datasetId: z.uuid(),
  ...correctionOrigin,
  /** What the task keeps of the end user's key; no part of the provenance, which people read. */
  endUserHash: z.string().max(64).nullish(),
  message: Message,
});
export type AddExampleFromCorrectionInput = z.input<typeof AddExampleFromCorrectionInput>;

export const AddExamplesFromCorrectionsInput = z.object({
  datasetId: z.uuid(),
  corrections: z
    .array(AddExampleFromCorrectionInput.omit({ datasetId: true, message: true }))
    .min(1, "Add at least one correction.")
    .max(datasetLimits.examplesPerCall),
  message: Message,
});
export type AddExamplesFromCorrectionsInput = z.input<typeof AddExamplesFromCorrectionsInput>;

/** `addedInVersionId`: the version that the correction made. */
export const RemoveCorrectionExampleInput = z.object({
  exampleId: z.uuid(),
  addedInVersionId: z.uuid(),
  message: Message,
});
export type RemoveCorrectionExampleInput = z.input<typeof RemoveCorrectionExampleInput>;

/** Where an example came from, and its place in the newest version that holds it; null for one that none holds any more. */
export type ExamplePlace = {
  id: string;
  datasetId: string;
  datasetName: string;
  provenance: Provenance;
  versionNumber: number | null;
  position: number | null;
};

export const ExamplesOfDecisionsInput = z.object({ decisionIds: z.array(z.uuid()).max(10_000) });
export type ExamplesOfDecisionsInput = z.input<typeof ExamplesOfDecisionsInput>;

/** What became of examples handed in: the version that now holds them and how many were there already. */
export type AddedExamples = {
  version: DatasetVersion;
  examples: Example[];
  /** Those of `examples` that the version before did not hold. */
  addedIds: string[];
  added: number;
  duplicates: number;
};
