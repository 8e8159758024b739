import { z } from "zod";
import {
  evaluateGate,
  getPromotion,
  listEnvironments,
  listPromotions,
  previewGate,
  promotionChanges,
  requestPromotion,
  rollback,
  withdrawPromotion,
} from "#lib/releases";
import {
  conditionKinds,
  EnvironmentName,
  Gate,
  ListPromotionsInput,
  PreviewGateInput,
  PromotionStatus,
  RequestPromotionInput,
  RollbackInput,
} from "#schema/releases";
import { unseenCallWords } from "#client/evaluation";
import { route } from "../route.ts";
import { ContentDiff } from "./content-diff.ts";
import { NamedTarget } from "./named-target.ts";
import { pageOf } from "./page.ts";

const text = z.string().nullable();
const OtherModel = NamedTarget.nullable().describe(
  "The model or route called in the place of the version's own; null is the version's.",
);
/** The same in an address, where everything is a text. */
const OtherModelQuery = {
  connectionId: z.uuid().optional().describe("With `model`: called in the place of the version's own."),
  model: z.string().min(1).max(200).optional(),
  routeId: z.uuid().optional().describe("With `routeVersion`: the route called in their place."),
  routeVersion: z.coerce.number().int().min(1).optional(),
};
type OtherModelQuery = Partial<Record<keyof typeof OtherModelQuery, unknown>>;

const isOneModel = ({ connectionId, model, routeId, routeVersion }: OtherModelQuery) =>
  (connectionId === undefined) === (model === undefined) &&
  (routeId === undefined) === (routeVersion === undefined) &&
  (connectionId === undefined || routeId === undefined);

const Environment = z.object({
  id: z.string(),
  name: z.string(),
  position: z.number(),
  gate: Gate,
  evidenceNames: z.object({ suite: text, dataset: text, route: text }),
  updatedAt: z.date(),
  prompts: z.array(
    z.object({
      promptId: z.string(),
      promptPath: z.string(),
      versionId: z.string(),
      versionNumber: z.number(),
      model: OtherModel,
      movedAt: z.date(),
      movedByName: z.string(),
      previous: z.object({ versionId: z.string(), versionNumber: z.number(), model: OtherModel }).nullable(),
      openPromotion: z.object({ id: z.string(), number: z.number() }).nullable(),
    }),
  ),
});
export const Promotion = z.object({
  id: z.string(),
  number: z.number(),
  kind: z.enum(["promotion", "rollback"]),
  status: PromotionStatus,
  promptId: z.string(),
  promptPath: z.string(),
  environmentName: z.string(),
  fromVersionId: text,
  fromVersionNumber: z.number().nullable(),
  toVersionId: z.string(),
  toVersionNumber: z.number(),
  fromModel: OtherModel,
  toModel: OtherModel,
  reason: z.string(),
  baselineRunId: text,
  candidateRunId: text,
  evidenceHash: text,
  requestedByName: z.string(),
  closedByName: text,
  createdAt: z.date(),
  closedAt: z.date().nullable(),
});
const EvidenceRun = z.object({
  runId: z.string(),
  runNumber: z.number(),
  versionId: z.string(),
  datasetVersionId: z.string(),
  dataset: z.string(),
  suiteVersionId: z.string(),
  suite: z.string(),
  connectionId: text.describe("Null where a route was called."),
  routeId: z.string().optional(),
  routeVersion: z.number().optional(),
  model: z.string().describe("What was called, as lists name it."),
  cases: z.number(),
  failed: z.number(),
  unjudged: z.number(),
  tries: z.number(),
  otherRuns: z.number(),
});
const GateEvaluation = z.object({
  conditions: z.array(
    z.object({
      kind: z.enum(conditionKinds),
      status: z.enum(["met", "unmet", "waiting"]),
      title: z.string(),
      sentence: z.string(),
      whatToDo: text,
      evidence: z
        .record(z.string(), z.unknown())
        .describe(`Figures the line rests on. Intervals of cost and carbon hold ${unseenCallWords}.`),
    }),
  ),
  met: z.number(),
  total: z.number(),
  status: z.enum(["met", "unmet", "waiting"]),
  summary: z.string(),
  runs: z.object({ candidate: EvidenceRun.nullable(), baseline: EvidenceRun.nullable() }),
  evidenceHash: z.string(),
});
const PromotionId = z.object({ promotionId: z.uuid() });

