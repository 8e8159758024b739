import type { Metadata } from "next";
import Link from "next/link";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { createParser, parseAsString, type SearchParams } from "nuqs/server";
import { findCurrentUser } from "#app/_context";
import { database } from "#db";
import { demoPeople, findDemoUser, hostOf, isInstallationEmpty, type SignInRefusal } from "#lib/identity";
import { env } from "#platform/env";
import { pageAddress } from "#platform/list-address";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { MailForm } from "./_mail-form.client.tsx";
import { PasswordForm } from "./_password-form.client.tsx";
import { demoSignIn, providerSignIn } from "./actions.ts";

export const metadata: Metadata = { title: "Sign in" };

const address = pageAddress({
  /** Where to go then: an address of this site. */
  next: createParser<string>({
    parse: (text) => (text.startsWith("/") && !text.startsWith("//") ? text : null),
    serialize: (text) => text,
  }).withDefault("/"),
  /** A link was sent. */
  sent: parseAsString,
  error: parseAsString,
  done: parseAsString,
});

type SignInPageProps = { searchParams: Promise<SearchParams> };

/** What to do after a refusal; the words of lib/identity/sign-in/rules.ts and next-auth. */
const sentences: Record<string, string> = {
  NotInvited: "Nobody here expects that address. Ask an owner or admin to invite it.",
  UnverifiedEmail:
    "The provider does not say that your address is yours. Verify it there, or choose another way.",
  TooManyLinks: "Too many links for that address. Wait a quarter of an hour.",
  SecondFactor: "This account has two-factor sign-in. Use the password and a code instead of a link.",
  Verification: "That link was used or is over. Get a new one.",
} satisfies Record<SignInRefusal | "Verification", string>;

const doneSentences: Record<string, string> = {
  joined: "You have joined. Sign in with the account you have here already.",
};

/** Every way in that this installation offers. */
export default async function SignInPage({ searchParams }: SignInPageProps) {
  const { next, sent, error, done } = address.load(await searchParams);
  if (await findCurrentUser()) redirect(next);
  const { db } = await database();
  if (await isInstallationEmpty(db)) return <NobodyYet />;
  const hasDemo = (await findDemoUser(db, demoPeople[0].key, hostOf(await headers()))) !== null;
  return (
    <>
      {error ? (
        <p role="alert" className="rounded-md bg-bad-weak px-3 py-2 text-bad">
          ✕ {sentences[error] ?? "That sign-in did not work. Try again, or choose another way."}
        </p>
      ) : null}
      {done ? <p role="status">{doneSentences[done] ?? ""}</p> : null}
      {hasDemo ? <DemoCard next={next} /> : null}
      <Card>
        <CardBody>
          <div className="flex flex-col gap-4">
            <h1 className="text-base">Sign in</h1>
            <PasswordForm next={next} isOnlyWay={!hasDemo} />
            <p className="text-sm">
              <Link href={paths.forgotPassword()} className="text-text-2 underline hover:text-text">
                Forgot the password?
              </Link>
            </p>
            <Providers next={next} isSent={sent !== null} />
          </div>
        </CardBody>
      </Card>
    </>
  );
}

/** Before the first account there is nothing to sign in with; who started the studio holds the address that makes it. */
function NobodyYet() {
  return (
    <EmptyState title="Nobody has an account here yet">
      Open the set-up address that the studio printed in its terminal at the start. It makes the owner&rsquo;s
      account.
    </EmptyState>
  );
}

function DemoCard({ next }: { next: string }) {
  return (
    <Card>
      <CardHeader title="Look around as" note="demo data on this machine" />
      <ul>
        {demoPeople.map(({ key, name, role, job }) => (
          <li key={key} className="border-b border-line last:border-b-0">
            <form action={demoSignIn.bind(null, key, next)}>
              <button
                type="submit"
                className="flex min-h-11 w-full items-center gap-3 px-3.5 py-2 text-left hover:bg-sunken"
              >
                <span className="min-w-0 flex-1">
                  <span className="block font-medium">{name}</span>
                  <span className="block text-sm text-text-2">{job}</span>
                </span>
                <Chip>{role}</Chip>
              </button>
            </form>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Providers({ next, isSent }: { next: string; isSent: boolean }) {
  const { AUTH_GITHUB_ID, AUTH_OIDC_ISSUER, AUTH_OIDC_NAME, SMTP_URL } = env();
  const buttons = [
    ...(AUTH_GITHUB_ID ? [{ id: "github", label: "Continue with GitHub" }] : []),
    ...(AUTH_OIDC_ISSUER ? [{ id: "oidc", label: `Continue with ${AUTH_OIDC_NAME}` }] : []),
  ];
  return (
    <>
      {buttons.map(({ id, label }) => (
        <form key={id} action={providerSignIn.bind(null, id, next)}>
          <Button type="submit" className="w-full">
            {label}
          </Button>
        </form>
      ))}
      {SMTP_URL && isSent ? (
        <p role="status">
          If somebody here has that address, a link is on its way. It works once, for a day.
        </p>
      ) : null}
      {SMTP_URL && !isSent ? <MailForm next={next} /> : null}
    </>
  );
}
