import { and, eq, inArray } from "drizzle-orm";
import { keyedRequests } from "#db/schema/requests";
import { type DataKind, holdData } from "#lib/governance";

/** Ids of one statement. */
const mostIds = 1_000;

/** Kept a day, whatever a project's retention; an export shows the calls they came from. */
const kept: DataKind = {
  name: "requests.keyed_requests",
  label: "Answers kept for repeated requests",
  erase: async (tx, person) => {
    if (person.kind !== "end_user") return 0;
    let gone = 0;
    for (let start = 0; start < person.calls.length; start += mostIds) {
      const ids = person.calls.slice(start, start + mostIds);
      const rows = await tx.db
        .delete(keyedRequests)
        .where(and(eq(keyedRequests.projectId, tx.project), inArray(keyedRequests.generationId, ids)))
        .returning({ keyHash: keyedRequests.keyHash });
      gone += rows.length;
    }
    return gone;
  },
};

holdData("requests", [kept]);
