export { closeDatabase, database, inTransaction, openEmbedded, openPostgres } from "./client.ts";
export type { Database, Driver, OpenDatabase } from "./client.ts";
export { migrate } from "./migrate.ts";
