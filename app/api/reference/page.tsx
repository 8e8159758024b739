import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { studioOrigin } from "#app/_origin";
import { ApiReference, loadReferenceArea } from "#components/api/reference";
import { apiReference } from "#lib/api";

export const metadata: Metadata = { title: "Valueloop API" };

/** The same reference for readers without an account; problem types of the API point here. */
export default async function PublicReferencePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { area } = await loadReferenceArea(searchParams);
  return (
    <main className="mx-auto flex max-w-300 flex-col gap-4 p-5 max-sm:p-3.5">
      <h1>Valueloop API</h1>
      <ApiReference groups={apiReference()} baseUrl={await studioOrigin()} area={area} />
    </main>
  );
}
