import { openPostgres } from "#db";
import { env } from "#platform/env";
import { once } from "#platform/runtime";
import { openWithPg } from "./pg-side.ts";

/** The gateway on one driver or the other, by DRIVER; for bench/driver.ts. */
const url = env().DATABASE_URL ?? "";
// Before the gateway asks for its database.
void once("database", () => (process.env["DRIVER"] === "pg" ? openWithPg(url) : openPostgres(url)));
await import("../server/gateway.ts");
