import { and, eq, inArray, sql } from "drizzle-orm";
import { cachedAnswers, routeVersions } from "#db/schema/routes";
import { authorship, type DataKind, holdData } from "#lib/governance";

/** Ids of one statement. */
const mostIds = 1_000;

/** Answers that are given again. They go by their own time, 30 days at most, unless somebody pinned them; an export shows the calls they came from. */
const answers: DataKind = {
  name: "routes.cached_answers",
  label: "Answers in the caches of routes",
  erase: async (tx, person) => {
    if (person.kind !== "end_user") return 0;
    let gone = 0;
    for (let start = 0; start < person.calls.length; start += mostIds) {
      const rows = await tx.db
        .delete(cachedAnswers)
        .where(
          and(
            eq(cachedAnswers.projectId, tx.project),
            inArray(
              sql`${cachedAnswers.answer} ->> 'generationId'`,
              person.calls.slice(start, start + mostIds),
            ),
          ),
        )
        .returning({ key: cachedAnswers.key });
      gone += rows.length;
    }
    return gone;
  },
};

holdData("routes", [
  answers,
  authorship({
    name: "routes.pins",
    label: "Pins on answers in caches",
    table: cachedAnswers,
    project: cachedAnswers.projectId,
    by: cachedAnswers.pinnedBy,
    byName: cachedAnswers.pinnedByName,
    at: cachedAnswers.createdAt,
    shown: { key: cachedAnswers.key, pinnedAt: cachedAnswers.pinnedAt },
  }),
  authorship({
    name: "routes.versions",
    label: "Versions of routes",
    table: routeVersions,
    project: routeVersions.projectId,
    by: routeVersions.createdBy,
    byName: routeVersions.createdByName,
    at: routeVersions.createdAt,
    shown: { id: routeVersions.id, number: routeVersions.number },
  }),
]);
