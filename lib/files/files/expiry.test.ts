import { beforeAll, expect, it } from "vitest";
import { fileContents } from "#db/schema/files";
import { createTenant, type Tenant } from "#testing";
import { createFile, getFile, listFiles } from "../index.ts";
import { dropExpired } from "./delete.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

const text = (words: string) => new TextEncoder().encode(words);
const hourMs = 3_600_000;

it("a file whose time is over is not there any more, and goes with its bytes where no other file has them", async () => {
  const { ctx } = tenant;
  const short = { purpose: "user_data" as const, expiresAfter: 3_600 };
  const alone = await createFile(ctx, { ...short, name: "alone.txt", bytes: text("alone") });
  await createFile(ctx, { ...short, name: "shared.txt", bytes: text("shared") });
  const stays = await createFile(ctx, { purpose: "user_data", name: "stays.txt", bytes: text("shared") });
  const later = new Date(ctx.clock.now().getTime() + hourMs + 1);
  const then = { ...ctx, clock: { now: () => later } };
  await expect(getFile(then, { fileId: alone.id })).rejects.toMatchObject({ code: "not_found" });
  expect((await listFiles(then)).items.map(({ id }) => id)).toEqual([stays.id]);

  expect(await dropExpired(ctx.db, new Date(later.getTime() - hourMs))).toBe(0);
  expect(await dropExpired(ctx.db, later)).toBe(2);
  expect(await ctx.db.$count(fileContents)).toBe(1);
  expect((await listFiles(ctx)).items.map(({ id }) => id)).toEqual([stays.id]);
});
