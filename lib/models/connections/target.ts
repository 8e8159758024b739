import { and, eq } from "drizzle-orm";
import { makeCache } from "#db";
import { models } from "#db/schema/models";
import { type Context, requirePermission } from "#lib/identity";
import { decryptSecret } from "#platform/crypto";
import { AppError } from "#platform/errors";
import { figuresOf, isEntered, type ModelFigures, providerOf } from "../catalogue/figures.ts";
import { findParameters } from "../catalogue/parameters.ts";
import { ChatModel } from "../chat/chat-model.ts";
import { transportOf } from "../chat/create.ts";
import { overridesOf } from "../prices/match.ts";
import { readOverrides } from "../prices/read.ts";
import type { ModelCard } from "../catalogue/schema.ts";
import { ModelTarget } from "./schema.ts";
import type { PriceOverride } from "../prices/schema.ts";
import { type ConnectionRow, getConnectionInProject, rangeOf } from "./internal.ts";

type Resolved = {
  card: ModelCard;
  connection: ConnectionRow;
  chatModel: Promise<ChatModel> | null;
};

/** With its decrypted key and LangChain's model; the short bound is for a process that does not hear of changes. */
const targets = makeCache<Resolved>("models.targets", {
  topic: "connections",
  maxEntries: 500,
  unsubscribedMs: 5_000,
});

/**
 * The chat model of a target, ready to stream. Kept until its connection changes, since a gateway asks for it on every call.
 * Throws not_found (unknown, foreign or archived connection), forbidden, unavailable (key unreadable, model not here yet).
 */
export async function createChatModel(ctx: Context, target: ModelTarget): Promise<ChatModel> {
  requirePermission(ctx, "generation.create");
  const resolved = await resolve(ctx, ModelTarget.parse(target));
  if (resolved.connection.archivedAt !== null) {
    throw new AppError(
      "not_found",
      `The connection "${resolved.connection.name}" is archived. Restore it or choose another model.`,
    );
  }
  resolved.chatModel ??= buildChatModel(resolved.connection, resolved.card);
  try {
    return await resolved.chatModel;
  } catch (thrown) {
    // A model that is still being downloaded may be here at the next call.
    resolved.chatModel = null;
    throw thrown;
  }
}

/** What cost and carbon of a target are computed from. Works for archived connections too. Throws not_found, forbidden. */
export async function getModelCard(ctx: Context, target: ModelTarget): Promise<ModelCard> {
  requirePermission(ctx, "generation.create");
  return (await resolve(ctx, ModelTarget.parse(target))).card;
}

function resolve(ctx: Context, target: ModelTarget): Promise<Resolved> {
  return targets.get(ctx, ctx.project, `${target.connectionId} ${target.model}`, () => read(ctx, target));
}

async function read(ctx: Context, target: ModelTarget): Promise<Resolved> {
  const connection = await getConnectionInProject(ctx, target.connectionId);
  const [row] = await ctx.db
    .select()
    .from(models)
    .where(
      and(
        eq(models.projectId, ctx.project),
        eq(models.connectionId, connection.id),
        eq(models.name, target.model),
      ),
    );
  const figures = figuresOf(connection, target.model, row, ctx.clock.now());
  const card = evidenceOf(connection, target.model, await readOverrides(ctx, connection.id), figures);
  return { card, connection, chatModel: null };
}

async function buildChatModel(connection: ConnectionRow, card: ModelCard): Promise<ChatModel> {
  const apiKey = connection.sealedCredentials ? decryptSecret(connection.sealedCredentials) : null;
  const { name, kind, baseUrl, projectId } = connection;
  const transport = await transportOf({
    name,
    kind,
    baseUrl,
    apiKey,
    options: connection.options ?? {},
    model: card.model,
    queueKey: projectId,
  });
  return new ChatModel({
    name,
    model: card.model,
    transport,
    isSimulated: card.isSimulated,
    isLocal: card.isLocal,
    address: JSON.stringify([kind, baseUrl, connection.options]),
  });
}

function evidenceOf(
  connection: ConnectionRow,
  model: string,
  overrides: PriceOverride[],
  figures: ModelFigures,
): ModelCard {
  const active = rangeOf(figures.activeParametersBillions, figures.activeParametersHighBillions);
  const total = rangeOf(figures.totalParametersBillions, figures.totalParametersHighBillions);
  const either = active ?? total;
  return {
    connectionId: connection.id,
    connectionName: connection.name,
    connectionKind: connection.kind,
    model,
    provider: providerOf(connection),
    contextTokens: figures.contextTokens,
    prices: {
      inputUsdPerMillion: figures.inputPrice,
      cachedInputUsdPerMillion: figures.cachedInputPrice,
      cacheWriteUsdPerMillion: figures.cacheWritePrice,
      outputUsdPerMillion: figures.outputPrice,
      reasoningUsdPerMillion: figures.reasoningPrice,
      source: figures.source,
      sourceDate: figures.sourceDate,
      isEntered: isEntered(figures),
    },
    overrides: overridesOf(overrides, model),
    parameters: either ? { activeBillions: active ?? either, totalBillions: total ?? either } : null,
    deployment: findParameters(providerOf(connection), model)?.deployment ?? null,
    gridZone: connection.gridZone,
    isSimulated: connection.kind === "simulated",
    isLocal: connection.kind === "local",
  };
}
