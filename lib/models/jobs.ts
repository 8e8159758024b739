import { embeddingModelReadyJob, localModelReadyJob } from "#constants/downloads";
import { defineJob, enqueue } from "#lib/jobs";
import { ensureLocalConnections } from "./local/connection.ts";
import { embeddingsMayBeOld } from "./constants.ts";

// At every start and when the model has been downloaded: projects made meanwhile get their connection too.
defineJob<object>({
  name: localModelReadyJob,
  handler: ({ open }) => ensureLocalConnections(open.db),
});

// What other models embedded is embedded again; where all is done, nothing is.
defineJob<object>({
  name: embeddingModelReadyJob,
  handler: ({ open }) => enqueue(open, { name: embeddingsMayBeOld }, {}),
});
