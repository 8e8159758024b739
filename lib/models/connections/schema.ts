import { z } from "zod";
import type { NumberRange } from "../catalogue/schema.ts";
import { ConnectionOptions } from "../connection-options.ts";
import { aiSdkKinds, type ConnectionKind } from "../kinds.ts";

const connectionId = z.uuid();
const modelName = z.string().trim().min(1, "Give the model's name as the provider spells it.").max(200);
const connectionName = z.string().trim().min(1, "Give the connection a name.").max(60);
/** A service account's key file is the longest. */
const apiKey = z.string().trim().min(1).max(4000);
const gridZone = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{3}$/, "A zone is a country's three letters, for example USA or FRA; WOR is the world.");
const baseUrl = z
  .url({ protocol: /^https?$/, error: "Give an address that begins with https:// or http://." })
  .max(500);
const price = z.number().min(0).max(100_000);
const billions = z.number().positive().max(100_000);

/** Which model of which connection is meant. */
export const ModelTarget = z.object({ connectionId, model: modelName });
export type ModelTarget = z.infer<typeof ModelTarget>;

export const CreateConnectionInput = z.object({
  name: connectionName,
  kind: z.enum(["openai_compatible", "anthropic", "google", ...aiSdkKinds, "simulated"]),
  preset: z.string().max(40).optional(),
  baseUrl: baseUrl.optional(),
  apiKey: apiKey.optional(),
  options: ConnectionOptions.optional(),
  gridZone: gridZone.optional(),
  models: z.array(modelName).max(100).optional(),
});
export type CreateConnectionInput = z.input<typeof CreateConnectionInput>;

/** What is absent stays as it is; null removes. */
export const UpdateConnectionInput = z.object({
  connectionId,
  name: connectionName.optional(),
  baseUrl: baseUrl.nullable().optional(),
  apiKey: apiKey.nullable().optional(),
  options: ConnectionOptions.optional(),
  gridZone: gridZone.nullable().optional(),
});
export type UpdateConnectionInput = z.input<typeof UpdateConnectionInput>;

export const ConnectionIdInput = z.object({ connectionId });
export type ConnectionIdInput = z.input<typeof ConnectionIdInput>;

export const TestConnectionInput = z.object({
  connectionId,
  model: modelName.optional(),
  prompt: z.string().trim().min(1).max(2000).optional(),
});
export type TestConnectionInput = z.input<typeof TestConnectionInput>;

export const KeepConnectionTestInput = z.object({
  connectionId,
  model: modelName,
  error: z.string().nullable(),
});
export type KeepConnectionTestInput = z.infer<typeof KeepConnectionTestInput>;

/** Figures a person may enter for a model; null is "not known". Prices in USD per million tokens. */
const modelFigures = {
  contextTokens: z.number().int().positive().max(100_000_000).nullable().optional(),
  inputPrice: price.nullable().optional(),
  cachedInputPrice: price.nullable().optional(),
  cacheWritePrice: price.nullable().optional(),
  outputPrice: price.nullable().optional(),
  reasoningPrice: price.nullable().optional(),
  activeParametersBillions: billions.nullable().optional(),
  totalParametersBillions: billions.nullable().optional(),
};

export const AddModelInput = z.object({ connectionId, name: modelName, ...modelFigures });
export type AddModelInput = z.input<typeof AddModelInput>;

export const UpdateModelInput = z.object({
  modelId: z.uuid(),
  isEnabled: z.boolean().optional(),
  ...modelFigures,
});
export type UpdateModelInput = z.input<typeof UpdateModelInput>;

export const ModelIdInput = z.object({ modelId: z.uuid() });
export type ModelIdInput = z.input<typeof ModelIdInput>;

/** A model of a connection with its figures; null is "not known", never 0. */
export type Model = {
  id: string;
  connectionId: string;
  name: string;
  contextTokens: number | null;
  inputPrice: number | null;
  cachedInputPrice: number | null;
  cacheWritePrice: number | null;
  outputPrice: number | null;
  reasoningPrice: number | null;
  activeParametersBillions: NumberRange | null;
  totalParametersBillions: NumberRange | null;
  source: string;
  sourceDate: string | null;
  isEnabled: boolean;
};

/** A connection as people may see it: of its key only the last four characters. */
export type Connection = {
  id: string;
  name: string;
  kind: ConnectionKind;
  preset: string | null;
  baseUrl: string | null;
  options: ConnectionOptions;
  keyHint: string | null;
  gridZone: string | null;
  lastTestedAt: Date | null;
  lastTestError: string | null;
  archivedAt: Date | null;
  createdAt: Date;
  models: Model[];
};

/** One line of a model picker. */
export type ModelChoice = ModelTarget & {
  connectionName: string;
  connectionKind: ConnectionKind;
  label: string;
  contextTokens: number | null;
  inputPrice: number | null;
  outputPrice: number | null;
  isSimulated: boolean;
  isLocal: boolean;
};
