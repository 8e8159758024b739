import { z } from "zod";
import { localModelStatus, startLocalModelDownload } from "#lib/downloads";
import { testConnection } from "#lib/generation";
import {
  addModel,
  archiveConnection,
  createConnection,
  embeddingModelStatus,
  getConnection,
  getEmbeddingSetting,
  listConnections,
  removeModel,
  restoreConnection,
  setEmbeddingModel,
  updateConnection,
  updateModel,
} from "#lib/models";
import {
  AddModelInput,
  ConnectionOptions,
  connectionKinds,
  CreateConnectionInput,
  SetEmbeddingModelInput,
  TestConnectionInput,
  UpdateConnectionInput,
  UpdateModelInput,
} from "#schema/models";
import { route } from "../route.ts";
import { flag } from "./file.ts";

const text = z.string().nullable();
const price = z.number().nullable().describe("USD per million tokens; null is not known.");
const range = z.object({ low: z.number(), high: z.number() }).nullable();
const Model = z.object({
  id: z.string(),
  connectionId: z.string(),
  name: z.string(),
  contextTokens: z.number().nullable(),
  inputPrice: price,
  cachedInputPrice: price,
  cacheWritePrice: price,
  outputPrice: price,
  reasoningPrice: price,
  activeParametersBillions: range,
  totalParametersBillions: range,
  source: z.string(),
  sourceDate: text,
  isEnabled: z.boolean(),
});
const Connection = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(connectionKinds),
  preset: text,
  baseUrl: text,
  options: ConnectionOptions,
  keyHint: text.describe(
    "The last four characters of the provider's key; the key itself is never given out.",
  ),
  gridZone: text,
  lastTestedAt: z.date().nullable(),
  lastTestError: text,
  archivedAt: z.date().nullable(),
  createdAt: z.date(),
  models: z.array(Model),
});
const Embedding = z.union([
  z.object({ kind: z.literal("built_in") }),
  z.object({ kind: z.literal("connection"), connectionId: z.string(), model: z.string() }),
]);
const status = z.enum(["off", "absent", "waiting", "running", "verifying", "ready", "failed"]);
const params = z.object({ connectionId: z.uuid() });
const tag = "Connections";

export const connectionRoutes = [
  route({
    method: "get",
    path: "/connections",
    id: "listConnections",
    tag,
    summary: "List connections with their models",
    permissions: ["connection.read"],
    query: z.object({ includeArchived: flag }),
    result: z.object({ items: z.array(Connection) }),
    handle: async ({ ctx, query }) => ({ items: await listConnections(ctx, query) }),
  }),
  route({
    method: "post",
    path: "/connections",
    id: "createConnection",
    tag,
    summary: "Connect a provider of models",
    permissions: ["connection.create"],
    body: CreateConnectionInput,
    result: Connection,
    status: 201,
    handle: ({ ctx, body }) => createConnection(ctx, body),
  }),
  route({
    method: "get",
    path: "/connections/{connectionId}",
    id: "getConnection",
    tag,
    summary: "Get a connection",
    permissions: ["connection.read"],
    params,
    result: Connection,
    handle: ({ ctx, params: input }) => getConnection(ctx, input),
  }),
  route({
    method: "patch",
    path: "/connections/{connectionId}",
    id: "updateConnection",
    tag,
    summary: "Change a connection",
    description: "What is left out stays as it is; null removes.",
    permissions: ["connection.update"],
    params,
    body: UpdateConnectionInput.omit({ connectionId: true }),
    result: Connection,
    handle: ({ ctx, params: input, body }) => updateConnection(ctx, { ...input, ...body }),
  }),
  route({
    method: "post",
    path: "/connections/{connectionId}/archive",
    id: "archiveConnection",
    tag,
    summary: "Put a connection away, or bring it back",
    permissions: ["connection.delete"],
    params,
    body: z.object({ isArchived: z.boolean().default(true) }),
    result: Connection,
    handle: ({ ctx, params: input, body: { isArchived } }) =>
      isArchived ? archiveConnection(ctx, input) : restoreConnection(ctx, input),
  }),
  route({
    method: "post",
    path: "/connections/{connectionId}/test",
    id: "testConnection",
    tag,
    summary: "Ask a connection's model one question",
    description: "The call is recorded and paid for as every other.",
    permissions: ["connection.test", "generation.create"],
    params,
    body: TestConnectionInput.omit({ connectionId: true }),
    result: z.object({ events: z.array(z.record(z.string(), z.unknown())) }),
    handle: async ({ ctx, params: input, body, signal }) => ({
      events: await Array.fromAsync(testConnection(ctx, { ...input, ...body }, { signal: signal() })),
    }),
  }),
  route({
    method: "post",
    path: "/connections/{connectionId}/models",
    id: "addModel",
    tag,
    summary: "Add a model to a connection",
    permissions: ["connection.update"],
    params,
    body: AddModelInput.omit({ connectionId: true }),
    result: Model,
    status: 201,
    handle: ({ ctx, params: input, body }) => addModel(ctx, { ...input, ...body }),
  }),
  route({
    method: "patch",
    path: "/connection-models/{modelId}",
    id: "updateModel",
    tag,
    summary: "Change what is known of a model, or switch it on or off",
    permissions: ["connection.update"],
    params: z.object({ modelId: z.uuid() }),
    body: UpdateModelInput.omit({ modelId: true }),
    result: Model,
    handle: ({ ctx, params: input, body }) => updateModel(ctx, { ...input, ...body }),
  }),
  route({
    method: "delete",
    path: "/connection-models/{modelId}",
    id: "removeModel",
    tag,
    summary: "Take a model out of its connection",
    permissions: ["connection.update"],
    params: z.object({ modelId: z.uuid() }),
    result: z.object({ isRemoved: z.boolean() }),
    handle: async ({ ctx, params: input }) => {
      await removeModel(ctx, input);
      return { isRemoved: true };
    },
  }),
  route({
    method: "get",
    path: "/embedding-model",
    id: "getEmbeddingModel",
    tag,
    summary: "Read what turns the project's texts into vectors",
    permissions: ["connection.read"],
    result: z.object({
      setting: Embedding,
      inUse: z.string(),
      download: z.object({ status, error: text }).nullable(),
    }),
    handle: async ({ ctx }) => ({
      setting: await getEmbeddingSetting(ctx),
      ...(await embeddingModelStatus(ctx)),
    }),
  }),
  route({
    method: "put",
    path: "/embedding-model",
    id: "setEmbeddingModel",
    tag,
    summary: "Say what turns the project's texts into vectors",
    permissions: ["connection.update"],
    body: SetEmbeddingModelInput,
    result: Embedding,
    handle: ({ ctx, body }) => setEmbeddingModel(ctx, body),
  }),
  route({
    method: "get",
    path: "/local-model",
    id: "getLocalModel",
    tag,
    summary: "Read how far the local model is",
    permissions: ["connection.read"],
    result: z.object({
      status,
      step: z.string(),
      receivedBytes: z.number(),
      totalBytes: z.number().nullable(),
      error: text,
      updatedAt: z.date().nullable(),
      model: z.string(),
      licence: z.object({ name: z.string(), notice: z.string() }),
    }),
    handle: ({ ctx }) => localModelStatus(ctx),
  }),
  route({
    method: "post",
    path: "/local-model/download",
    id: "startLocalModelDownload",
    tag,
    summary: "Fetch the local model",
    permissions: ["connection.update"],
    result: z.object({ isStarted: z.boolean() }),
    handle: async ({ ctx }) => {
      await startLocalModelDownload(ctx);
      return { isStarted: true };
    },
  }),
];
