import type { Database } from "#db";
import type { TelemetryStore } from "../telemetry-store.ts";
import { countReplays, sumCached } from "./cached.ts";
import { readCells } from "./cells.ts";
import { countByScope, countByVersion, listModels } from "./counts.ts";
import { countFindings } from "./findings.ts";
import { countSlower, readQuantiles, readQuantilesByDay } from "./exact.ts";
import { countGenerations, listGenerations, readCallScopes, readGenerations } from "./generations.ts";
import { sumMeasure } from "./measures.ts";
import { readRouteFigures } from "./of-route.ts";
import { prune } from "./prune.ts";
import { remove } from "./remove.ts";
import { readSpans } from "./spans.ts";
import { write } from "./write.ts";

/** Telemetry in the studio's own database, PostgreSQL or PGlite; within a transaction where `db` is one. */
export function postgresStore(db: Database): TelemetryStore {
  return {
    write: (batch) => write(db, batch),
    readGenerations: (project, ids) => readGenerations(db, project, ids),
    readCallScopes: (project, ids) => readCallScopes(db, project, ids),
    listGenerations: (project, filter, page) => listGenerations(db, project, { filter, ...page }),
    countGenerations: (project, filter, upTo) => countGenerations(db, project, { filter, upTo }),
    readSpans: (project, traceId, limit) => readSpans(db, project, { traceId, limit }),
    readCells: (project, filter) => readCells(db, project, filter),
    countByVersion: (project, filter) => countByVersion(db, project, filter),
    countByScope: (project, filter) => countByScope(db, project, filter),
    countFindings: (project, filter) => countFindings(db, project, filter),
    listModels: (project, sinceDay) => listModels(db, project, sinceDay),
    readQuantiles: (project, filter, among) => readQuantiles(db, project, { filter, among }),
    readQuantilesByDay: (project, filter, how) => readQuantilesByDay(db, project, { filter, ...how }),
    countSlower: (project, filter, how) => countSlower(db, project, { filter, ...how }),
    sumMeasure: (project, filter, measure) => sumMeasure(db, project, { filter, measure }),
    readRouteFigures: (project, span, mostCalls) => readRouteFigures(db, project, { ...span, mostCalls }),
    sumCached: (project, filter) => sumCached(db, project, filter),
    countReplays: (project, ids) => countReplays(db, project, ids),
    prune: (project, beforeDay, limit) => prune(db, project, { beforeDay, limit }),
    remove: (project, ids) => remove(db, project, ids),
  };
}
