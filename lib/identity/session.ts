import { DrizzleAdapter } from "@auth/drizzle-adapter";
import NextAuth, { CredentialsSignin, type NextAuthConfig } from "next-auth";
import type { Provider } from "next-auth/providers";
import Credentials from "next-auth/providers/credentials";
import GitHub from "next-auth/providers/github";
import Nodemailer from "next-auth/providers/nodemailer";
import { database } from "#db";
import { accounts, sessions, users, verificationTokens } from "#db/schema";
import { keptSecret } from "#platform/crypto";
import { env } from "#platform/env";
import { isAppError } from "#platform/errors";
import { logger } from "#platform/logger";
import { findDemoUser } from "./demo.ts";
import { endSession, findSession, findUserByPassword, sessionSeconds, startSession } from "./sign-in.ts";

class RateLimitedSignin extends CredentialsSignin {
  override code = "rate_limited";
}

/**
 * next-auth with opaque sessions in the database. Its own "database" strategy refuses passwords, so the
 * "jwt" strategy is used with an encode and decode that store a row and hand out a random token.
 */
export const { handlers, auth, signIn, signOut } = NextAuth(async () => {
  const { db } = await database();
  const config: NextAuthConfig = {
    secret: env().AUTH_SECRET ?? keptSecret("auth.key"),
    trustHost: true,
    // The adapter is written against one driver's type; the tables it is handed are the same on both.
    adapter: DrizzleAdapter(
      db as never,
      {
        usersTable: users,
        accountsTable: accounts,
        sessionsTable: sessions,
        verificationTokensTable: verificationTokens,
      } as never,
    ),
    pages: { signIn: "/sign-in", error: "/sign-in", verifyRequest: "/sign-in?sent=1" },
    session: { strategy: "jwt", maxAge: sessionSeconds },
    providers: providers(),
    callbacks: {
      jwt: ({ token, user }) => (user?.id ? { ...token, sub: user.id } : token),
      session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub ?? "" } }),
    },
    jwt: {
      encode: async ({ token }) => {
        const kept = token?.["sessionToken"];
        if (typeof kept === "string") return kept;
        return token?.sub ? startSession(db, token.sub) : "";
      },
      decode: async ({ token }) => {
        const user = token ? await findSession(db, token) : null;
        return user ? { sub: user.id, name: user.name, email: user.email, sessionToken: token } : null;
      },
    },
    events: {
      signOut: async (message) => {
        const token = "token" in message ? message.token?.["sessionToken"] : undefined;
        if (typeof token === "string") await endSession(db, token);
      },
    },
    logger: {
      // A stale cookie is an everyday thing, not a fault of ours.
      error: (error) =>
        logger()[error.name === "JWTSessionError" || error.name === "CredentialsSignin" ? "debug" : "error"](
          { err: error },
          "sign-in",
        ),
      warn: (code) => logger().debug({ code }, "sign-in"),
    },
  };
  return config;
});

function providers(): Provider[] {
  const {
    AUTH_GITHUB_ID,
    AUTH_GITHUB_SECRET,
    AUTH_OIDC_ISSUER,
    AUTH_OIDC_ID,
    AUTH_OIDC_SECRET,
    AUTH_OIDC_NAME,
    SMTP_URL,
    SMTP_FROM,
  } = env();
  const list: Provider[] = [passwordProvider(), demoProvider()];
  if (AUTH_GITHUB_ID && AUTH_GITHUB_SECRET)
    list.push(GitHub({ clientId: AUTH_GITHUB_ID, clientSecret: AUTH_GITHUB_SECRET }));
  if (AUTH_OIDC_ISSUER && AUTH_OIDC_ID && AUTH_OIDC_SECRET) {
    list.push({
      id: "oidc",
      name: AUTH_OIDC_NAME,
      type: "oidc",
      issuer: AUTH_OIDC_ISSUER,
      clientId: AUTH_OIDC_ID,
      clientSecret: AUTH_OIDC_SECRET,
    });
  }
  if (SMTP_URL && SMTP_FROM) list.push(Nodemailer({ server: SMTP_URL, from: SMTP_FROM }) as Provider);
  return list;
}

function passwordProvider(): Provider {
  return Credentials({
    id: "password",
    name: "Password",
    credentials: { email: {}, password: {} },
    authorize: async ({ email, password }) => {
      const { db } = await database();
      try {
        return await findUserByPassword(db, { email: textOf(email), password: textOf(password) });
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
    authorize: async ({ role }) => findDemoUser((await database()).db, textOf(role)),
  });
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
