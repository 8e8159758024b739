import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { migrate, type OpenDatabase, openEmbedded, openPostgres } from "#db";
import { auditEvents } from "#db/schema/audit";
import { members, projects, users } from "#db/schema/identity";
import { verifyAudit } from "#lib/governance";
import { closeQueue, drainJobs, openQueue } from "#lib/jobs";
import { systemClock } from "#platform/clock";
import { newId } from "#platform/ids";
import { makeContext } from "../lib/identity/context.ts";

const dump = brotliDecompressSync(readFileSync("testing/testdata/valueloop-0.1.0.sql.br")).toString();
const tags = (
  JSON.parse(readFileSync("drizzle/meta/_journal.json", "utf8")) as { entries: { tag: string }[] }
).entries.map(({ tag }) => tag);
/** What 0.1.0 held: its first nine migrations. */
const ofOldVersion = 9;

type Place = { folder: string | null; reopen(): Promise<OpenDatabase>; remove(): Promise<void> };

async function embeddedPlace(): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "valueloop-upgrade-"));
  const database = join(folder, "database");
  return {
    folder: database,
    reopen: () => openEmbedded(database),
    remove: async () => rmSync(folder, { recursive: true }),
  };
}

async function postgresPlace(server: string): Promise<Place> {
  const name = `upgrade_${newId().replaceAll("-", "")}`;
  const admin = await openPostgres(server, 1);
  await admin.driver.exec(`create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    folder: null,
    reopen: () => openPostgres(url.toString(), 4),
    remove: async () => {
      await admin.driver.exec(`drop database ${name} with (force)`);
      await admin.close();
    },
  };
}

const server = process.env["TEST_DATABASE_URL"];
const makeInstallation = () => (server ? postgresPlace(server) : embeddedPlace());

async function load(place: Place): Promise<void> {
  const old = await place.reopen();
  await old.driver.exec(dump);
  await old.close();
}

async function counts(open: OpenDatabase): Promise<Record<string, number>> {
  const { rows } = await open.driver.query(
    "select table_name::text as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'",
  );
  const found: Record<string, number> = {};
  for (const { name } of rows as { name: string }[]) {
    const counted = await open.driver.query(`select count(*)::int as n from "${name}"`);
    found[name] = counted.rows[0]?.["n"] as number;
  }
  return found;
}

async function numberOf(open: OpenDatabase, query: string): Promise<number> {
  const { rows } = await open.driver.query(query);
  return rows[0]?.["n"] as number;
}

const recorded = (open: OpenDatabase) =>
  numberOf(open, "select count(*)::int as n from drizzle.__drizzle_migrations");

describe("a database of 0.1.0", () => {
  let place: Place;
  let open: OpenDatabase;
  let before: Record<string, number>;
  let applied: string[];
  let spansBefore: number;
  beforeAll(async () => {
    place = await makeInstallation();
    await load(place);
    open = await place.reopen();
    before = await counts(open);
    spansBefore = await numberOf(
      open,
      "select coalesce(sum(json_array_length(spans)), 0)::int as n from generations",
    );
    applied = await migrate(open);
  });
  afterAll(async () => {
    await open.close();
    await place.remove();
  });

  it("gets every migration since, once, and keeps its rows", async () => {
    expect(applied).toEqual(tags.slice(ofOldVersion));
    expect(await recorded(open)).toBe(tags.length);
    const home = process.cwd();
    // Its files are found wherever the process was started.
    process.chdir(tmpdir());
    expect(await migrate(open).finally(() => process.chdir(home))).toEqual([]);
    const after = await counts(open);
    for (const [table, count] of Object.entries(before)) {
      if (table === "valueloop_migrations") expect(after).not.toHaveProperty(table);
      // Rollups got a scope, which parts some rows in two.
      else if (table === "generation_rollups") expect(after[table]).toBeGreaterThanOrEqual(count);
      else expect([table, after[table]]).toEqual([table, count]);
    }
    for (const table of ["generations", "cases", "tasks", "decisions", "feedback", "promotions", "labels"])
      expect(before[table], table).toBeGreaterThan(0);
  });

  /**
   * 0.1.0 wrote its folder by PGlite 0.5.14, which is still the one in use, so the folder of this test is such a folder.
   * A PGlite whose PostgreSQL has other numbers opens none of them: it needs a conversion before it may come.
   */
  it.runIf(!server)("stands in a folder of the format in which 0.1.0 left it", () => {
    const control = readFileSync(join(place.folder ?? "", "global", "pg_control"));
    const [controlVersion, catalogVersion] = [control.readUInt32LE(8), control.readUInt32LE(12)];
    expect({ controlVersion, catalogVersion }).toEqual({
      controlVersion: 1_800,
      catalogVersion: 202_506_291,
    });
  });

  it("has a main branch of every prompt, which stands where latest does", async () => {
    const { rows } = await open.driver.query(
      `select count(*)::int as prompts, count(b.name)::int as branches,
        count(*) filter (where b.head_version_id = l.version_id)::int as same
      from prompts p
      left join prompt_branches b on b.project_id = p.project_id and b.prompt_id = p.id and b.name = 'main'
      left join labels l on l.project_id = p.project_id and l.prompt_id = p.id and l.name = 'latest'`,
    );
    const { prompts, branches, same } = rows[0] as { prompts: number; branches: number; same: number };
    expect(prompts).toBeGreaterThan(0);
    expect([branches, same]).toEqual([prompts, prompts]);
  });

  it("has a row for each span that was kept in its generation's row", async () => {
    expect(spansBefore).toBeGreaterThan(100);
    expect(await counts(open)).toMatchObject({ spans: spansBefore });
  });

  it("has audit chains that still verify", async () => {
    const all = await open.db.select().from(projects);
    expect(all.length).toBeGreaterThan(0);
    const [owner] = await open.db
      .select({ id: users.id, name: users.name, email: users.email })
      .from(members)
      .innerJoin(users, eq(users.id, members.userId))
      .where(eq(members.role, "owner"));
    if (!owner) throw new Error("The fixture has no owner.");
    let checked = 0;
    for (const { id: projectId, organisationId } of all) {
      const ctx = makeContext({
        db: open.db,
        organisationId,
        projectId,
        clock: systemClock,
        actor: { kind: "user", ...owner, name: owner.name ?? "", role: "owner", organisationRole: "owner" },
      });
      const result = await verifyAudit(ctx, {});
      expect(result).toMatchObject({ isIntact: true, problems: [] });
      const events = await open.db
        .select({ seq: auditEvents.seq })
        .from(auditEvents)
        .where(eq(auditEvents.chainId, projectId))
        .orderBy(asc(auditEvents.seq));
      checked += events.length;
    }
    expect(checked).toBeGreaterThan(200);
  });

  /** As main left its databases before Drizzle's migrator: the same files, a table of our own. */
  const pretendOwn = (applied: readonly string[]) =>
    open.driver.exec(
      `drop schema if exists drizzle cascade; drop table if exists valueloop_migrations;
      create table valueloop_migrations (tag text primary key, applied_at timestamptz not null default now());
      ${applied.map((tag) => `insert into valueloop_migrations (tag) values ('${tag}');`).join("\n")}`,
    );

  it("that our own migrator brought up to date has nothing left to do, and says so in Drizzle's table", async () => {
    await pretendOwn(tags);
    expect(await migrate(open)).toEqual([]);
    expect(await recorded(open)).toBe(tags.length);
    expect(await counts(open)).not.toHaveProperty("valueloop_migrations");
  });

  it.each([
    ["a gap", [...tags.slice(0, 3), ...tags.slice(4)]],
    ["a migration that is not ours", [...tags, "9999_of_a_branch"]],
  ])("is left alone where it has %s", async (_what, applied) => {
    await pretendOwn(applied);
    await expect(migrate(open)).rejects.toMatchObject({ code: "conflict" });
    expect((await counts(open))["valueloop_migrations"]).toBe(applied.length);
  });

  it("is refused with words once a newer version has opened it, and left as it is", async () => {
    await pretendOwn(tags);
    await migrate(open);
    await open.driver.exec(
      "insert into drizzle.__drizzle_migrations (hash, created_at) values ('of a newer version', 9999999999999)",
    );
    const before = await counts(open);
    await expect(migrate(open)).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("newer version"),
    });
    expect(await counts(open)).toEqual(before);
    await open.driver.exec("delete from drizzle.__drizzle_migrations where created_at = 9999999999999");
    expect(await migrate(open)).toEqual([]);
  });

  it("has a queue that takes and does jobs", async () => {
    await openQueue(open);
    expect(await drainJobs()).toBeGreaterThanOrEqual(0);
    await closeQueue();
  });
});

// PGlite's folder is one process's.
it.runIf(server)("two processes that start at once on an old database migrate it once", async () => {
  const place = await makeInstallation();
  await load(place);
  const both = await Promise.all([place.reopen(), place.reopen()]);
  const applied = await Promise.all(both.map((open) => migrate(open)));
  expect(applied.toSorted((a, b) => a.length - b.length)).toEqual([[], tags.slice(ofOldVersion)]);
  await Promise.all(both.map((open) => open.close()));
  await place.remove();
});
