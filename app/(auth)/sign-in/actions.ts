"use server";

import { AuthError, CredentialsSignin } from "next-auth";
import { formText } from "#platform/form";
import { signIn } from "#session";

export type SignInState = { message: string; email: string } | null;

/** Signs in with address and password. On failure the address typed comes back with the reason. */
export async function passwordSignIn(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = formText(form, "email");
  try {
    await signIn("password", {
      email,
      password: formText(form, "password"),
      redirectTo: safeNext(formText(form, "next")),
    });
    return null;
  } catch (error) {
    if (error instanceof CredentialsSignin && error.code === "rate_limited")
      return { message: "Too many tries. Wait a quarter of an hour, or ask an owner for help.", email };
    if (error instanceof AuthError)
      return {
        message: "Address and password don't match. Check both, or ask an owner for an invitation.",
        email,
      };
    // next-auth redirects by throwing; only Next may catch that.
    throw error;
  }
}

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
