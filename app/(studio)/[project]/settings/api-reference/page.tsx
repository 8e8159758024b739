import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { studioOrigin } from "#app/_origin";
import { currentContext } from "#app/_context";
import { ApiReference, loadReferenceArea } from "#components/api/reference";
import { Page, PageHeader } from "#components/shell/page-header";
import { apiReference } from "#lib/api";

export const metadata: Metadata = { title: "API reference" };

/** The API as its own document says it, inside the studio. */
export default async function ApiReferencePage({
  params,
  searchParams,
}: {
  params: Promise<{ project: string }>;
  searchParams: Promise<SearchParams>;
}) {
  await currentContext((await params).project);
  const { area } = await loadReferenceArea(searchParams);
  return (
    <Page>
      <PageHeader title="API reference" note="Everything the studio does for a program, with one API key." />
      <ApiReference groups={apiReference()} baseUrl={await studioOrigin()} area={area} />
    </Page>
  );
}
