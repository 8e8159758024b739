import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { createTenant, type Tenant } from "#testing";
import { appendAudit } from "#lib/audit";
import { type AuditVerification, verifyAudit } from "#lib/governance";
import { addTasks, createQueue, decideTask, listTasks, undoDecision } from "#lib/review";
import { updateGate } from "../environments/update-gate.ts";
import { buildPromotion, buildPrompt } from "#testing/releases";
import { projectAuditChecks } from "./audit-check.ts";

let tenant: Tenant;

beforeAll(async () => {
  tenant = await createTenant();
  const admin = await tenant.as("admin");
  const approver = await tenant.as("engineer");
  const reviewer = await tenant.as("reviewer");
  await updateGate(admin, { environment: "production", gate: { conditions: [{ kind: "approvals" }] } });
  const { promptId, v1, v2 } = await buildPrompt(tenant, ["one", "two"]);
  await buildPromotion(tenant, approver, promptId, v1);
  await buildPromotion(tenant, approver, promptId, v2);
  const queue = await createQueue(tenant.ctx, { name: "Replies" });
  await addTasks(tenant.ctx, {
    queueId: queue.id,
    items: [
      { inputs: {}, output: "one" },
      { inputs: {}, output: "two" },
      { inputs: {}, output: "three" },
    ],
  });
  const { items: waiting } = await listTasks(tenant.ctx, { queueId: queue.id });
  const [first, second, third] = waiting.toSorted((a, b) => a.number - b.number).map(({ id }) => id);
  await decideTask(reviewer, { taskId: first ?? "", kind: "approve", decisionMs: 1_000 });
  const again = await decideTask(reviewer, { taskId: second ?? "", kind: "approve", decisionMs: 1_000 });
  await undoDecision(reviewer, { decisionId: again.id });
  await decideTask(reviewer, {
    taskId: third ?? "",
    kind: "edit",
    correction: "four",
    addExample: false,
    decisionMs: 1_000,
  });
});

/** What verify says after a change by hand, which is then taken back. */
async function after(...statements: string[]): Promise<AuditVerification> {
  const takeBack = new Error("taken back");
  let result: AuditVerification | undefined;
  await inTransaction(tenant.ctx, async (tx) => {
    for (const statement of statements)
      await tx.db.execute(sql.raw(statement.replaceAll("$project", `'${tenant.projectId}'`)));
    result = await verifyAudit(tx, {}, projectAuditChecks);
    throw takeBack;
  }).catch((error: unknown) => {
    if (error !== takeBack) throw error;
  });
  if (!result) throw new Error("nothing was verified");
  return result;
}

