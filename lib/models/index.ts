import "./data.ts";
import "./jobs.ts";

export { addModel, removeModel, updateModel } from "./connections/models.ts";
export { archiveConnection, restoreConnection } from "./connections/archive.ts";
export { createConnection } from "./connections/create.ts";
export { getConnection, listConnections, listModels, modelNames } from "./connections/read.ts";
export { createChatModel, getModelCard } from "./connections/target.ts";
export { keepConnectionTest, modelToTest } from "./connections/test-result.ts";
export { updateConnection } from "./connections/update.ts";
export { listPriceOverrides } from "./prices/read.ts";
export { createPriceOverride, endPriceOverride } from "./prices/write.ts";
export { costOf, costUsd } from "./catalogue/cost.ts";
export { ChatModel } from "./chat/chat-model.ts";
export type { ChatCallOptions } from "./chat/call-options.ts";
export { answerMessageOf, chatMessageOf, langchainMessageOf } from "./chat/messages.ts";
export { /** @internal */ closePools } from "./chat/http-pool.ts";
export { completionAsChat, promptListMember } from "./chat/completions.ts";
export { responseAsChat, textMemberOf } from "./chat/responses-as-chat.ts";
export { filesOf, sourcesOf } from "./chat/sources-and-files.ts";
export { unsupportedMembers, unsupportedParts } from "./chat/supported.ts";
export { tokenCounter } from "./chat/tokens.ts";
export { makeUsage } from "./chat/usage.ts";
export type { ChatTransport } from "./chat/transport.ts";
export { errorClassOf } from "./chat/error-class.ts";
export type { UpstreamDetails } from "./chat/upstream-error.ts";
export { currentEmbeddingModel, embeddingTarget, embedTexts } from "./embeddings/embed.ts";
export { passEmbeddings, passModerations } from "./embeddings/pass.ts";
export { currentSearchModel, embedForSearch } from "./embeddings/search.ts";
export { embedWholeTexts } from "./embeddings/whole.ts";
export { miniLmEngine, multilingualEngine } from "./embeddings/minilm/engine.ts";
export type {
  EmbeddingThreadSettings,
  FromEmbeddingThread,
  ToEmbeddingThread,
} from "./embeddings/minilm/protocol.ts";
export { embeddingModelStatus, getEmbeddingSetting, setEmbeddingModel } from "./embeddings/setting.ts";
export { localEngine } from "./local/engine.ts";
export { ensureLocalConnection } from "./local/connection.ts";
export type { FromWorker, GenerateOptions, ToWorker, WorkerSettings } from "./local/protocol.ts";
export type {
  CallSettings,
  ChatEvent,
  ChatMessage,
  ChatRequest,
  ChatSettings,
  ChatUsage,
} from "./chat/schema.ts";
export type { Connection, Model, ModelChoice, ModelTarget } from "./connections/schema.ts";
export type { ModelCard } from "./catalogue/schema.ts";
