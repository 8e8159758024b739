import { z } from "zod";
import { createPriceOverride, endPriceOverride, listPriceOverrides } from "#lib/models";
import { CreatePriceOverrideInput, EndPriceOverrideInput, ListPriceOverridesInput } from "#schema/models";
import { route } from "../route.ts";

const price = z.number().nullable().describe("Null: charged as what it is a part of.");
const PriceOverride = z.object({
  id: z.string(),
  connectionId: z.string(),
  modelPattern: z.string(),
  from: z.date(),
  to: z.date().nullable().describe("The first moment it holds no more; null while it holds on."),
  inputPrice: z.number().describe("USD per million tokens, as all prices here."),
  cachedInputPrice: price,
  cacheWritePrice: price,
  outputPrice: z.number(),
  reasoningPrice: price,
  note: z.string(),
  createdByName: z.string(),
  createdAt: z.date(),
});

const keeps = "Calls recorded so far keep the cost they were recorded with.";

export const priceRoutes = [
  route({
    method: "get",
    path: "/price-overrides",
    id: "listPriceOverrides",
    tag: "Prices",
    summary: "List the project's own prices",
    description: "Ended ones too: they say why older calls cost what they cost.",
    permissions: ["price.read"],
    query: ListPriceOverridesInput,
    result: z.object({ items: z.array(PriceOverride) }),
    handle: async ({ ctx, query }) => ({ items: await listPriceOverrides(ctx, query) }),
  }),
  route({
    method: "post",
    path: "/price-overrides",
    id: "createPriceOverride",
    tag: "Prices",
    summary: "Set the project's own price for some models",
    description: `It wins over the price list from its first moment to before its last. ${keeps}`,
    permissions: ["price.update"],
    body: CreatePriceOverrideInput,
    result: PriceOverride,
    status: 201,
    handle: ({ ctx, body }) => createPriceOverride(ctx, body),
  }),
  route({
    method: "post",
    path: "/price-overrides/{overrideId}/end",
    id: "endPriceOverride",
    tag: "Prices",
    summary: "End one of the project's own prices",
    description: keeps,
    permissions: ["price.update"],
    params: z.object({ overrideId: z.uuid() }),
    body: EndPriceOverrideInput.omit({ overrideId: true }),
    result: PriceOverride,
    handle: ({ ctx, params, body }) => endPriceOverride(ctx, { ...params, ...body }),
  }),
];
