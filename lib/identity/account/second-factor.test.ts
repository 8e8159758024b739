import { beforeAll, describe, expect, it } from "vitest";
import { createTenant, type Tenant } from "#testing";
import {
  confirmSecondFactor,
  getAccount,
  issuePasswordReset,
  listSessions,
  resetPassword,
  revokeSession,
  startSecondFactor,
  turnOffSecondFactor,
} from "../index.ts";
import { findSession, startSession } from "../sign-in/sessions.ts";
import { checkPassword } from "../sign-in/check-password.ts";
import { refuseOutsider } from "../sign-in/rules.ts";
import { newTotpSecret, stepOf } from "./codes.ts";
import { actsOn, codeAt, firstPassword, signedIn } from "./account.testing.ts";

let tenant: Tenant;
beforeAll(async () => {
  tenant = await createTenant();
});

async function withSecondFactor() {
  const person = await signedIn(tenant);
  const { secret } = await startSecondFactor(person.ctx);
  const { recoveryCodes } = await confirmSecondFactor(person.ctx, {
    code: codeAt(secret, tenant.clock.now()),
  });
  tenant.clock.advance(30_000);
  const signIn = async (code?: string) => {
    const typed = { email: person.email, password: firstPassword, ...(code === undefined ? {} : { code }) };
    return (await checkPassword(tenant.open.db, typed, tenant.clock)).outcome;
  };
  return { ...person, secret, recoveryCodes, signIn };
}

describe("a second factor", () => {
  it("counts only once a code has confirmed it", async () => {
    const { ctx, email } = await signedIn(tenant);
    const begun = await startSecondFactor(ctx);
    expect(begun.uri).toContain(`otpauth://totp/Valueloop:${encodeURIComponent(email)}?`);
    expect(begun.qrSvg).toContain("<svg");
    await expect(confirmSecondFactor(ctx, { code: "000000" })).rejects.toMatchObject({
      code: "invalid_input",
    });
    expect((await getAccount(ctx)).secondFactorSince).toBeNull();
    expect(
      await checkPassword(tenant.open.db, { email, password: firstPassword }, tenant.clock),
    ).toMatchObject({
      outcome: "in",
    });
  });

  it("asks for a code after the right password only, and takes each code once", async () => {
    const { email, secret, signIn, userId } = await withSecondFactor();
    expect(await checkPassword(tenant.open.db, { email, password: "a wrong one" }, tenant.clock)).toEqual({
      outcome: "wrong",
    });
    expect(await signIn()).toBe("code_needed");
    expect(await signIn(" ")).toBe("code_needed");
    const code = codeAt(secret, tenant.clock.now());
    expect(await signIn(`${code.slice(0, 3)} ${code.slice(3)}`)).toBe("in");
    expect(await signIn(code)).toBe("code_wrong");
    expect(await actsOn(tenant, userId)).toEqual([
      "user.turn_on_second_factor",
      "session.refuse",
      "session.refuse",
    ]);
  });

  it("lets only one of two in who send the same code in the same moment", async () => {
    const { secret, signIn } = await withSecondFactor();
    const code = codeAt(secret, tenant.clock.now());
    expect((await Promise.all([signIn(code), signIn(code)])).toSorted()).toEqual(["code_wrong", "in"]);
  });

  it("is opened by a recovery code, each once, however it is written", async () => {
    const { ctx, recoveryCodes, signIn } = await withSecondFactor();
    const [first = "", second = ""] = recoveryCodes;
    expect(await signIn(first.toUpperCase().replaceAll("-", " "))).toBe("in");
    expect(await signIn(first)).toBe("code_wrong");
    expect((await getAccount(ctx)).recoveryCodesLeft).toBe(9);
    expect(await signIn(second)).toBe("in");
  });

  it("is guessed ten times in a quarter of an hour, no more", async () => {
    const { ctx, secret } = await withSecondFactor();
    const tries = Array.from({ length: 9 }, () =>
      turnOffSecondFactor(ctx, { code: "000000" }).catch((error: unknown) => error),
    );
    await Promise.all(tries);
    await expect(
      turnOffSecondFactor(ctx, { code: codeAt(secret, tenant.clock.now()) }),
    ).rejects.toMatchObject({
      code: "rate_limited",
    });
  });

  it("is turned off with a code, and taken off by an owner with a password link", async () => {
    const one = await withSecondFactor();
    await turnOffSecondFactor(one.ctx, { code: codeAt(one.secret, tenant.clock.now()) });
    expect(await one.signIn()).toBe("in");
    const two = await withSecondFactor();
    const owner = await tenant.as("owner");
    await issuePasswordReset(owner, { userId: two.userId });
    expect(await two.signIn()).toBe("code_needed");
    const { token } = await issuePasswordReset(owner, { userId: two.userId, withSecondFactor: true });
    // Made is not used: until then the second factor goes on to be asked for.
    expect(await two.signIn()).toBe("code_needed");
    await resetPassword(tenant.open.db, { token, password: firstPassword }, tenant.clock);
    expect(await two.signIn()).toBe("in");
  });

  it("is not walked round by a mailed link, which proves a mailbox only", async () => {
    const { email } = await withSecondFactor();
    const account = { provider: "nodemailer", providerAccountId: email };
    expect(await refuseOutsider(tenant.open.db, { email, isVerified: true, account }, tenant.clock)).toBe(
      "SecondFactor",
    );
    const plain = await signedIn(tenant);
    const own = { provider: "nodemailer", providerAccountId: plain.email };
    expect(
      await refuseOutsider(
        tenant.open.db,
        { email: plain.email, isVerified: true, account: own },
        tenant.clock,
      ),
    ).toBeNull();
  });
});

