export {
  beginEmbeddingModelDownload,
  findEmbeddingDownload,
  stopEmbeddingModelDownload,
} from "./embedding-model/download.ts";
export { beginMultilingualDownload, stopMultilingualDownload } from "./search-model/download.ts";
export { multilingualPaths } from "./search-model/paths.ts";
export { miniLmPaths } from "./embedding-model/paths.ts";
export {
  beginLocalModelDownload,
  localModelStatus,
  startLocalModelDownload,
  stopLocalModelDownload,
} from "./local-model/download.ts";
export { fetchLocalModel } from "./local-model/fetch.ts";
export { localPaths } from "./local-model/paths.ts";
export { isPresent } from "./paths.ts";
