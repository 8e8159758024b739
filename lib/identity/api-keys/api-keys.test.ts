import { and, desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { auditEvents } from "#db/schema/audit";
import { apiKeys } from "#db/schema/identity";
import { createTenant, type Tenant } from "#testing";
import { contextForApiKey } from "./authenticate.ts";
import { createApiKey } from "./create.ts";
import { listApiKeys } from "./list.ts";
import { personOf } from "../context.ts";
import { revokeApiKey } from "./revoke.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const input = { name: "backend", scopes: ["prompts:read" as const], lifeDays: null };
const open = (secret: string) => contextForApiKey(tenant.open.db, { secret }, tenant.clock);
const lastEvent = async (action: string) => {
  const [event] = await tenant.open.db
    .select()
    .from(auditEvents)
    .where(and(eq(auditEvents.subjectType, "api_key"), eq(auditEvents.action, action)))
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  return event;
};

describe("an API key", () => {
  it("is shown once: of the secret only its hash is stored, and an event tells of it", async () => {
    const { secret, ...key } = await createApiKey(tenant.ctx, input);
    expect(secret).toMatch(/^vl_[\w-]{40,}$/);
    const [row] = await tenant.open.db.select().from(apiKeys).where(eq(apiKeys.id, key.id));
    expect(JSON.stringify(row)).not.toContain(secret);
    expect(secret.startsWith(key.prefix)).toBe(true);
    const event = await lastEvent("api_key.create");
    expect(event).toMatchObject({ subjectId: key.id });
    expect(JSON.stringify(event)).not.toContain(secret);
  });

  it("opens its own project for what its scopes allow", async () => {
    const { secret, id } = await createApiKey(tenant.ctx, input);
    const ctx = await open(secret);
    expect(ctx.project).toBe(tenant.ctx.project);
    expect(ctx.actor).toMatchObject({ kind: "api_key", id, scopes: ["prompts:read"] });
    expect(personOf(ctx)?.id).toBe(tenant.ctx.actor.id);
  });

  it("may do nothing that its maker may not", async () => {
    const engineer = await tenant.as("engineer");
    await expect(createApiKey(engineer, { ...input, scopes: ["prices:write"] })).rejects.toMatchObject({
      code: "forbidden",
      details: { scope: "prices:write", permission: "price.update" },
    });
    await expect(createApiKey(await tenant.as("viewer"), input)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("wants a name and a scope", async () => {
    await expect(createApiKey(tenant.ctx, { ...input, name: " " })).rejects.toThrow();
    await expect(createApiKey(tenant.ctx, { ...input, scopes: [] })).rejects.toThrow();
  });

  it("opens nothing from the day it ends, also where it was asked for before", async () => {
    const { secret, expiresAt } = await createApiKey(tenant.ctx, { ...input, lifeDays: 30 });
    expect(expiresAt?.getTime()).toBe(tenant.clock.now().getTime() + 30 * 86_400_000);
    tenant.clock.advance(30 * 86_400_000 - 1);
    await expect(open(secret)).resolves.toMatchObject({ project: tenant.ctx.project });
    tenant.clock.advance(1);
    await expect(open(secret)).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("that nobody made is not known", async () => {
    await expect(open("vl_nobody-made-this")).rejects.toMatchObject({ code: "unauthenticated" });
  });

  it("tells when it was last used, without a write for each call", async () => {
    const { secret, id } = await createApiKey(tenant.ctx, input);
    const lastUse = async () => (await listApiKeys(tenant.ctx)).find((key) => key.id === id)?.lastUsedAt;
    expect(await lastUse()).toBeNull();
    await open(secret);
    await vi.waitFor(async () => expect(await lastUse()).toBeInstanceOf(Date), { timeout: 30_000 });
    const first = await lastUse();
    await open(secret);
    expect(await lastUse()).toEqual(first);
  });
});

describe("a key that is revoked", () => {
  it("opens nothing at once, although it was remembered, and an event tells of it", async () => {
    const { secret, id } = await createApiKey(tenant.ctx, input);
    await open(secret);
    expect((await revokeApiKey(tenant.ctx, { apiKeyId: id })).revokedAt).toBeInstanceOf(Date);
    await expect(open(secret)).rejects.toMatchObject({ code: "unauthenticated" });
    expect(await lastEvent("api_key.revoke")).toMatchObject({ subjectId: id });
    await expect(revokeApiKey(tenant.ctx, { apiKeyId: id })).rejects.toMatchObject({ code: "not_found" });
  });

  it("is revoked by people of its project who may, and by nobody else", async () => {
    const { id } = await createApiKey(tenant.ctx, input);
    const stranger = await createTenant();
    await expect(revokeApiKey(stranger.ctx, { apiKeyId: id })).rejects.toMatchObject({ code: "not_found" });
    await expect(revokeApiKey(await tenant.as("viewer"), { apiKeyId: id })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

it("keys are listed newest first, without secrets, those of the project only", async () => {
  const own = await createTenant();
  const { secret } = await createApiKey(own.ctx, { ...input, name: "first" });
  own.clock.advance(1_000);
  await createApiKey(own.ctx, { ...input, name: "second" });
  const keys = await listApiKeys(own.ctx);
  expect(keys.map(({ name }) => name)).toEqual(["second", "first"]);
  expect(JSON.stringify(keys)).not.toContain(secret);
  await expect(listApiKeys(await own.as("viewer"))).rejects.toMatchObject({ code: "forbidden" });
});
