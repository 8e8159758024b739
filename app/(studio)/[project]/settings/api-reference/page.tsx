import type { Metadata } from "next";
import { studioOrigin } from "#app/_origin";
import { currentContext } from "#app/_context";
import { ApiReference } from "#components/api/reference";
import { Page, PageHeader } from "#components/shell/page-header";
import { apiReference } from "#lib/api";

export const metadata: Metadata = { title: "API reference" };

/** The API as its own document says it, inside the studio. */
export default async function ApiReferencePage({ params }: { params: Promise<{ project: string }> }) {
  await currentContext((await params).project);
  return (
    <Page>
      <PageHeader title="API reference" note="Everything the studio does for a program, with one API key." />
      <ApiReference groups={apiReference()} baseUrl={await studioOrigin()} />
    </Page>
  );
}
