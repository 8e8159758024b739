import { z } from "zod";
import { Moment } from "#platform/moment";

const price = z.number().min(0).max(100_000);

/** Prices in USD per million tokens. A part without a price of its own is charged as what it is a part of. */
export const CreatePriceOverrideInput = z
  .object({
    /** The connection's id or its name. */
    connection: z.string().trim().min(1).max(100),
    modelPattern: z
      .string()
      .trim()
      .min(1, "Give a model's name; * stands for anything.")
      .max(200)
      .refine((pattern) => pattern.split("*").length <= 5, "Use at most four * in a pattern."),
    from: Moment,
    to: Moment.nullish(),
    inputPrice: price,
    cachedInputPrice: price.nullish(),
    cacheWritePrice: price.nullish(),
    outputPrice: price,
    reasoningPrice: price.nullish(),
    note: z.string().trim().max(200).default(""),
  })
  .refine(({ from, to }) => !to || to > from, { path: ["to"], error: "It must end after it begins." });
export type CreatePriceOverrideInput = z.input<typeof CreatePriceOverrideInput>;

export const EndPriceOverrideInput = z.object({
  overrideId: z.uuid(),
  /** The first moment it holds no more; absent is now. One that has not begun then never holds. */
  to: Moment.optional(),
});
export type EndPriceOverrideInput = z.input<typeof EndPriceOverrideInput>;

export const ListPriceOverridesInput = z.object({ connectionId: z.uuid().optional() });
export type ListPriceOverridesInput = z.input<typeof ListPriceOverridesInput>;

/** A project's own price of some models of a connection, valid from one moment to another. USD per million tokens. */
export type PriceOverride = {
  id: string;
  connectionId: string;
  /** A model's name, or a pattern in which * stands for anything. */
  modelPattern: string;
  from: Date;
  /** The first moment it holds no more; null while it holds on. */
  to: Date | null;
  inputPrice: number;
  cachedInputPrice: number | null;
  cacheWritePrice: number | null;
  outputPrice: number;
  reasoningPrice: number | null;
  note: string;
  createdByName: string;
  createdAt: Date;
};

/** One part of a call's cost; `reported` is a charge that the provider itself stated, without tokens. */
export type CostPart = {
  kind:
    | "input"
    | "cachedInput"
    | "cacheWrite"
    | "cacheWriteHour"
    | "audioInput"
    | "output"
    | "reasoning"
    | "audioOutput"
    | "reported";
  tokens: number | null;
  usdPerMillion: number | null;
  usd: number;
};

/** A call's cost in USD: the sum of its parts, and whose prices they are. */
export type Cost = {
  usd: number;
  parts: CostPart[];
  source: string;
  sourceDate: string | null;
  overrideId: string | null;
};
