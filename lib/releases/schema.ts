import { environmentNamePattern, promotionKinds, promotionStatuses } from "./constants.ts";
import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { ModelOrRoute, type NamedTarget } from "#schema/routes";
import { Gate, type GateEvaluation, type GateInput } from "./gate/schema.ts";

export * from "./gate/schema.ts";
/** An environment is named like the label it guards. */
export const EnvironmentName = z
  .string()
  .regex(environmentNamePattern, "An environment's name has 1 to 36 of a-z, 0-9, dot, dash and underscore.");

export const PromotionStatus = z.enum(promotionStatuses);
export type PromotionStatus = z.infer<typeof PromotionStatus>;

export const UpdateGateInput = z.object({ environment: EnvironmentName, gate: Gate });
export type UpdateGateInput = { environment: string; gate: GateInput };

const Reason = z.string().trim().max(1000, "Keep it under 1,000 characters.").default("");

export const RequestPromotionInput = z.object({
  promptId: z.uuid(),
  versionId: z.uuid(),
  environment: EnvironmentName,
  /** The model or route the environment calls in the place of the version's own; null and left out: the version's. */
  model: ModelOrRoute.nullable().optional(),
  reason: Reason,
  /**
   * The comparison that argues for it: says on which dataset, suite and model. Of the runs made so the newest of either
   * version counts, named or not. Left out, the newest that fits the gate is taken.
   */
  baselineRunId: z.uuid().optional(),
  candidateRunId: z.uuid().optional(),
  isDemo: z.boolean().default(false),
});
export type RequestPromotionInput = z.input<typeof RequestPromotionInput>;

export const PreviewGateInput = z.object({
  versionId: z.uuid(),
  environment: EnvironmentName,
  model: ModelOrRoute.nullable().optional(),
  /** Says on which dataset, suite and model; of the runs made so the newest counts. */
  candidateRunId: z.uuid().optional(),
});
export type PreviewGateInput = z.input<typeof PreviewGateInput>;

export const FindUnpromotedInput = z.object({ environment: EnvironmentName });
export type FindUnpromotedInput = z.input<typeof FindUnpromotedInput>;
export const PreviewChangesInput = z.object({
  promptId: z.uuid(),
  versionId: z.uuid(),
  environment: EnvironmentName,
  model: ModelOrRoute.nullable().optional(),
});
export type PreviewChangesInput = z.input<typeof PreviewChangesInput>;

export const PromotionInput = z.object({ promotionId: z.uuid() });
export type PromotionInput = z.input<typeof PromotionInput>;

export const DecidePromotionInput = z.object({ promotionId: z.uuid(), comment: Reason });
export type DecidePromotionInput = z.input<typeof DecidePromotionInput>;

/** A rejection says why: the one who asked must know what to do better. */
export const RejectPromotionInput = z.object({
  promotionId: z.uuid(),
  comment: z.string().trim().min(1, "Say why, so that the next version can be better.").max(1000),
});
export type RejectPromotionInput = z.input<typeof RejectPromotionInput>;

export const GetPromotionInput = z.union([
  PromotionInput,
  z.object({ number: z.coerce.number().int().positive() }),
]);
export type GetPromotionInput = z.input<typeof GetPromotionInput>;

export const RollbackInput = z.object({
  promptId: z.uuid(),
  environment: EnvironmentName,
  reason: Reason,
  /** The version the person saw; another one by now is a conflict. */
  expectedVersionId: z.uuid().optional(),
});
export type RollbackInput = z.input<typeof RollbackInput>;

export const ListPromotionsInput = PageInput.extend({
  promptId: z.uuid().optional(),
  environment: EnvironmentName.optional(),
  status: PromotionStatus.optional(),
  kind: z.enum(promotionKinds).optional(),
  /** Its number ("promotion 12", "12"), or a piece of the prompt's path. */
  query: z.string().trim().max(200).optional(),
  /** When it was closed, [from, to). */
  from: z.coerce.date().optional(),
  to: z.coerce.date().optional(),
});
export type ListPromotionsInput = z.input<typeof ListPromotionsInput>;

export const ListMovesInput = z.object({
  environment: EnvironmentName,
  promptId: z.uuid().optional(),
  from: z.date(),
  to: z.date(),
});
export type ListMovesInput = z.input<typeof ListMovesInput>;

/** A promotion or rollback that moved an environment's pointer. */
export type Move = {
  number: number;
  kind: "promotion" | "rollback";
  promptPath: string;
  fromVersionId: string | null;
  toVersionId: string;
  toVersionNumber: number;
  closedAt: Date;
};

export const TriedVersionsInput = z.object({
  environment: z.string(),
  versionIds: z.array(z.uuid()).max(1_000),
});
export type TriedVersionsInput = z.input<typeof TriedVersionsInput>;

export const FindPromotionInput = z.union([PromotionInput, z.object({ toVersionId: z.uuid() })]);
export type FindPromotionInput = z.input<typeof FindPromotionInput>;

export type Approval = {
  userId: string;
  userName: string;
  userRole: string;
  verdict: "approve" | "reject";
  comment: string;
  createdAt: Date;
};

/** A request to move an environment's pointer, or the move back. */
export type Promotion = {
  id: string;
  number: number;
  kind: "promotion" | "rollback";
  status: PromotionStatus;
  promptId: string;
  promptPath: string;
  environmentId: string;
  environmentName: string;
  /** What the environment served when it was requested; null for the first. */
  fromVersionId: string | null;
  fromVersionNumber: number | null;
  toVersionId: string;
  toVersionNumber: number;
  /** What is called in the place of the version's own model or route, before and after; null is the version's. */
  fromModel: NamedTarget | null;
  toModel: NamedTarget | null;
  reason: string;
  baselineRunId: string | null;
  candidateRunId: string | null;
  /** As it stood when the pointer moved. */
  evidence: unknown;
  evidenceHash: string | null;
  requestedBy: string | null;
  requestedByName: string;
  closedByName: string | null;
  isDemo: boolean;
  createdAt: Date;
  closedAt: Date | null;
};

/** A promotion with the votes on it and its gate: as it stands, or as it stood when the promotion was closed. */
export type PromotionDetail = Promotion & { approvals: Approval[]; gate: GateEvaluation };

/** A label with rules, and what it serves. */
export type Environment = {
  id: string;
  name: string;
  position: number;
  gate: Gate;
  /** What the suite and the dataset that its evidence names are called. */
  evidenceNames: { suite: string | null; dataset: string | null; route: string | null };
  updatedAt: Date;
  /** Per prompt: the version it points to, since when and by whom. */
  prompts: EnvironmentPointer[];
};

export type EnvironmentPointer = {
  promptId: string;
  promptPath: string;
  versionId: string;
  versionNumber: number;
  /** The model or route in the place of the version's own; null is the version's. */
  model: NamedTarget | null;
  movedAt: Date;
  movedByName: string;
  /** The version a rollback would restore; null when there is none. */
  previous: { versionId: string; versionNumber: number; model: NamedTarget | null } | null;
  openPromotion: { id: string; number: number } | null;
};

/** One line of "who and when". */
export type TimelineEntry = {
  at: Date;
  sentence: string;
  actorName: string | null;
  kind:
    | "promoted"
    | "rolled_back"
    | "corrections"
    | "version"
    | "run"
    | "decisions"
    | "requested"
    | "approved"
    | "rejected"
    | "withdrawn"
    | "waiting";
  promotionNumber?: number;
  runId?: string;
  versionNumber?: number;
};
