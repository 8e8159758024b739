import { expect, it } from "vitest";
import { inTransaction, lockProject, type LockPurpose } from "#db";
import { createTenant } from "#testing";
import { acquireLock } from "./locks.ts";

type Gate = { opened: Promise<void>; open: () => void };
function gate(): Gate {
  const { promise, resolve } = Promise.withResolvers<void>();
  return { opened: promise, open: resolve };
}

// PGlite has one connection: there nobody can wait for a lock.
it.runIf(process.env["TEST_DATABASE_URL"])(
  "a start of a run waits for another start in its project, not for releases, another project or the audit chain",
  async () => {
    const [mine, theirs] = [await createTenant(), await createTenant()];
    const end = gate();
    const begun = gate();
    const done: string[] = [];
    const holder = inTransaction(mine.ctx, async (tx) => {
      await lockProject(tx, "runs");
      begun.open();
      await end.opened;
    });
    await begun.opened;
    const take = (name: string, purpose: LockPurpose, subject: string) =>
      inTransaction(mine.ctx, async (tx) => {
        await acquireLock(tx.db, purpose, subject);
        done.push(name);
      });
    const second = take("second start", "runs", mine.projectId);
    await take("release", "releases", mine.projectId);
    await take("audit", "audit", mine.projectId);
    await take("set-up", "firstOwner", mine.projectId);
    await take("migration", "migration", mine.projectId);
    await take("other project", "runs", theirs.projectId);
    expect(done).toEqual(["release", "audit", "set-up", "migration", "other project"]);
    end.open();
    await Promise.all([holder, second]);
    expect(done.at(-1)).toBe("second start");
  },
);
