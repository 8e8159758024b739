import { eq } from "drizzle-orm";
import { NextRequest } from "next/server";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { accounts, users, verificationTokens } from "#db/schema/identity";
import { createTenant, type Tenant, testDatabase } from "#testing";
import { systemClock } from "#platform/clock";
import { newId } from "#platform/ids";
import { forget, once } from "#platform/runtime";
import { inviteMember, listMembers, revokeInvitation } from "./index.ts";
import {
  type MailServer,
  openMailServer,
  openProvider,
  type ProviderServer,
} from "./sign-in/providers.testing.ts";

const studio = "https://studio.test";
let provider: ProviderServer;
let mail: MailServer;
let tenant: Tenant;
let admin: Awaited<ReturnType<Tenant["as"]>>;
let handlers: Record<"GET" | "POST", (request: NextRequest) => Promise<Response>>;

beforeAll(async () => {
  [provider, mail] = await Promise.all([openProvider("studio", "s3cret"), openMailServer()]);
  Object.assign(process.env, {
    AUTH_SECRET: "a secret for tests only",
    VALUELOOP_URL: studio,
    AUTH_OIDC_ISSUER: provider.url,
    AUTH_OIDC_ID: "studio",
    AUTH_OIDC_SECRET: "s3cret",
    AUTH_GITHUB_URL: `${provider.url}/`,
    AUTH_GITHUB_ID: "studio",
    AUTH_GITHUB_SECRET: "s3cret",
    SMTP_URL: mail.url,
    SMTP_FROM: "studio@studio.test",
  });
  const open = await testDatabase();
  void once("database", () => Promise.resolve(open));
  tenant = await createTenant();
  admin = { ...(await tenant.as("owner")), clock: systemClock };
  ({ handlers } = await import("./session.ts"));
});
afterAll(async () => {
  forget("database");
  await Promise.all([provider.close(), mail.close()]);
});
beforeEach(() => {
  provider.wrongClaims = {};
});