it("codes are RFC 6238's: the test vectors of its appendix B, and one step early or late", () => {
  // The appendix's seed "12345678901234567890", its times and codes cut to six digits.
  const { sealed } = newTotpSecret("x@example.test");
  expect(sealed).not.toContain("otpauth");
  for (const [seconds, code] of [
    [59, "287082"],
    [1_111_111_109, "081804"],
    [1_234_567_890, "005924"],
    [20_000_000_000, "353130"],
  ] as const) {
    expect(codeAt("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", new Date(seconds * 1000))).toBe(code);
  }
});

describe("a code's step", () => {
  it("is none of two steps ago, and never one that was taken", async () => {
    const { sealed, secret } = newTotpSecret("x@example.test");
    const at = new Date("2026-11-23T09:00:00Z");
    const code = codeAt(secret, at);
    const later = (seconds: number) => new Date(at.getTime() + seconds * 1000);
    const step = at.getTime() / 30_000;
    expect(stepOf(code, { sealed, after: null, at: later(30) })).toBe(step);
    expect(stepOf(code, { sealed, after: null, at: later(-30) })).toBe(step);
    expect(stepOf(code, { sealed, after: null, at: later(60) })).toBeNull();
    expect(stepOf(code, { sealed, after: step - 1, at })).toBe(step);
    expect(stepOf(code, { sealed, after: step, at })).toBeNull();
  });
});

describe("sessions", () => {
  it("are listed with where they are, and ended one by one or all but this", async () => {
    const { ctx, userId, token } = await signedIn(tenant);
    const phone = await startSession(tenant.open.db, { userId, userAgent: "Phone" }, tenant.clock);
    await startSession(tenant.open.db, { userId, userAgent: "Tablet" }, tenant.clock);
    const all = await listSessions(ctx);
    expect(all.map(({ userAgent, isCurrent }) => [userAgent, isCurrent]).toSorted()).toEqual([
      ["Firefox", true],
      ["Phone", false],
      ["Tablet", false],
    ]);
    const its = all.find(({ userAgent }) => userAgent === "Phone")?.id ?? "";
    expect(await revokeSession(ctx, { sessionId: its })).toEqual({ ended: 1 });
    expect(await findSession(tenant.open.db, phone, tenant.clock)).toBeNull();
    await expect(revokeSession(ctx, { sessionId: its })).rejects.toMatchObject({ code: "not_found" });
    expect(await revokeSession(ctx, {})).toEqual({ ended: 1 });
    expect(await findSession(tenant.open.db, token, tenant.clock)).not.toBeNull();
  });

  it("of somebody else cannot be ended", async () => {
    const [mine, theirs] = [await signedIn(tenant), await signedIn(tenant)];
    const [session] = await listSessions(theirs.ctx);
    await expect(revokeSession(mine.ctx, { sessionId: session?.id ?? "" })).rejects.toMatchObject({
      code: "not_found",
    });
  });

  it("say when they were last seen, to five minutes", async () => {
    const { ctx, token } = await signedIn(tenant);
    const seen = async () =>
      (await listSessions(ctx)).find(({ isCurrent }) => isCurrent)?.lastSeenAt.getTime();
    const first = await seen();
    tenant.clock.advance(5 * 60_000);
    await findSession(tenant.open.db, token, tenant.clock);
    expect(await seen()).toBe(first);
    tenant.clock.advance(1);
    await findSession(tenant.open.db, token, tenant.clock);
    expect(await seen()).toBe(tenant.clock.now().getTime());
  });
});
