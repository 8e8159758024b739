import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { createTenant } from "#testing";
import { AppError } from "./errors.ts";
import { makeLogger } from "./logger.ts";

function logged(what: object): Record<string, unknown> & { err: Record<string, string> } {
  const lines: string[] = [];
  makeLogger({ write: (line: string) => void lines.push(line) }, "info").info(what, "said");
  return JSON.parse(lines[0] ?? "") as ReturnType<typeof logged>;
}

it("leaves secrets out by their name", () => {
  const line = JSON.stringify(
    logged({ password: "zebra", request: { headers: { authorization: "zebra", cookie: "zebra" } } }),
  );
  expect(line).not.toContain("zebra");
  expect(line).toContain("[redacted]");
});

it("tells which query failed and why, without the values in it", async () => {
  const { ctx } = await createTenant();
  const hash = "zebra$&\nparams: of everybody";
  const failed: unknown = await ctx.db
    .execute(sql`select ${hash}::text, 1 / (${0}::int)`)
    .catch((error: unknown) => error);
  for (const err of [failed, new AppError("internal", "Failed here.", { cause: failed })]) {
    const line = logged({ err });
    expect(JSON.stringify(line)).not.toContain("zebra");
    expect(line.err["message"]).toContain("Failed query: select $1::text, 1 / ($2::int)");
    expect(line.err["message"]).toContain("division by zero");
    expect(line.err["stack"]).toMatch(/logger\.test\.ts|drizzle/);
  }
});
