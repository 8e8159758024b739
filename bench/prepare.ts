import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { migrate, listenForInvalidations, type OpenDatabase, openEmbedded, openPostgres } from "#db";
import { users } from "#db/schema/identity";
import { contextForUser, createApiKey, createFirstProject, createOrganisation } from "#lib/identity";
import { openQueue } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { createPrompt, moveLabel } from "#lib/prompts";
import { newId } from "#platform/ids";
import { env } from "#platform/env";
import "../server/jobs.ts";

/** Where a benchmark's data is: a folder of its own, and in PostgreSQL a database of its own. */
export type Place = { name: string; folder: string; url: string | null; remove(): Promise<void> };

/** PGlite, and PostgreSQL too where BENCH_DATABASE_URL names a server on which databases may be made. */
export async function places(): Promise<Place[]> {
  const server = process.env["BENCH_DATABASE_URL"];
  return [await embeddedPlace(), ...(server ? [await makeInstallation("PostgreSQL", server)] : [])];
}

export function embeddedPlace(): Promise<Place> {
  return makeInstallation("PGlite", null);
}

async function makeInstallation(name: string, server: string | null): Promise<Place> {
  const folder = mkdtempSync(join(tmpdir(), "valueloop-bench-"));
  const removeFolder = () => rmSync(folder, { recursive: true, force: true });
  if (server === null) return { name, folder, url: null, remove: () => Promise.resolve(removeFolder()) };
  const database = `bench_${newId().replaceAll("-", "")}`;
  const url = new URL(server);
  url.pathname = `/${database}`;
  await inServer(server, `create database ${database}`);
  const remove = async () => {
    removeFolder();
    await inServer(server, `drop database if exists ${database} with (force)`);
  };
  return { name, folder, url: url.toString(), remove };
}

async function inServer(server: string, statement: string): Promise<void> {
  const { driver, close } = await openPostgres(server, 1);
  await driver.exec(statement);
  await close();
}

/** A project with one connection to the mock upstream, one labelled prompt and an API key; what the benchmarks call. */
export async function prepare(place: Place, upstream: string) {
  env().VALUELOOP_ALLOW_PRIVATE_URLS = true;
  const open = place.url ? await openPostgres(place.url) : await openEmbedded(join(place.folder, "database"));
  await migrate(open);
  await openQueue(open);
  await listenForInvalidations(open);
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
      settings: { model: { connectionId: connection.id, model: "mock" } },
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