export const releaseRoutes = [
  route({
    method: "get",
    path: "/environments",
    id: "listEnvironments",
    tag: "Releases",
    summary: "List environments: their gates and what they serve",
    permissions: ["environment.read"],
    result: z.object({ items: z.array(Environment) }),
    handle: async ({ ctx }) => ({ items: await listEnvironments(ctx) }),
  }),
  route({
    method: "get",
    path: "/environments/{environment}/gate",
    id: "previewGate",
    tag: "Releases",
    summary: "Say what an environment's gate would answer to a version",
    description:
      "Before a promotion is requested, and before a run is paid for: it names the number of cases the gate needs and the number the dataset has. A run named here says on which dataset, suite and model; of the runs made so the newest counts.",
    permissions: ["promotion.read"],
    params: z.object({ environment: EnvironmentName }),
    query: PreviewGateInput.omit({ environment: true, model: true })
      .extend(OtherModelQuery)
      .refine(isOneModel, "Give connectionId and model, or routeId and routeVersion, or none of them."),
    result: GateEvaluation,
    handle: ({ ctx, params, query: { connectionId, model, routeId, routeVersion, ...query } }) => {
      const asked = [
        connectionId && model ? { connectionId, model } : undefined,
        routeId && routeVersion ? { routeId, version: routeVersion } : undefined,
      ].find(Boolean);
      return previewGate(ctx, { ...params, ...query, ...(asked ? { model: asked } : {}) });
    },
  }),
  route({
    method: "get",
    path: "/promotions",
    id: "listPromotions",
    tag: "Releases",
    summary: "List promotions, newest first",
    permissions: ["promotion.read"],
    query: ListPromotionsInput,
    result: pageOf(Promotion),
    handle: ({ ctx, query }) => listPromotions(ctx, query),
  }),
  route({
    method: "post",
    path: "/promotions",
    id: "requestPromotion",
    tag: "Releases",
    summary: "Request a promotion",
    description: "People approve it in the studio; the gate says what is missing.",
    permissions: ["promotion.request"],
    body: RequestPromotionInput.omit({ isDemo: true }),
    result: Promotion,
    status: 201,
    handle: ({ ctx, body }) => requestPromotion(ctx, body),
  }),
  route({
    method: "get",
    path: "/promotions/{promotionId}",
    id: "getPromotion",
    tag: "Releases",
    summary: "Get a promotion with its votes and its gate",
    permissions: ["promotion.read"],
    params: PromotionId,
    result: Promotion.extend({
      approvals: z.array(
        z.object({
          userName: z.string(),
          userRole: z.string(),
          verdict: z.enum(["approve", "reject"]),
          comment: z.string(),
          createdAt: z.date(),
        }),
      ),
      gate: GateEvaluation,
    }),
    handle: ({ ctx, params }) => getPromotion(ctx, params),
  }),
  route({
    method: "get",
    path: "/promotions/{promotionId}/gate",
    id: "evaluateGate",
    tag: "Releases",
    summary: "Judge a promotion's gate now",
    permissions: ["promotion.read"],
    params: PromotionId,
    result: GateEvaluation,
    handle: ({ ctx, params }) => evaluateGate(ctx, params),
  }),
  route({
    method: "get",
    path: "/promotions/{promotionId}/changes",
    id: "getPromotionChanges",
    tag: "Releases",
    summary: "Get what a promotion changes in what is served",
    permissions: ["promotion.read"],
    params: PromotionId,
    result: ContentDiff,
    handle: ({ ctx, params }) => promotionChanges(ctx, params),
  }),
  route({
    method: "post",
    path: "/promotions/{promotionId}/withdraw",
    id: "withdrawPromotion",
    tag: "Releases",
    summary: "Withdraw a promotion",
    permissions: ["promotion.request"],
    params: PromotionId,
    result: Promotion,
    handle: ({ ctx, params }) => withdrawPromotion(ctx, params),
  }),
  route({
    method: "post",
    path: "/rollbacks",
    id: "rollback",
    tag: "Releases",
    summary: "Move an environment back to the version before",
    permissions: ["promotion.rollback"],
    body: RollbackInput,
    result: Promotion,
    status: 201,
    handle: ({ ctx, body }) => rollback(ctx, body),
  }),
];