describe("the rows that events name", () => {
  it("agree with them as they were written", async () => {
    expect(await verifyAudit(tenant.ctx, {}, projectAuditChecks)).toMatchObject({
      isIntact: true,
      problems: [],
    });
  });

  it.each([
    [
      "a label moved by hand",
      "update labels set version_id = (select id from prompt_versions v where v.prompt_id = labels.prompt_id and number = 1) where project_id = $project and name = 'production'",
      /^The label production of .* points to version 1; event \d+ moved it to version 2\.$/,
    ],
    [
      "a label that nobody moved",
      "insert into labels (project_id, prompt_id, name, version_id, updated_at, updated_by_name) select project_id, prompt_id, 'canary', version_id, now(), 'Eve' from labels where project_id = $project and name = 'production'",
      /^The label canary of .* points to version 2, and no event tells of it\.$/,
    ],
    [
      "evidence changed by hand",
      `update promotions set evidence = '{"forged": true}' where project_id = $project and number = 2`,
      /^The evidence stored with promotion 2 is not what its hash was made of\.$/,
    ],
    [
      "another hash of evidence",
      "update promotions set evidence_hash = repeat('a', 64) where project_id = $project and number = 1",
      /^Event \d+ gives promotion 1 another evidence than the one stored with it\.$/,
    ],
    [
      "another version",
      "update promotions set to_version_number = 7 where project_id = $project and number = 1",
      /^Event \d+ moved production to version 1; promotion 1 says version 7\.$/,
    ],
    [
      "an approval by somebody else",
      "update approvals set user_id = gen_random_uuid(), user_name = 'Eve' where project_id = $project",
      /^Eve's "approve" on promotion 1 is stored, and no event by them tells of it\.$/,
    ],
    [
      "a decision turned round",
      "update decisions set kind = 'reject' where project_id = $project and undone_at is null",
      /^.*'s decision on task 1 is stored otherwise than event \d+ says\.$/,
    ],
    [
      "a decision undone by hand",
      "update decisions set undone_at = now() where project_id = $project and undone_at is null",
      /^.*'s decision on task 1 is marked as undone, and no event undid it\.$/,
    ],
    [
      "an undone decision brought back",
      "update decisions set undone_at = null where project_id = $project",
      /^.*'s decision on task 2 stands, and an event undid it\.$/,
    ],
    [
      "a decision deleted by hand",
      "delete from decisions where project_id = $project and kind = 'approve' and undone_at is null",
      /^Event \d+ tells of a decision by .* that is not stored\.$/,
    ],
    [
      "a correction changed by hand",
      "update decisions set correction = 'five' where project_id = $project and kind = 'edit'",
      /^.*'s decision on task 3 is stored otherwise than event \d+ says\.$/,
    ],
    [
      "a correction taken out by hand",
      "update decisions set correction = null where project_id = $project and kind = 'edit'",
      /^.*'s decision on task 3 is stored otherwise than event \d+ says\.$/,
    ],
    [
      "a label deleted by hand",
      "delete from labels where project_id = $project and name = 'production'",
      /^Event \d+ moved the label production, which is not stored\.$/,
    ],
    [
      "a promotion deleted by hand",
      "delete from promotions where project_id = $project and number = 2",
      /^Event \d+ tells of a promotion that is not stored as promoted\.$/,
    ],
    [
      "a promotion turned into a rejected one",
      "update promotions set status = 'rejected' where project_id = $project and number = 2",
      /^Event \d+ tells of a promotion that is not stored as promoted\.$/,
    ],
    [
      "a vote deleted by hand",
      "delete from approvals where project_id = $project",
      /^Event \d+ tells of .*'s decision on a promotion, which is not stored\.$/,
    ],
  ])("do not with %s", async (_what, statement, sentence) => {
    const result = await after(statement);
    expect(result.isIntact).toBe(false);
    expect(result.problems).toContainEqual(expect.stringMatching(sentence));
    expect(result.sentence).toContain("The chain itself holds");
  });

  it("may be gone where an event says that they went: by age, or with an erased end user", async () => {
    const problemsAfter = async (
      action: string,
      subject: { type: string; id: string; name: string },
      after: Record<string, unknown>,
      byHand: string,
    ) => {
      const takeBack = new Error("taken back");
      let result: AuditVerification | undefined;
      await inTransaction(tenant.ctx, async (tx) => {
        await tx.db.execute(sql.raw(byHand.replaceAll("$project", `'${tenant.projectId}'`)));
        await appendAudit(tx, { action, subject, after });
        result = await verifyAudit(tx, {}, projectAuditChecks);
        throw takeBack;
      }).catch((error: unknown) => {
        if (error !== takeBack) throw error;
      });
      return result?.problems;
    };
    const kind = { type: "data_kind", id: "review.tasks", name: "Reviewed tasks" };
    const gone = "delete from decisions where project_id = $project";
    const day = 86_400_000;
    const before = (ms: number) => ({ before: new Date(tenant.clock.now().getTime() + ms).toISOString() });
    expect(await problemsAfter("retention.prune", kind, before(day), gone)).toEqual([]);
    // A night that was killed before its end has said so at its begin.
    expect(await problemsAfter("retention.begin", kind, before(day), gone)).toEqual([]);
    // What is younger than the span has gone otherwise.
    expect(await problemsAfter("retention.prune", kind, before(-day), gone)).toHaveLength(3);
    expect(
      await problemsAfter("retention.prune", { ...kind, id: "playground.chats" }, before(day), gone),
    ).toHaveLength(3);
    const someone = { type: "end_user", id: "", name: "Erased" };
    const emptied = "update decisions set correction = null where project_id = $project";
    expect(await problemsAfter("person.erase", someone, {}, emptied)).toEqual([]);
  });

  it("show a decision whose event was cut out of a chain that was made to fit again", async () => {
    const result = await after(
      "insert into decisions (id, project_id, task_id, kind, reviewer_id, reviewer_name, decision_ms, created_at) select gen_random_uuid(), project_id, task_id, 'approve', reviewer_id, 'Eve', 1, now() from decisions where project_id = $project limit 1",
    );
    expect(result.problems).toEqual(["Eve's decision on task 1 is stored, and no event tells of it."]);
  });
});
