import { and, gte, lt, eq, isNotNull, sql } from "drizzle-orm";
import { type Database, rowsOf } from "#db";
import { generations } from "#db/schema/observability";
import type { ProjectId } from "#lib/identity";
import type { PolicyHit } from "../../schema.ts";
import type { FindingFilter } from "../telemetry-store.ts";
import { dimensions } from "./calls.ts";

/** Only calls with findings are looked at: there is an index of these alone. */
export async function countFindings(
  db: Database,
  project: ProjectId,
  { from, to, policyId }: FindingFilter,
): Promise<PolicyHit[]> {
  const { id, projectId, startedAt, guardrails } = generations;
  const rows = rowsOf<{ day: string; action: string; calls: string; findings: string }>(
    await db.execute(sql`
      select ${dimensions.day} as day, finding->>'action' as action,
        count(distinct ${id}) as calls, sum((finding->>'count')::int) as findings
      from ${generations}, jsonb_array_elements(${guardrails}) as finding
      where ${and(
        eq(projectId, project),
        gte(startedAt, from),
        lt(startedAt, to),
        isNotNull(guardrails),
        policyId ? sql`finding->>'policyId' = ${policyId}` : undefined,
      )}
      group by 1, 2`),
  );
  return rows.map(({ day, action, calls, findings }) => ({
    day,
    action,
    calls: Number(calls),
    findings: Number(findings),
  }));
}
