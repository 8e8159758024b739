import { sql } from "drizzle-orm";
import { changeRole, createApiKey } from "#lib/identity";
import { approvePromotion } from "#lib/releases";
import { apiScopes, permissionTable, scopeTable } from "#constants/identity";
import { type Role, type ApiScope } from "#schema/identity";
import type { Tenant } from "#testing";
import { type ForeignIds, fillProject } from "./tenancy.testing.ts";

/** Stands wherever users, models, tools and reviewers write. The policy of new projects stores its name as it is. */
export const said = "My name is Anna Schmidt, write to anna.schmidt@firma-nord.de or call +49 151 23456789.";
/** Of which none may reach a role that sees masked text. */
export const hidden = /Schmidt|firma-nord|23456789/;
export const maskedRoles = ["reviewer", "viewer"] as const;

/** A project in which personal data stands in every place that holds what somebody wrote. */
export async function plantPersonalData(tenant: Tenant): Promise<ForeignIds> {
  const ids = await fillProject(tenant, said);
  await approvePromotion(await tenant.as("admin"), { promotionId: ids.promotionId, comment: said });
  const [text, json] = [sql`${said}::text`, sql`${JSON.stringify({ said, list: [said] })}::jsonb`];
  const call = [{ id: "1", name: "find", arguments: JSON.stringify({ who: `Hello,\n${said}` }) }];
  const event = [{ name: said, atUs: 0, attributes: { said } }];
  // By hand: no verb of the project's people writes what models, tools and providers say.
  for (const change of [
    sql`update generations set input = ${json}, variables = ${json}, settings = ${json}, output = ${text}, reasoning = ${text}, refusal = ${text}, error_message = ${text}, metadata = ${json}, answer_members = ${json}, tool_calls = ${JSON.stringify(call)}::jsonb`,
    sql`update spans set name = ${text}, attributes = ${json}, status_message = ${text}, events = ${JSON.stringify(event)}::jsonb`,
    sql`update cases set output = ${text}, error_message = ${text}`,
    sql`update scores set reasoning = ${text}, details = ${json}`,
    sql`update runs set error = ${text}, summary = jsonb_set(summary, '{evaluators,0,reasons}', ${JSON.stringify([{ text: said, count: 1 }])}::jsonb)`,
    sql`update dataset_versions set message = ${text}`,
    sql`update examples set inputs = ${JSON.stringify({ text: said })}::jsonb, reference = ${JSON.stringify(said)}::jsonb, metadata = ${json}, provenance = ${JSON.stringify({ kind: "correction", decisionId: ids.decisionId })}::jsonb`,
    sql`update feedback set is_simulated = false, comment = ${said}, end_user = ${said}, metadata = ${json}`,
    sql`update tasks set title = ${said}, inputs = ${json}, output = ${said}, reference = ${json}`,
    sql`update tasks set scores = (select coalesce(jsonb_agg(score || ${JSON.stringify({ reasoning: said })}::jsonb), '[]'::jsonb) from jsonb_array_elements(scores) score)`,
    sql`update decisions set comment = ${said}, correction = case when correction is null then null else ${said} end`,
    sql`update adjudications set reason = ${said}`,
    sql`update promotions set reason = ${said}`,
    sql`update approvals set comment = ${said}`,
  ])
    await tenant.ctx.db.execute(sql`${change} where project_id = ${tenant.projectId}`);
  return ids;
}

/** A key that reads all that its role may, made by somebody who has this role now and was an engineer before. */
export async function keyOfMasked(tenant: Tenant, role: Role): Promise<string> {
  const [owner, maker] = [await tenant.as("owner"), await tenant.as("engineer")];
  const key = await createApiKey(maker, { name: role, scopes: scopesOf(role) });
  await changeRole(owner, { userId: maker.actor.id, role });
  return key.secret;
}

/** The scopes that hold nothing this role may not. */
function scopesOf(role: Role): ApiScope[] {
  return apiScopes.filter((scope) =>
    scopeTable[scope].every((permission) => (permissionTable[permission] as readonly Role[]).includes(role)),
  );
}

/** What an answer holds, with the pieces it streams. */
export async function unrolled(answer: unknown): Promise<unknown> {
  if (typeof answer !== "object" || answer === null) return answer;
  if (Symbol.asyncIterator in answer) {
    const parts: unknown[] = [];
    for await (const part of answer as AsyncIterable<unknown>) parts.push(part);
    return parts;
  }
  return "pieces" in answer ? unrolled(answer.pieces) : answer;
}
