import { randomBytes } from "node:crypto";
import { members, users } from "#db/schema/identity";
import { apiScopes } from "#constants/identity";
import { type Role } from "#schema/identity";
import { createApiKey } from "#lib/identity";
import { closeQueue } from "#lib/jobs";
import { createConnection } from "#lib/models";
import { newId } from "#platform/ids";
import type { Place } from "../../../bench/prepare.ts";
import { prepare } from "../../../bench/prepare.ts";
import { freePort, start, stop } from "../../../bench/processes.ts";
import { makeContext } from "../../../lib/identity/context.ts";
import { startUpstream } from "./upstream.ts";
import { fillProject } from "../../../lib/api/tenancy.testing.ts";

/**
 * A gateway of its own over a project that holds one of everything, so that what is asked for by an id is there; with a key
 * of an owner that has every scope, a second one to be revoked, and a model server that answers.
 */
export async function serveFullProject(place: Place) {
  const encryptionKey = randomBytes(32).toString("base64");
  process.env["VALUELOOP_ENCRYPTION_KEY"] = encryptionKey;
  const upstream = await startUpstream();
  const { open, ctx } = await prepare(place, upstream.url);
  await createConnection(ctx, {
    name: "upstream",
    kind: "openai_compatible",
    baseUrl: `${upstream.url}/v1`,
    models: ["chat", "embedder", "omni-moderation-latest"],
  });
  const { organisationId } = ctx;
  const as = async (role: Role, name = role) => {
    const id = newId();
    const email = `${id}@example.test`;
    await open.db.insert(users).values({ id, name, email });
    await open.db.insert(members).values({ organisationId, userId: id, role });
    const actor = { kind: "user" as const, id, name, email, role, organisationRole: role };
    const { db, clock } = ctx;
    return { ...makeContext({ db, clock, organisationId, projectId: ctx.project, actor }), actor };
  };
  const ids = await fillProject({ as, projectId: ctx.project }, "words of the project");
  const { secret } = await createApiKey(ctx, { name: "contract", scopes: [...apiScopes] });
  await closeQueue();
  await open.close();
  const port = await freePort();
  const env = {
    VALUELOOP_DATA_DIR: place.folder,
    VALUELOOP_ENCRYPTION_KEY: encryptionKey,
    VALUELOOP_ALLOW_PRIVATE_URLS: "1",
    VALUELOOP_API_REQUESTS_PER_MINUTE: "0",
    VALUELOOP_API_WRONG_KEYS_PER_MINUTE: "0",
    VALUELOOP_LOCAL_MODEL: "off",
    ...(place.url ? { DATABASE_URL: place.url } : {}),
    PORT: String(port),
  };
  const gateway = await start("server/gateway.ts", env, "gateway ready");
  let log = "";
  gateway.stdout?.on("data", (part: Buffer) => (log += part.toString()));
  gateway.stderr?.on("data", (part: Buffer) => (log += part.toString()));
  const close = async () => {
    await stop(gateway);
    upstream.close();
    await place.remove();
  };
  return { url: `http://127.0.0.1:${port}`, secret, ids, log: () => log, close };
}

export type Served = Awaited<ReturnType<typeof serveFullProject>>;
