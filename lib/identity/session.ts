import { DrizzleAdapter } from "@auth/drizzle-adapter";
import NextAuth, { type NextAuthConfig } from "next-auth";
import { headers } from "next/headers";
import { database } from "#db";
import { accounts, sessions, users, verificationTokens } from "#db/schema/identity";
import { keptSecret } from "#platform/crypto";
import { env } from "#platform/env";
import { logger } from "#platform/logger";
import { auditSignIn } from "./sign-in/audit.ts";
import { signInProviders } from "./sign-in/providers.ts";
import { joinByInvitation, refuseLink, refuseOutsider, type SignInRefusal } from "./sign-in/rules.ts";
import { endSession, findSession, sessionSeconds, startSession } from "./sign-in/sessions.ts";

/**
 * next-auth with opaque sessions in the database. Its own "database" strategy refuses passwords, so the
 * "jwt" strategy is used with an encode and decode that store a row and hand out a random token.
 */
export const { handlers, auth, signIn, signOut } = NextAuth(async (request) => {
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
    providers: signInProviders(),
    callbacks: {
      signIn: async ({ user, account, profile, email }) => {
        if (!account || account.type === "credentials") return true;
        const refusal = email?.verificationRequest
          ? await refuseLink(db, account.providerAccountId)
          : await refuseOutsider(db, {
              email: user.email,
              isVerified: account.type === "email" || isVerified(profile),
              account,
            });
        if (refusal === null) return true;
        const method = account.provider;
        await auditSignIn(db, { action: "session.refuse", email: user.email ?? "", method, reason: refusal });
        return refusedAt(refusal);
      },
      jwt: ({ token, user }) => (user?.id ? { ...token, sub: user.id } : token),
      session: ({ session, token }) => ({
        ...session,
        user: { ...session.user, id: token.sub ?? "" },
        sessionId: typeof token["sessionId"] === "string" ? token["sessionId"] : "",
      }),
    },
    jwt: {
      encode: async ({ token }) => {
        const kept = token?.["sessionToken"];
        if (typeof kept === "string") return kept;
        return token?.sub
          ? startSession(db, { userId: token.sub, userAgent: await browserName(request) })
          : "";
      },
      decode: async ({ token }) => {
        const user = token ? await findSession(db, token) : null;
        return user
          ? {
              sub: user.id,
              name: user.name,
              email: user.email,
              sessionToken: token,
              sessionId: user.sessionId,
            }
          : null;
      },
    },
    events: {
      signIn: async ({ user, account }) => {
        // A password proves nothing about an address; a mailed link and a provider's word do.
        if (account?.type !== "credentials" && user.id && user.email)
          await joinByInvitation(db, { id: user.id, email: user.email, name: user.name ?? null });
        if (user.id)
          await auditSignIn(db, {
            action: "session.start",
            userId: user.id,
            method: account?.provider ?? "unknown",
          });
      },
      signOut: async (message) => {
        const token = "token" in message ? message.token : null;
        const kept = token?.["sessionToken"];
        if (typeof kept === "string") await endSession(db, kept);
        if (token?.sub) await auditSignIn(db, { action: "session.end", userId: token.sub });
      },
    },
    logger: {
      // A stale cookie is an everyday thing, not a fault of ours.
      error: (error) => logger()[isEveryday(error) ? "debug" : "error"]({ err: error }, "sign-in"),
      warn: (code) => logger().debug({ code }, "sign-in"),
    },
  };
  return config;
});

declare module "next-auth" {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- a module's type is only widened by an interface
  interface Session {
    /** The session's own id, by which it is listed and revoked; not its token. */
    sessionId: string;
  }
}

/** By next-auth's own `type`: a bundle shortens the names of classes. */
function isEveryday(error: Error): boolean {
  return "type" in error && (error.type === "JWTSessionError" || error.type === "CredentialsSignin");
}

/** A route handler hands its request over; a server action has none and asks Next. */
async function browserName(request: Request | undefined): Promise<string | null> {
  return (request?.headers ?? (await headers())).get("user-agent");
}

/** Some providers (Microsoft Entra) never say whether an address was verified; the setting says to take it as such. */
function isVerified(profile: { email_verified?: boolean | null | undefined } | undefined): boolean {
  const word: unknown = profile?.email_verified;
  return word === undefined || word === null ? env().AUTH_OIDC_TRUST_EMAIL : word === true || word === "true";
}

function refusedAt(refusal: SignInRefusal): string {
  return `/sign-in?error=${refusal}`;
}
