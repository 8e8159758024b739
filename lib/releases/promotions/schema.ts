import { promotionKinds, promotionStatuses } from "../constants.ts";
import { z } from "zod";
import { PageInput } from "#platform/pagination";
import { Moment } from "#platform/moment";
import { ModelOrRoute, type NamedTarget } from "#schema/routes";
import type { GateEvaluation } from "../gate/schema.ts";
import { EnvironmentName } from "../environments/schema.ts";

export const PromotionStatus = z.enum(promotionStatuses);
export type PromotionStatus = z.infer<typeof PromotionStatus>;

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

/** What is chosen so far of a promotion to be asked for; null as left out. */
export const PromotionChoicesInput = z.object({
  promptId: z.uuid().nullish(),
  versionId: z.uuid().nullish(),
  environment: EnvironmentName.nullish(),
  /** `keyOfTarget` of the model or route in the place of the version's own. */
  model: z.string().max(300).nullish(),
  baselineRunId: z.uuid().nullish(),
  candidateRunId: z.uuid().nullish(),
});
export type PromotionChoicesInput = z.input<typeof PromotionChoicesInput>;

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
  from: Moment.optional(),
  to: Moment.optional(),
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
  versionIds: z.array(z.uuid()).max(10_000),
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
