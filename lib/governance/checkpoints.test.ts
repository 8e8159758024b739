import { createPrivateKey, createPublicKey, sign } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { and, desc, eq, gt, lt, sql } from "drizzle-orm";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "#db";
import { auditCheckpoints, auditEvents } from "#db/schema/audit";
import { createTenant, type Tenant } from "#testing";
import { appendAudit, genesisHash, hashRecord } from "#lib/audit";
import type { Context } from "#lib/identity";
import { checkpointFolder } from "./checkpoint-files.ts";
import { auditPublicKey, readCheckpoint, signCheckpoint } from "./checkpoint-note.ts";
import { keepCheckpoints, makeCheckpoint } from "./checkpoints.ts";
import { verifyAllChains, verifyAudit } from "./index.ts";

let tenant: Tenant;
const made: string[] = [];
const fileOf = (chain: string) => join(checkpointFolder(), `${chain}.checkpoints.jsonl`);

beforeEach(async () => {
  tenant = await createTenant();
  made.push(tenant.projectId);
});
afterAll(() => made.forEach((chain) => rmSync(fileOf(chain), { force: true })));

async function write(times = 1) {
  for (let time = 0; time < times; time += 1)
    await inTransaction(tenant.ctx, (tx) =>
      appendAudit(tx, {
        action: "label.move",
        subject: { type: "prompt", id: "p", name: "p" },
        after: { time },
      }),
    );
}

const signed = () => makeCheckpoint(tenant.ctx.db, tenant.projectId, { clock: tenant.clock });
const verdict = () => verifyAudit(tenant.ctx, {});
const here = () => eq(auditEvents.chainId, tenant.projectId);

function byHand(work: (tx: Tenant["ctx"]) => Promise<unknown>) {
  return inTransaction(tenant.ctx, async (tx) => {
    await tx.db.execute(sql`set local session_replication_role = replica`);
    await work(tx);
  });
}

/** What the finding did: change one event and make every hash after it fit again. */
function rewriteFrom(seq: number) {
  return byHand(async (tx) => {
    const rows = await tx.db.select().from(auditEvents).where(here()).orderBy(auditEvents.seq);
    let prevHash = genesisHash;
    for (const { hash: _old, ...row } of rows) {
      const record = { ...row, prevHash, at: row.at.toISOString() };
      if (row.seq === seq) record.actor = { kind: "user", id: null, name: "Somebody else" };
      prevHash = hashRecord(record);
      await tx.db
        .update(auditEvents)
        .set({ actor: record.actor, prevHash: record.prevHash, hash: prevHash })
        .where(and(here(), eq(auditEvents.seq, row.seq)));
    }
  });
}

