import { sql } from "drizzle-orm";
import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction, rowsOf } from "#db";
import { createTenant, type Tenant } from "#testing";
import { appendAudit, hashRecord } from "#lib/audit";
import { type AuditVerification, verifyAudit } from "./index.ts";

// What somebody with the database's password could do, statement by statement. Runs on PGlite and on PostgreSQL.
// Every test works in a transaction that is taken back, so that one chain serves them all.
let tenant: Tenant;
const length = 6;

beforeAll(async () => {
  tenant = await createTenant();
  for (let place = 1; place <= length; place += 1)
    await inTransaction(tenant.ctx, (tx) =>
      appendAudit(tx, {
        action: "label.move",
        subject: { type: "label", id: `label-${place}`, name: "production" },
        before: { version: place },
        after: { version: place + 1 },
      }),
    );
});
beforeEach(async () => {
  expect(await verifyAudit(tenant.ctx, {})).toMatchObject({ isIntact: true, checked: length });
});

type ByHand = (statement: string) => Promise<Record<string, unknown>[]>;

/** Runs statements (`$1` is the chain) and gives what verify then says; nothing of it stays. */
async function tamper(
  work: (byHand: ByHand) => Promise<unknown>,
  ctx = tenant.ctx,
): Promise<AuditVerification> {
  let result: AuditVerification | undefined;
  const takeBack = new Error("taken back");
  await inTransaction(ctx, async (tx) => {
    // Whoever owns the tables can silence the triggers that refuse every change.
    await tx.db.execute(sql`set local session_replication_role = replica`);
    await work(async (statement) => {
      return rowsOf(await tx.db.execute(sql.raw(statement.replaceAll("$1", `'${tenant.projectId}'::uuid`))));
    });
    result = await verifyAudit(tx, {});
    throw takeBack;
  }).catch((error: unknown) => {
    if (error !== takeBack) throw error;
  });
  if (!result) throw new Error("nothing was verified");
  return result;
}

describe("a row changed by hand", () => {
  it.each([
    ["after", `after = '{"version": 99}'`],
    ["before", "before = null"],
    ["actor", `actor = jsonb_set(actor, '{name}', '"Somebody else"')`],
    ["action", "action = 'label.create'"],
    ["subject", "subject_name = 'staging'"],
    ["time", "at = at + interval '1 millisecond'"],
    ["request", "request_id = 'another'"],
    ["organisation", "organisation_id = chain_id"],
    ["hash", `hash = repeat('a', 64)`],
  ])("is named by its number: %s", async (_column, change) => {
    const result = await tamper((byHand) =>
      byHand(`update audit_events set ${change} where chain_id = $1 and seq = 4`),
    );
    expect(result).toMatchObject({ isIntact: false, checked: 3, firstBad: { seq: 4 } });
    expect(result.sentence).toMatch(
      /^The chain is broken at event 4\. Event 4 .* was changed after it was written/,
    );
  });

  it("is named by the next one's link when its own hash was made to fit", async () => {
    const result = await tamper(async (byHand) => {
      const [row = {}] = await byHand("select * from audit_events where chain_id = $1 and seq = 4");
      const actor = { kind: "user", id: null, name: "Somebody else" };
      const hash = hashRecord({
        chainId: String(row["chain_id"]),
        seq: 4,
        organisationId: String(row["organisation_id"]),
        at: new Date(String(row["at"])).toISOString(),
        actor,
        action: String(row["action"]),
        subjectType: String(row["subject_type"]),
        subjectId: String(row["subject_id"]),
        subjectName: String(row["subject_name"]),
        before: row["before"],
        after: row["after"],
        requestId: String(row["request_id"]),
        prevHash: String(row["prev_hash"]),
      });
      await byHand(
        `update audit_events set actor = '${JSON.stringify(actor)}', hash = '${hash}' where chain_id = $1 and seq = 4`,
      );
    });
    expect(result.firstBad).toEqual({
      seq: 5,
      problem: "Event 5 does not point to the hash of the event before it.",
    });
  });
});

describe("rows", () => {
  it("deleted from the middle are missed", async () => {
    const result = await tamper((byHand) =>
      byHand("delete from audit_events where chain_id = $1 and seq in (3, 4)"),
    );
    expect(result.firstBad).toEqual({ seq: 3, problem: "Event 3 is missing; the next one found is 5." });
  });

  it("deleted from the beginning are missed", async () => {
    const result = await tamper((byHand) =>
      byHand("delete from audit_events where chain_id = $1 and seq = 1"),
    );
    expect(result.firstBad?.seq).toBe(1);
  });

  it("closed up over a deleted one are found out", async () => {
    const result = await tamper(async (byHand) => {
      await byHand("delete from audit_events where chain_id = $1 and seq = 3");
      for (const seq of [4, 5, 6])
        await byHand(`update audit_events set seq = seq - 1 where chain_id = $1 and seq = ${seq}`);
    });
    expect(result.firstBad?.seq).toBe(3);
  });

  it("that changed places are found out", async () => {
    const result = await tamper(async (byHand) => {
      for (const [from, to] of [
        [2, 99],
        [3, 2],
        [99, 3],
      ])
        await byHand(`update audit_events set seq = ${to} where chain_id = $1 and seq = ${from}`);
    });
    expect(result.firstBad?.seq).toBe(2);
  });

  const forge = (after: number, action: string) =>
    `insert into audit_events select chain_id, ${after + 1}, organisation_id, at, actor, '${action}', subject_type,
       subject_id, subject_name, before, after, request_id, hash, repeat('b', 64)
     from audit_events where chain_id = $1 and seq = ${after}`;

  it("put in between are found out", async () => {
    const result = await tamper(async (byHand) => {
      for (const seq of [6, 5, 4])
        await byHand(`update audit_events set seq = seq + 1 where chain_id = $1 and seq = ${seq}`);
      await byHand(forge(3, "promotion.approve"));
    });
    expect(result.firstBad?.seq).toBe(4);
    expect(result.sentence).toContain("Event 4 (promotion.approve) was changed");
  });

  it("put on the end with a guessed hash are found out", async () => {
    expect(await tamper((byHand) => byHand(forge(6, "label.move")))).toMatchObject({
      checked: 6,
      firstBad: { seq: 7 },
    });
  });

  it.each(["update audit_events set action = 'x'", "delete from audit_events", "truncate audit_events"])(
    "are not changed as long as the triggers stand: %s",
    async (statement) => {
      const refused: unknown = await tenant.ctx.db
        .execute(sql.raw(statement))
        .catch((error: unknown) => error);
      expect(String((refused as Error).cause)).toContain("The audit log is append-only");
    },
  );

  it("of other chains are none of this one's business", async () => {
    const other = await createTenant();
    const forged = (byHand: ByHand) =>
      byHand("update audit_events set action = 'forged' where chain_id = $1 and seq = 1");
    expect((await tamper(forged, other.ctx)).isIntact).toBe(true);
    expect((await tamper(forged)).firstBad?.seq).toBe(1);
  });
});
