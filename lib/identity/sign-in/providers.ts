import { createTransport } from "nodemailer";
import { CredentialsSignin } from "next-auth";
import type { Provider } from "next-auth/providers";
import Credentials from "next-auth/providers/credentials";
import GitHub from "next-auth/providers/github";
import Nodemailer from "next-auth/providers/nodemailer";
import { database } from "#db";
import { env } from "#platform/env";
import { isAppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { findDemoUser, hostOf } from "./demo.ts";
import { deviceCookie } from "./device.ts";
import { isExpected } from "./rules.ts";
import { checkPassword } from "./check-password.ts";

class CodeNeededSignin extends CredentialsSignin {
  override code = "code_needed";
}

class CodeWrongSignin extends CredentialsSignin {
  override code = "code_wrong";
}

class RateLimitedSignin extends CredentialsSignin {
  override code = "rate_limited";
}

/** Every way in that the environment offers. */
export function signInProviders(): Provider[] {
  const { AUTH_GITHUB_ID, AUTH_OIDC_ISSUER, SMTP_URL } = env();
  return [
    passwordProvider(),
    demoProvider(),
    ...(AUTH_GITHUB_ID ? [gitHubProvider(AUTH_GITHUB_ID)] : []),
    ...(AUTH_OIDC_ISSUER ? [oidcProvider(AUTH_OIDC_ISSUER)] : []),
    ...(SMTP_URL ? [mailProvider(SMTP_URL)] : []),
  ];
}

// What both have in common: people are known by their verified address (lib/identity/sign-in-rules.ts refuses any
// other), and the provider's own tokens are of no use here, so they are not kept.
const foreign = { allowDangerousEmailAccountLinking: true, account: () => ({}) };

function oidcProvider(issuer: string): Provider {
  const { AUTH_OIDC_NAME, AUTH_OIDC_ID = "", AUTH_OIDC_SECRET = "" } = env();
  return {
    id: "oidc",
    name: AUTH_OIDC_NAME,
    type: "oidc",
    issuer,
    clientId: AUTH_OIDC_ID,
    clientSecret: AUTH_OIDC_SECRET,
    checks: ["pkce", "state", "nonce"],
    ...foreign,
  };
}

function gitHubProvider(clientId: string): Provider {
  const { AUTH_GITHUB_SECRET = "", AUTH_GITHUB_URL } = env();
  const baseUrl = AUTH_GITHUB_URL?.replace(/\/+$/, "");
  const profileUrl = baseUrl ? `${baseUrl}/api/v3/user` : "https://api.github.com/user";
  return GitHub({
    clientId,
    clientSecret: AUTH_GITHUB_SECRET,
    checks: ["pkce", "state"],
    ...foreign,
    ...(baseUrl ? { enterprise: { baseUrl } } : {}),
    // The profile shows any address the person chose; the list says which one is theirs for sure.
    userinfo: {
      url: profileUrl,
      request: async ({ tokens }: { tokens: { access_token?: string } }) => {
        const headers = { authorization: `Bearer ${tokens.access_token}`, "user-agent": "Valueloop" };
        const [profile, emails] = await Promise.all(
          [profileUrl, `${profileUrl}/emails`].map(async (url) => {
            const response = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
            if (!response.ok) throw new Error(`GitHub answered ${response.status} to ${url}`);
            return (await response.json()) as unknown;
          }),
        );
        const own = (emails as { email: string; primary: boolean; verified: boolean }[]).find(
          ({ primary, verified }) => primary && verified,
        );
        return { ...(profile as object), email: own?.email ?? null, email_verified: own !== undefined };
      },
    },
  }) as Provider;
}

function mailProvider(server: string): Provider {
  const { SMTP_FROM = "" } = env();
  return Nodemailer({
    server,
    from: SMTP_FROM,
    maxAge: 24 * 60 * 60,
    sendVerificationRequest: async ({ identifier, url }) => {
      const { db } = await database();
      if (!(await isExpected(db, identifier))) return;
      const { host } = new URL(url);
      // Not awaited: how long the mail server takes would tell that somebody has this address.
      createTransport(server)
        .sendMail({
          to: identifier,
          from: SMTP_FROM,
          subject: `Sign in to Valueloop at ${host}`,
          text: `Open this address to sign in to Valueloop at ${host}:\n\n${url}\n\nIt works once, for a day. If you did not ask for it, leave it.\n`,
        })
        .catch((error: unknown) => logger().error({ err: error }, "sign-in link was not sent"));
    },
  }) as Provider;
}

function passwordProvider(): Provider {
  return Credentials({
    id: "password",
    name: "Password",
    credentials: { email: {}, password: {}, code: {} },
    authorize: async ({ email, password, code }, { headers }) => {
      const { db } = await database();
      try {
        const device = cookieOf(headers.get("cookie"), deviceCookie);
        const typed = { email: textOf(email), password: textOf(password), code: textOf(code), device };
        const result = await checkPassword(db, typed);
        switch (result.outcome) {
          case "in":
            return result.user;
          case "wrong":
            return null;
          case "code_needed":
            throw new CodeNeededSignin();
          case "code_wrong":
            throw new CodeWrongSignin();
          default:
            return result satisfies never;
        }
      } catch (error) {
        if (isAppError(error) && error.code === "rate_limited")
          throw new RateLimitedSignin("Too many attempts", { cause: error });
        throw error;
      }
    },
  });
}

function demoProvider(): Provider {
  return Credentials({
    id: "demo",
    name: "Demo",
    credentials: { role: {} },
    authorize: async ({ role }, { headers }) =>
      findDemoUser((await database()).db, textOf(role), hostOf(headers)),
  });
}

function cookieOf(header: string | null, name: string): string {
  const found = header?.split(/;\s*/).find((cookie) => cookie.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
