import { describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { AppError, errorTable, isAppError, NotFound, toAppError, willPass } from "./errors.ts";
import { markOutage } from "./outage.ts";

it("an error thrown on purpose stays what it is, also when another copy of the code made it", async () => {
  const own = new AppError("conflict", "Somebody was faster.", { details: { by: 1 } });
  expect(toAppError(own)).toBe(own);
  vi.resetModules();
  const copy = await import("./errors.ts");
  expect(copy.AppError).not.toBe(AppError);
  const theirs = new copy.AppError("conflict", "Somebody was faster.");
  expect(theirs instanceof AppError).toBe(false);
  expect(isAppError(theirs)).toBe(true);
  expect(toAppError(theirs)).toBe(theirs);
});

it("a row that is not there is said in one sentence, with where it was looked for and what to do", () => {
  const found = new NotFound("suite version");
  expect(found).toMatchObject({
    code: "not_found",
    message: "There is no such suite version in this project.",
  });
  expect(isAppError(found)).toBe(true);
  expect(new NotFound("member", { within: "organisation" }).message).toBe(
    "There is no such member in this organisation.",
  );
  expect(new NotFound("project", { within: null, next: "Or you have no access to it." }).message).toBe(
    "There is no such project. Or you have no access to it.",
  );
});

it("nothing that only looks like one is taken for one", () => {
  for (const value of [
    { code: "conflict", message: "x", name: "AppError" },
    Object.assign(new Error("x"), { code: "conflict" }),
    "conflict",
    null,
  ])
    expect(isAppError(value)).toBe(false);
});

it("bad input names the first field that is wrong and lists them all", () => {
  const { error } = z.object({ name: z.string(), tags: z.array(z.number()) }).safeParse({ tags: ["a"] });
  expect(toAppError(error)).toMatchObject({
    code: "invalid_input",
    message: expect.stringMatching(/^name: /),
    details: { issues: [{ path: "name" }, { path: "tags.0" }] },
  });
});

it("a request that was left is cancelled, and what nobody foresaw tells nothing of itself", () => {
  expect(toAppError(new DOMException("left", "AbortError")).code).toBe("cancelled");
  const unforeseen = toAppError(new Error("password=hunter2 at 10.0.0.1"));
  expect(unforeseen.code).toBe("internal");
  expect(`${unforeseen.message}${JSON.stringify(unforeseen.details)}`).not.toContain("hunter2");
  expect(toAppError("a text").code).toBe("internal");
});

it("a value the database cannot take is the sender's, and so is being second; any other refusal is a fault", () => {
  const refused = (code: string) =>
    toAppError(new Error("Failed query", { cause: Object.assign(new Error("zebra"), { code }) }));
  for (const code of ["22003", "22007", "22008", "22021", "22P02", "22P05"]) {
    expect(refused(code).code, code).toBe("invalid_input");
    expect(refused(code).message).not.toContain("zebra");
  }
  for (const code of ["23505", "40001", "40P01"]) expect(refused(code).code, code).toBe("conflict");
  for (const code of ["22012", "23503", "57014", "ENOENT"]) expect(refused(code).code, code).toBe("internal");
});

it("every code has a status of its kind; faults of ours and of providers only are reported", () => {
  for (const [code, { status, report }] of Object.entries(errorTable)) {
    expect(status, code).toBeGreaterThanOrEqual(400);
    expect(report, code).toBe(status >= 500);
  }
});

it("what is waited for: an outage, and a limit of ours that begins again within a minute", () => {
  const details = { retryAfterMs: 1_000 };
  const limited = { ...details, limitId: "id" };
  expect(willPass(new AppError("unavailable", "Later.", { details }))).toBe(true);
  expect(willPass(new AppError("unavailable", "No."))).toBe(false);
  expect(willPass(new AppError("rate_limited", "A minute.", { details: limited }))).toBe(true);
  // A provider's own is for the route's tries, and a month is not waited for.
  expect(willPass(new AppError("rate_limited", "A provider.", { details }))).toBe(false);
  expect(willPass(new AppError("budget_exceeded", "A month.", { details: limited }))).toBe(false);
});

describe("a database that is away", () => {
  it.each(["08006", "53100", "57P01", "58030"])(
    "%s is no fault of ours, and says when to try again",
    (code) => {
      const thrown = new Error("Failed query", { cause: Object.assign(new Error("gone"), { code }) });
      expect(toAppError(thrown)).toMatchObject({ code: "unavailable", details: { retryAfterMs: 2_000 } });
    },
  );

  it("is known by the driver's mark as well, and a provider that refuses the connection is not it", () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    expect(toAppError(refused).code).toBe("internal");
    expect(toAppError(markOutage(refused)).code).toBe("unavailable");
  });
});
