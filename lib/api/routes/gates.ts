import { z } from "zod";
import {
  approvePromotion,
  completePromotion,
  previewChanges,
  promotionTimeline,
  rejectPromotion,
  updateGate,
} from "#lib/releases";
import {
  DecidePromotionInput,
  EnvironmentName,
  Gate,
  PreviewChangesInput,
  RejectPromotionInput,
  UpdateGateInput,
} from "#schema/releases";
import { route } from "../route.ts";
import { ContentDiff } from "./content-diff.ts";
import { Promotion } from "./releases.ts";

const PromotionId = z.object({ promotionId: z.uuid() });
const Name = z.object({ environment: EnvironmentName });
const tag = "Releases";
const byKey =
  "By whoever made the key, whose role counts: nobody decides what they asked for themselves, by a program neither.";

export const gateRoutes = [
  route({
    method: "put",
    path: "/environments/{environment}/gate",
    id: "updateGate",
    tag,
    summary: "Say what a version must show before it serves an environment",
    permissions: ["environment.update"],
    params: Name,
    body: UpdateGateInput.omit({ environment: true }),
    result: z.object({ name: z.string(), gate: Gate }),
    handle: ({ ctx, params, body }) => updateGate(ctx, { ...params, ...body }),
  }),
  route({
    method: "get",
    path: "/environments/{environment}/changes",
    id: "previewChanges",
    tag,
    summary: "See what a version would change in what is served",
    permissions: ["promotion.read"],
    params: Name,
    query: PreviewChangesInput.omit({ environment: true, model: true }),
    result: ContentDiff,
    handle: ({ ctx, params, query }) => previewChanges(ctx, { ...params, ...query }),
  }),
  route({
    method: "get",
    path: "/promotions/{promotionId}/timeline",
    id: "getPromotionTimeline",
    tag,
    summary: "Who did what for a promotion, and when",
    permissions: ["promotion.read"],
    params: PromotionId,
    result: z.object({
      items: z.array(
        z.object({
          at: z.date(),
          sentence: z.string(),
          actorName: z.string().nullable(),
          kind: z.string(),
          promotionNumber: z.number().optional(),
          runId: z.string().optional(),
          versionNumber: z.number().optional(),
        }),
      ),
    }),
    handle: async ({ ctx, params }) => ({ items: await promotionTimeline(ctx, params) }),
  }),
  route({
    method: "post",
    path: "/promotions/{promotionId}/approve",
    id: "approvePromotion",
    tag,
    summary: "Say yes to a promotion",
    description: byKey,
    permissions: ["promotion.approve"],
    params: PromotionId,
    body: DecidePromotionInput.omit({ promotionId: true }),
    result: Promotion,
    handle: ({ ctx, params, body }) => approvePromotion(ctx, { ...params, ...body }),
  }),
  route({
    method: "post",
    path: "/promotions/{promotionId}/reject",
    id: "rejectPromotion",
    tag,
    summary: "Say no to a promotion, which closes it",
    description: byKey,
    permissions: ["promotion.approve"],
    params: PromotionId,
    body: RejectPromotionInput.omit({ promotionId: true }),
    result: Promotion,
    handle: ({ ctx, params, body }) => rejectPromotion(ctx, { ...params, ...body }),
  }),
  route({
    method: "post",
    path: "/promotions/{promotionId}/complete",
    id: "completePromotion",
    tag,
    summary: "Move the environment once the gate is met",
    permissions: ["promotion.complete"],
    params: PromotionId,
    result: Promotion,
    handle: ({ ctx, params }) => completePromotion(ctx, params),
  }),
];