describe("signed checkpoints", () => {
  it("agree with a chain that grew between them, in the table and in the file", async () => {
    await write(3);
    await signed();
    await write(4);
    expect(await signed()).toMatchObject({ size: 7 });
    expect(await signed()).toBeNull();
    const result = await verdict();
    expect(result).toMatchObject({ isIntact: true, checked: 7, checkpoint: { size: 7, isInFile: true } });
    expect(result.sentence).toContain("kept in the database and in this machine's file, agrees.");
    await write(1);
    expect((await verdict()).sentence).toContain("The last one is not signed yet.");
  });

  it("notice a cut end, also when their table was cut with it", async () => {
    await write(5);
    await signed();
    await byHand((tx) => tx.db.delete(auditEvents).where(and(here(), gt(auditEvents.seq, 3))));
    expect(await verdict()).toMatchObject({ isIntact: false, firstBad: { seq: 4 } });
    await byHand((tx) =>
      tx.db.delete(auditCheckpoints).where(eq(auditCheckpoints.chainId, tenant.projectId)),
    );
    const { sentence } = await verdict();
    expect(sentence).toMatch(/The end was cut off: there are 3 events, and a checkpoint .* covers 5\./);
    expect(sentence).toContain("1 checkpoint of this machine's file is missing from the table");
  });

  it("are put back into the table after a crash that left them in the file only", async () => {
    await write(2);
    await signed();
    await byHand((tx) =>
      tx.db.delete(auditCheckpoints).where(eq(auditCheckpoints.chainId, tenant.projectId)),
    );
    expect(await verdict()).toMatchObject({ isIntact: true, checkpoint: { size: 2, isInFile: true } });
    expect(await signed()).toBeNull();
    expect(await tenant.ctx.db.$count(auditCheckpoints, eq(auditCheckpoints.chainId, tenant.projectId))).toBe(
      1,
    );
    expect(readFileSync(fileOf(tenant.projectId), "utf8").trimEnd().split("\n")).toHaveLength(1);
  });

  it("tell of a chain of which nothing is left", async () => {
    await write(3);
    await signed();
    await byHand((tx) => tx.db.delete(auditEvents).where(here()));
    const cut = async () =>
      (await verifyAllChains(tenant.ctx.db)).filter(({ sentence }) =>
        /The end was cut off: there are 0 events, and a checkpoint .* covers 3\./.test(sentence),
      );
    expect(await cut()).toMatchObject([{ isIntact: false }]);
    await byHand((tx) =>
      tx.db.delete(auditCheckpoints).where(eq(auditCheckpoints.chainId, tenant.projectId)),
    );
    expect(await cut()).toMatchObject([{ isIntact: false }]);
    rmSync(fileOf(tenant.projectId));
  });

  it("and rows tell of a chain of which neither an event nor a checkpoint is left", async () => {
    const other = await createTenant();
    const rowsWithoutEvents = {
      actions: [],
      findProblems: async ({ project }: Context) =>
        project === other.projectId ? ["A decision has no event."] : [],
    };
    const told = async (checks = [rowsWithoutEvents]) =>
      (await verifyAllChains(other.ctx.db, checks)).filter(({ sentence }) => sentence.includes("A decision"));
    expect(await told()).toMatchObject([{ isIntact: false }]);
    expect(await told([])).toEqual([]);
  });

  it("notice a cut end that was written over, and are not signed any more", async () => {
    await write(5);
    await signed();
    await byHand((tx) => tx.db.delete(auditEvents).where(and(here(), gt(auditEvents.seq, 3))));
    await write(4);
    await expect(signed()).rejects.toMatchObject({ code: "conflict" });
    expect((await verdict()).sentence).toMatch(/Events 1 to 5 are not those that were signed/);
  });

  it("notice a chain that was rewritten as a whole, and say between which checkpoints", async () => {
    await write(3);
    await signed();
    await write(3);
    await signed();
    await write(3);
    await signed();
    await rewriteFrom(5);
    const result = await verdict();
    expect(result).toMatchObject({ isIntact: false, firstBad: { seq: 4 } });
    expect(result.sentence).toMatch(
      /Events 4 to 6 are not those that were signed at .*: the chain was rewritten\./,
    );
  });

  it("cannot be made by whoever lacks the key: a note of another key, or with another root, is not believed", async () => {
    await write(2);
    const checkpoint = await signed();
    if (!checkpoint) throw new Error("nothing was signed");
    const note = signCheckpoint(checkpoint);
    expect(readCheckpoint(note, auditPublicKey())).toEqual(checkpoint);
    expect(readCheckpoint(note.replace("\n2\n", "\n1\n"), auditPublicKey())).toBeNull();
    expect(readCheckpoint(`${note}x\n\ny`, auditPublicKey())).toBeNull();
    const other = createPrivateKey({
      key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), Buffer.alloc(32, 7)]),
      format: "der",
      type: "pkcs8",
    });
    const [text = ""] = note.split("\n\n");
    const foreign = sign(null, Buffer.from(`${text}\n`), other);
    const line = Buffer.concat([Buffer.from(note.split(" ").at(-1) ?? "", "base64").subarray(0, 4), foreign]);
    const forged = `${text}\n\n— valueloop-audit ${line.toString("base64")}\n`;
    expect(readCheckpoint(forged, auditPublicKey())).toBeNull();
    await byHand((tx) =>
      tx.db
        .update(auditCheckpoints)
        .set({ note: forged })
        .where(eq(auditCheckpoints.chainId, tenant.projectId)),
    );
    expect((await verdict()).sentence).toContain("1 checkpoint does not carry this installation's signature");
    expect(createPublicKey(other)).toBeDefined();
  });

  it("do not lead on from a frontier that was changed by hand", async () => {
    await write(3);
    await signed();
    rmSync(fileOf(tenant.projectId));
    await byHand((tx) =>
      tx.db
        .update(auditCheckpoints)
        .set({ frontier: ["0".repeat(64), "1".repeat(64)] })
        .where(eq(auditCheckpoints.chainId, tenant.projectId)),
    );
    await write(1);
    // Read from the beginning instead, so the new root is that of the true events.
    await signed();
    expect(await verdict()).toMatchObject({ isIntact: true, checkpoint: { size: 4 } });
  });

  it("come back to the file when a crash left it behind, and a torn last line is no harm", async () => {
    await write(2);
    await signed();
    const text = readFileSync(fileOf(tenant.projectId), "utf8");
    writeFileSync(fileOf(tenant.projectId), text.slice(0, 40));
    expect((await verdict()).checkpoint).toMatchObject({ size: 2, isInFile: false });
    writeFileSync(fileOf(tenant.projectId), "");
    expect(await signed()).toBeNull();
    expect((await verdict()).checkpoint).toMatchObject({ size: 2, isInFile: true });
  });

  it("say plainly that there is none", async () => {
    await write(1);
    expect((await verdict()).sentence).toContain(
      "No checkpoint was signed yet, so a cut end could not be noticed.",
    );
  });

  it("go to a folder of one's choice", async () => {
    const folder = mkdtempSync(join(tmpdir(), "valueloop-audit-"));
    await write(1);
    await makeCheckpoint(tenant.ctx.db, tenant.projectId, { folder });
    expect(readFileSync(join(folder, `${tenant.projectId}.checkpoints.jsonl`), "utf8")).toContain(
      "valueloop-audit",
    );
    rmSync(folder, { recursive: true });
  });

  it("are made by the process itself for what was left before it, and for what is committed while it runs", async () => {
    await write(2);
    const stop = await keepCheckpoints(tenant.ctx.db);
    const newest = async () => {
      const [row] = await tenant.ctx.db
        .select({ size: auditCheckpoints.size })
        .from(auditCheckpoints)
        .where(eq(auditCheckpoints.chainId, tenant.projectId))
        .orderBy(desc(auditCheckpoints.size))
        .limit(1);
      return row?.size;
    };
    expect(await newest()).toBe(2);
    await write(2);
    await stop();
    expect(await newest()).toBe(4);
    const chains = await tenant.ctx.db
      .selectDistinct({ id: auditCheckpoints.chainId })
      .from(auditCheckpoints)
      .where(lt(auditCheckpoints.size, 10_000));
    made.push(...chains.map(({ id }) => id));
  });
});
