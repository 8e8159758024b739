import { env } from "#platform/env";
import { requirePostgres } from "../db/postgres-server.ts";
import { exitWith, requireEnvironment } from "./exit.ts";

/** Looks at the settings and at PostgreSQL, before quickstart spends minutes on a build. */
requireEnvironment();
const url = env().DATABASE_URL;
if (url) await requirePostgres(url).catch(exitWith);
