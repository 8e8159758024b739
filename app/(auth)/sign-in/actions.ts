"use server";

import { AuthError, CredentialsSignin } from "next-auth";
import { formText } from "#platform/form";
import { signIn } from "#session";

/** `needsCode`: the password was right, and the person has a second factor. */
export type SignInState = { message: string; needsCode: boolean } | null;

/** Signs in with address, password and, where there is a second factor, its code. Says what is missing or wrong. */
export async function passwordSignIn(before: SignInState, form: FormData): Promise<SignInState> {
  try {
    await signIn("password", {
      email: formText(form, "email"),
      password: formText(form, "password"),
      code: formText(form, "code"),
      redirectTo: safeNext(formText(form, "next")),
    });
    return null;
  } catch (error) {
    if (error instanceof CredentialsSignin)
      return refusals[error.code] ?? { message: mismatch, needsCode: before?.needsCode ?? false };
    if (error instanceof AuthError) return { message: mismatch, needsCode: false };
    // next-auth redirects by throwing; only Next may catch that.
    throw error;
  }
}

const mismatch = "Address and password don't match. Check both, or ask an owner for an invitation.";
const refusals: Record<string, NonNullable<SignInState>> = {
  rate_limited: {
    message: "Too many tries. Wait a quarter of an hour, or ask an owner for help.",
    needsCode: false,
  },
  code_needed: { message: "", needsCode: true },
  code_wrong: {
    message: "That code is not right, or was used already. Wait for the next one, or use a recovery code.",
    needsCode: true,
  },
};

/** Signs in as a person of the demo; refused by the server unless it is seeded, embedded and on loopback. */
export async function demoSignIn(form: FormData): Promise<void> {
  await signIn("demo", { role: formText(form, "role"), redirectTo: safeNext(formText(form, "next")) });
}

/** Begins sign-in with a provider from the environment (GitHub, OIDC), or sends a link by e-mail. */
export async function providerSignIn(form: FormData): Promise<void> {
  const provider = formText(form, "provider");
  const email = formText(form, "email");
  await signIn(provider, { redirectTo: safeNext(formText(form, "next")), ...(email ? { email } : {}) });
}

/** Only addresses of this site, so that a link cannot send a person elsewhere after sign-in. */
function safeNext(next: string): string {
  return next.startsWith("/") && !next.startsWith("//") && !next.includes("\\") ? next : "/";
}
