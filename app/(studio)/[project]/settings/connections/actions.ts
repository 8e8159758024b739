"use server";

import { z } from "zod";
import { action } from "#app/_action";
import { startLocalModelDownload } from "#lib/downloads";
import {
  addModel,
  archiveConnection,
  createConnection,
  createPriceOverride,
  endPriceOverride,
  removeModel,
  restoreConnection,
  setEmbeddingModel,
  updateConnection,
  updateModel,
} from "#lib/models";
import {
  AddModelInput,
  ConnectionIdInput,
  CreateConnectionInput,
  CreatePriceOverrideInput,
  EndPriceOverrideInput,
  ModelIdInput,
  SetEmbeddingModelInput,
  UpdateConnectionInput,
  UpdateModelInput,
} from "#schema/models";

export const createConnectionAction = action("connection.create")
  .inputSchema(CreateConnectionInput)
  .action(({ ctx, parsedInput }) => createConnection(ctx, parsedInput));
export const updateConnectionAction = action("connection.update")
  .inputSchema(UpdateConnectionInput)
  .action(({ ctx, parsedInput }) => updateConnection(ctx, parsedInput));
export const archiveConnectionAction = action("connection.archive")
  .inputSchema(ConnectionIdInput)
  .action(({ ctx, parsedInput }) => archiveConnection(ctx, parsedInput));
export const restoreConnectionAction = action("connection.restore")
  .inputSchema(ConnectionIdInput)
  .action(({ ctx, parsedInput }) => restoreConnection(ctx, parsedInput));
export const addModelAction = action("model.create")
  .inputSchema(AddModelInput)
  .action(({ ctx, parsedInput }) => addModel(ctx, parsedInput));
export const updateModelAction = action("model.update")
  .inputSchema(UpdateModelInput)
  .action(({ ctx, parsedInput }) => updateModel(ctx, parsedInput));
export const removeModelAction = action("model.delete")
  .inputSchema(ModelIdInput)
  .action(({ ctx, parsedInput }) => removeModel(ctx, parsedInput));
export const createPriceOverrideAction = action("price_override.create")
  .inputSchema(CreatePriceOverrideInput)
  .action(({ ctx, parsedInput }) => createPriceOverride(ctx, parsedInput));
export const endPriceOverrideAction = action("price_override.end")
  .inputSchema(EndPriceOverrideInput)
  .action(({ ctx, parsedInput }) => endPriceOverride(ctx, parsedInput));
export const setEmbeddingModelAction = action("embedding_model.update")
  .inputSchema(SetEmbeddingModelInput)
  .action(({ ctx, parsedInput }) => setEmbeddingModel(ctx, parsedInput));
export const startLocalModelAction = action("local_model.fetch")
  .inputSchema(z.object({ project: z.string() }))
  .action(({ ctx }) => startLocalModelDownload(ctx));
