"use server";

import { AuthError, CredentialsSignin } from "next-auth";
import { cookies } from "next/headers";
import { visitorAction } from "#app/_action";
import { deviceCookie, deviceSeconds, makeDevice } from "#lib/identity";
import { env } from "#platform/env";
import { AppError } from "#platform/errors";
import { MailLinkInput, SignInInput } from "#schema/identity";
import { signIn } from "#session";

/**
 * Signs in with address, password and, where there is a second factor, its code; goes on by a redirect. Answers only where
 * the password was right and a code is missing.
 */
export const passwordSignInAction = visitorAction("user.sign_in")
  .inputSchema(SignInInput)
  .action(async ({ parsedInput: { email, password, code, next } }) => {
    try {
      await signIn("password", { email, password, code, redirectTo: safeNext(next) });
    } catch (error) {
      if (error instanceof CredentialsSignin && error.code === "code_needed") return { needsCode: true };
      if (error instanceof AuthError)
        throw refusalOf(error instanceof CredentialsSignin ? error.code : null, error);
      // next-auth redirects by throwing, which means that they are in; only Next may catch that.
      await rememberBrowser(email);
      throw error;
    }
    return { needsCode: false };
  });

/** Marks the browser as one that signed in with this address. */
async function rememberBrowser(email: string): Promise<void> {
  (await cookies()).set(deviceCookie, makeDevice(email), {
    httpOnly: true,
    sameSite: "lax",
    secure: env().VALUELOOP_URL?.startsWith("https:") ?? false,
    maxAge: deviceSeconds,
    path: "/",
  });
}

function refusalOf(code: string | null, cause: unknown): AppError {
  if (code === "rate_limited")
    return new AppError(
      "rate_limited",
      "Too many tries. Wait a quarter of an hour, or ask an owner for help.",
      {
        cause,
      },
    );
  if (code === "code_wrong")
    return new AppError(
      "unauthenticated",
      "That code is not right, or was used already. Wait for the next one, or use a recovery code.",
      { details: { field: "code" }, cause },
    );
  return new AppError(
    "unauthenticated",
    "Address and password don't match. Check both, or ask an owner for an invitation.",
    { details: { field: "password" }, cause },
  );
}

/** Signs in as a person of the demo; refused by the server unless it is seeded, embedded and on loopback. */
export async function demoSignIn(role: string, next: string): Promise<void> {
  await signIn("demo", { role, redirectTo: safeNext(next) });
}

/** Begins sign-in with a provider from the environment: GitHub, OIDC. */
export async function providerSignIn(provider: string, next: string): Promise<void> {
  await signIn(provider, { redirectTo: safeNext(next) });
}

/** Mails a link to sign in with. */
export const mailSignInAction = visitorAction("user.mail_sign_in")
  .inputSchema(MailLinkInput)
  .action(async ({ parsedInput: { email, next } }) => {
    await signIn("nodemailer", { email, redirectTo: safeNext(next) });
  });

/** Only addresses of this site, so that a link cannot send a person elsewhere after sign-in. */
function safeNext(next: string): string {
  return next.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : "/";
}
