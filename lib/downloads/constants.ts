/** The language model that runs on this installation, as connections, runs and records name it. */
export const localModelName = "gemma-3-270m";
/** The better of the built-in embedding models, once it is in the data folder; kept beside every vector it made. */
export const miniLmModel = "all-MiniLM-L6-v2-int8@1.0.0";

/** The embedding model of 16 languages that search uses beside it, once it is there too. */
export const multilingualModel = "use-multilingual-3-6bit@0.2.1";

/** The jobs that are put on the queue when a model is here, at every start; a room above defines what they do. */
export const localModelReadyJob = "downloads.local_model_ready";
export const embeddingModelReadyJob = "downloads.embedding_model_ready";
