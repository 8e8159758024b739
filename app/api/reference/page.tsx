import type { Metadata } from "next";
import { headers } from "next/headers";
import { ApiReference } from "#components/api/reference";
import { apiReference } from "#lib/api";
import { env } from "#platform/env";

export const metadata: Metadata = { title: "Valueloop API" };

/** The same reference for readers without an account; problem types of the API point here. */
export default async function PublicReferencePage() {
  const host = (await headers()).get("host") ?? "localhost:3000";
  return (
    <main className="mx-auto flex max-w-300 flex-col gap-4 p-5 max-sm:p-3.5">
      <h1>Valueloop API</h1>
      <ApiReference groups={apiReference()} baseUrl={env().VALUELOOP_URL ?? `http://${host}`} />
    </main>
  );
}