/** A browser that keeps cookies and stops at every redirect. `host` is what a forged Host header would say. */
function browser(host = "evil.test") {
  const cookies = new Map<string, string>();
  async function go(method: "GET" | "POST", path: string, form?: Record<string, string>) {
    const { pathname, search } = new URL(path, studio);
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await handlers[method](
      new NextRequest(`http://${host}${pathname}${search}`, {
        method,
        headers: { cookie, host, ...(form ? { "content-type": "application/x-www-form-urlencoded" } : {}) },
        ...(form ? { body: new URLSearchParams(form).toString() } : {}),
      }),
    );
    for (const line of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === "" || /Max-Age=0/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return { location: response.headers.get("location") ?? "", response };
  }
  async function begin(id: string, form: Record<string, string> = {}) {
    const { response } = await go("GET", "/api/auth/csrf");
    const { csrfToken } = (await response.json()) as { csrfToken: string };
    return (await go("POST", `/api/auth/signin/${id}`, { csrfToken, callbackUrl: "/back", ...form }))
      .location;
  }
  /** To the provider, where the person says yes, and to where the studio is called back. */
  async function consent(id: string): Promise<string> {
    const response = await fetch(await begin(id), { redirect: "manual" });
    return response.headers.get("location") ?? "";
  }
  async function who(): Promise<string | null> {
    const session = (await (await go("GET", "/api/auth/session")).response.json()) as {
      user?: { email: string };
    } | null;
    return session?.user?.email ?? null;
  }
  return { cookies, go, begin, consent, who };
}
type Browser = ReturnType<typeof browser>;

async function signIn(
  id: string,
  from: Browser = browser(),
): Promise<{ location: string; who: string | null }> {
  const { location } = await from.go("GET", await from.consent(id));
  return { location, who: await from.who() };
}

function person(name: string, verified: boolean | null = true) {
  const email = `${name}-${newId().slice(-6)}@example.test`;
  provider.person = {
    sub: String(Math.floor(performance.now() * 1000)),
    email,
    name,
    ...(verified === null ? {} : { email_verified: verified }),
  };
  return email;
}

async function findUser(email: string) {
  const [user] = await tenant.open.db.select().from(users).where(eq(users.email, email));
  return user;
}

async function roleOf(email: string) {
  return (await listMembers(admin)).find((member) => member.email === email)?.role;
}

describe.each([
  ["oidc", { code_challenge_method: "S256", scope: "openid profile email" }],
  ["github", { code_challenge_method: "S256", scope: "read:user user:email" }],
])("signing in through %s", (id, asked) => {
  it("makes an invited person a member with the role given, and keeps nothing of the provider's", async () => {
    const email = person("invited");
    await inviteMember(admin, { email, role: "reviewer" });
    expect(await signIn(id)).toEqual({ location: `${studio}/back`, who: email });
    expect(Object.fromEntries(provider.asked)).toMatchObject(asked);
    expect(provider.asked.get("state")).toBeTruthy();
    expect(await roleOf(email)).toBe("reviewer");
    const user = await findUser(email);
    const kept = await tenant.open.db
      .select()
      .from(accounts)
      .where(eq(accounts.userId, user?.id ?? ""));
    expect(kept).toMatchObject([{ provider: id, access_token: null, refresh_token: null, id_token: null }]);
    // A second time it is the same person, also without an invitation.
    expect((await signIn(id)).who).toBe(email);
    expect((await findUser(email))?.id).toBe(user?.id);
  });

  it("is the same person who had a password before", async () => {
    const email = person("known");
    const before = newId();
    await tenant.open.db.insert(users).values({ id: before, email, name: "Known" });
    expect((await signIn(id)).who).toBe(email);
    expect(await findUser(email)).toMatchObject({ id: before, name: "Known" });
  });

  it("is refused to people nobody invited, or no longer, and leaves no account behind", async () => {
    const email = person("stranger");
    const refused = { location: `${studio}/sign-in?error=NotInvited`, who: null };
    expect(await signIn(id)).toEqual(refused);
    const invitation = await inviteMember(admin, { email, role: "viewer" });
    await revokeInvitation(admin, { invitationId: invitation.id });
    expect(await signIn(id)).toEqual(refused);
    expect(await findUser(email)).toBeUndefined();
  });

  it("is refused with an address that is not verified, even an owner's", async () => {
    const email = person("thief", false);
    await inviteMember(admin, { email, role: "owner" });
    const refused = { location: `${studio}/sign-in?error=UnverifiedEmail`, who: null };
    expect(await signIn(id)).toEqual(refused);
    provider.person.email = admin.actor.email;
    expect(await signIn(id)).toEqual(refused);
    expect(await tenant.open.db.select().from(accounts).where(eq(accounts.userId, admin.actor.id))).toEqual(
      [],
    );
  });

  it("is refused with another state, without its cookies, in another browser, and with a code used before", async () => {
    await inviteMember(admin, { email: person("careful"), role: "viewer" });
    const failed = { location: `${studio}/sign-in?error=Configuration`, who: null };
    const tried = async (from: Browser, address: string) => ({
      location: (await from.go("GET", address)).location,
      who: await from.who(),
    });
    const forged = browser();
    const withState = new URL(await forged.consent(id));
    withState.searchParams.set("state", "forged");
    expect(await tried(forged, withState.toString())).toEqual(failed);

    for (const cookie of ["state", "pkce.code_verifier"]) {
      const without = browser();
      const address = await without.consent(id);
      const [name = ""] = [...without.cookies.keys()].filter((key) => key.endsWith(cookie));
      expect(without.cookies.delete(name), cookie).toBe(true);
      expect(await tried(without, address)).toEqual(failed);
    }

    const [victim, attacker] = [browser(), browser()];
    await victim.consent(id);
    expect(await tried(victim, await attacker.consent(id))).toEqual(failed);

    const again = browser();
    const address = await again.consent(id);
    const jar = new Map(again.cookies);
    expect((await tried(again, address)).who).toBe(provider.person.email);
    const replay = browser();
    for (const [name, value] of jar) replay.cookies.set(name, value);
    expect(await tried(replay, address)).toEqual(failed);
  });
});

describe("an ID token", () => {
  it.each([
    ["of another nonce", { nonce: "another" }],
    ["without a nonce", { nonce: undefined }],
    ["for another client", { aud: "another" }],
    ["of another issuer", { iss: "https://login.elsewhere.test" }],
    ["that is over", { exp: 1_000_000_000 }],
  ])("%s is refused", async (_what, wrongClaims) => {
    await inviteMember(admin, { email: person("tokens"), role: "viewer" });
    provider.wrongClaims = wrongClaims;
    expect(await signIn("oidc")).toEqual({ location: `${studio}/sign-in?error=Configuration`, who: null });
  });

  it("that is silent about the address counts as unverified", async () => {
    await inviteMember(admin, { email: person("silent", null), role: "viewer" });
    expect((await signIn("oidc")).location).toBe(`${studio}/sign-in?error=UnverifiedEmail`);
  });
});

describe("a link by e-mail", () => {
  const asked = `${studio}/api/auth/verify-request?provider=nodemailer&type=email`;
  const ask = (email: string, from = browser()) => from.begin("nodemailer", { email });
  async function mailedLink(): Promise<{ to: string; link: string }> {
    const { to, text } = await mail.next();
    return { to, link: /https?:\S+/.exec(text)?.[0] ?? "" };
  }

  it("signs in once and not twice, whatever Host the request named", async () => {
    const email = person("mailed");
    await inviteMember(admin, { email, role: "engineer" });
    expect(await ask(email.toUpperCase(), browser("evil.test"))).toBe(asked);
    const { to, link } = await mailedLink();
    expect(to).toBe(email);
    expect(link).toMatch(/^https:\/\/studio\.test\/api\/auth\/callback\/nodemailer\?/);
    const first = browser();
    expect((await first.go("GET", link)).location).toBe(`${studio}/back`);
    expect(await first.who()).toBe(email);
    expect(await roleOf(email)).toBe("engineer");
    const second = browser();
    expect((await second.go("GET", link)).location).toBe(`${studio}/sign-in?error=Verification`);
    expect(await second.who()).toBeNull();
  });

  it("is over after a day, and is nobody else's", async () => {
    const email = person("late");
    await inviteMember(admin, { email, role: "viewer" });
    await ask(email);
    const { link } = await mailedLink();
    const other = new URL(link);
    other.searchParams.set("email", admin.actor.email);
    expect((await browser().go("GET", other.toString())).location).toContain("error=Verification");
    const { db } = tenant.open;
    const [row] = await db.select().from(verificationTokens).where(eq(verificationTokens.identifier, email));
    expect(row?.expires.getTime()).toBeGreaterThan(Date.now() + 86_000_000);
    expect(row?.expires.getTime()).toBeLessThan(Date.now() + 86_500_000);
    expect(link).not.toContain(row?.token);
    await db
      .update(verificationTokens)
      .set({ expires: new Date(Date.now() - 1) })
      .where(eq(verificationTokens.identifier, email));
    expect((await browser().go("GET", link)).location).toBe(`${studio}/sign-in?error=Verification`);
  });

  it("is answered alike for an address nobody has, and goes to those only who are expected", async () => {
    const [stranger, known] = [person("unknown"), person("expected")];
    await inviteMember(admin, { email: known, role: "viewer" });
    expect([await ask(stranger), await ask(known)]).toEqual([asked, asked]);
    expect((await mailedLink()).to).toBe(known);
  });

  it("is sent five times in a quarter of an hour, known or not", async () => {
    for (const email of [person("eager"), admin.actor.email]) {
      for (let attempt = 0; attempt < 5; attempt += 1) expect(await ask(email)).toBe(asked);
      expect(await ask(email)).toBe(`${studio}/sign-in?error=TooManyLinks`);
    }
  });
});

it("nothing is begun without the form's own token", async () => {
  const { location } = await browser().go("POST", "/api/auth/signin/nodemailer", {
    email: admin.actor.email,
  });
  expect(location).toContain("error=MissingCSRF");
});

it("signing out ends the session in the database", async () => {
  const from = browser();
  const email = person("leaving");
  await inviteMember(admin, { email, role: "viewer" });
  await signIn("oidc", from);
  const copy = browser();
  for (const [name, value] of from.cookies) copy.cookies.set(name, value);
  expect(await copy.who()).toBe(email);
  const { csrfToken } = (await (await from.go("GET", "/api/auth/csrf")).response.json()) as {
    csrfToken: string;
  };
  await from.go("POST", "/api/auth/signout", { csrfToken });
  expect([await from.who(), await copy.who()]).toEqual([null, null]);
});
