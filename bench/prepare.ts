import { migrate, openChanges, type OpenDatabase, openEmbedded } from "#db";
import { users } from "#db/schema";
import { contextForUser, createApiKey, createFirstProject, createOrganisation } from "#lib/identity";
import { openQueue } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { createPrompt, moveLabel } from "#lib/prompts";
import { newId } from "#platform/ids";
import { env } from "#platform/env";
import "../server/jobs.ts";

/** A project with one connection to the mock upstream, one labelled prompt and an API key; what the benchmarks call. */
export async function prepare(folder: string, upstream: string) {
  env().VALUELOOP_ALLOW_PRIVATE_URLS = true;
  const open = await openEmbedded(folder);
  await migrate(open);
  await openQueue(open);
  await openChanges(open);
  const { ctx, project } = await makeOwner(open);
  const connection = await createConnection(ctx, {
    name: "mock",
    kind: "openai_compatible",
    baseUrl: `${upstream}/v1`,
    apiKey: "mock-key-for-bench",
    models: ["mock"],
  });
  const prompt = await createPrompt(ctx, {
    path: "bench/triage",
    content: {
      kind: "chat",
      messages: [{ role: "user", content: "Sort this ticket: {{ticket}}" }],
      variables: [{ name: "ticket", type: "text", required: true }],
    },
  });
  await moveLabel(ctx, { promptId: prompt.id, name: "served", versionId: prompt.latest.id });
  const key = await createApiKey(ctx, { name: "bench", scopes: ["prompts:read", "generations:write"] });
  return { open, ctx, project, connection, prompt, apiKey: key.secret };
}

async function makeOwner(open: OpenDatabase) {
  const id = newId();
  await open.db.insert(users).values({ id, name: "Bench", email: "bench@example.test" });
  const organisation = await createOrganisation(open.db, { name: "Bench", slug: "bench", ownerId: id });
  const project = await createFirstProject(open.db, {
    organisationId: organisation.id,
    name: "Bench",
    slug: "bench",
  });
  const { ctx } = await contextForUser(open.db, { userId: id, projectSlug: project.slug });
  return { ctx, project };
}
