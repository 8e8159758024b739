export { makeCache } from "./cache.ts";
export type { Cache } from "./cache.ts";
export { afterCommit, announceChange, openChanges } from "./changes.ts";
export type { Topic } from "./changes.ts";
export { closeDatabase, database, inTransaction, openEmbedded, openPostgres } from "./client.ts";
export type { Database, Driver, OpenDatabase } from "./client.ts";
export { escapeLike } from "./like.ts";
export { insertRows, storableJson } from "./json-rows.ts";
export { migrate } from "./migrate.ts";
