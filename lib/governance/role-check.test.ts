import { sql } from "drizzle-orm";
import { beforeAll, expect, it } from "vitest";
import { inTransaction } from "#db";
import { createTenant, type Tenant } from "#testing";
import { appendAudit } from "#lib/audit";
import {
  acceptInvitation,
  changeRole,
  inviteMember,
  listMembers,
  removeMember,
  setProjectRole,
} from "#lib/identity";
import { type AuditVerification, verifyAllChains, verifyAudit } from "./index.ts";
import type { Context } from "#lib/identity";

let tenant: Tenant;
let owner: Context;
const ids: Record<string, string> = {};

async function joins(name: string, role: "engineer" | "reviewer"): Promise<string> {
  const email = `${name.toLowerCase()}-${tenant.organisationId}@example.test`;
  const { token } = await inviteMember(owner, { email, role });
  await acceptInvitation(owner.db, { token, person: { name, password: "a long enough word" } });
  const joined = (await listMembers(owner)).find((member) => member.name === name);
  return joined?.userId ?? "";
}

beforeAll(async () => {
  tenant = await createTenant();
  owner = await tenant.as("owner", "Olga");
  await inTransaction(owner, (tx) =>
    appendAudit(tx, {
      action: "organisation.create",
      subject: { type: "organisation", id: tenant.organisationId, name: "Org" },
      chain: "organisation",
    }),
  );
  // The members of the factory came without an invitation.
  await owner.db.execute(
    sql`delete from members where organisation_id = ${tenant.organisationId} and user_id <> ${owner.actor.id}`,
  );
  ids["ana"] = await joins("Ana", "engineer");
  ids["ben"] = await joins("Ben", "reviewer");
  ids["cleo"] = await joins("Cleo", "reviewer");
  await changeRole(owner, { userId: ids["ana"], role: "admin" });
  await setProjectRole(owner, { userId: ids["ben"], role: "engineer" });
  await removeMember(owner, { userId: ids["cleo"] });
});

async function after(statement: string): Promise<AuditVerification> {
  const takeBack = new Error("taken back");
  let result: AuditVerification | undefined;
  await inTransaction(owner, async (tx) => {
    const filled = statement.replaceAll(/\$(\w+)/g, (_all, name: string) =>
      name === "org"
        ? `'${tenant.organisationId}'`
        : name === "project"
          ? `'${tenant.projectId}'`
          : `'${ids[name]}'`,
    );
    await tx.db.execute(sql.raw(filled));
    result = await verifyAudit(tx, { chain: "organisation" });
    throw takeBack;
  }).catch((error: unknown) => {
    if (error !== takeBack) throw error;
  });
  if (!result) throw new Error("nothing was verified");
  return result;
}

it("roles agree with the organisation's events as they were given", async () => {
  expect(await verifyAudit(owner, { chain: "organisation" })).toMatchObject({ isIntact: true, problems: [] });
});

it.each([
  [
    "a member made owner by hand",
    "update members set role = 'owner' where user_id = $ben",
    /^Ben is owner; event \d+ made them reviewer\.$/,
  ],
  [
    "an owner made less by hand",
    "update members set role = 'viewer' where organisation_id = $org and role = 'owner'",
    /^Olga is viewer; event \d+ made them owner\.$/,
  ],
  [
    "a member put in by hand",
    "insert into members (organisation_id, user_id, role) values ($org, (select id from users where id not in (select user_id from members where organisation_id = $org) and id <> $cleo limit 1), 'admin')",
    /is admin, and no event tells of it\.$/,
  ],
  [
    "a removed one who is back",
    "insert into members (organisation_id, user_id, role) values ($org, $cleo, 'reviewer')",
    /^Cleo is reviewer; event \d+ removed them\.$/,
  ],
  [
    "a member taken out by hand",
    "delete from members where user_id = $ana",
    /^Event \d+ tells of a member who is not there/,
  ],
  [
    "another role in a project",
    "update project_roles set role = 'admin' where user_id = $ben",
    /^Ben is admin in project .*; event \d+ made them engineer\.$/,
  ],
  [
    "a role in a project that nobody gave",
    "insert into project_roles (project_id, user_id, role, created_at) values ($project, $ana, 'viewer', now())",
    /^Ana is viewer in project .*, and no event tells of it\.$/,
  ],
  [
    "a role in a project taken by hand",
    "delete from project_roles where user_id = $ben",
    /^Event \d+ gave a role in a project that is not stored\.$/,
  ],
])("do not with %s", async (_what, statement, sentence) => {
  const result = await after(statement);
  expect(result.isIntact).toBe(false);
  expect(result.problems).toEqual([expect.stringMatching(sentence)]);
});

it("are looked at by whoever verifies the whole installation, too", async () => {
  await owner.db.execute(sql`update members set role = 'owner' where user_id = ${ids["ben"]}`);
  const verdicts = await verifyAllChains(owner.db);
  await owner.db.execute(sql`update members set role = 'reviewer' where user_id = ${ids["ben"]}`);
  expect(verdicts).toContainEqual(
    expect.objectContaining({ isIntact: false, sentence: expect.stringContaining("Ben is owner") }),
  );
});
