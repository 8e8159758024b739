import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { listModels } from "#lib/models";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import { NoPermission } from "#states/no-permission";
import { NewSuite } from "../_parts/suite-editor.client.tsx";

export const metadata: Metadata = { title: "New suite" };

type Props = { params: Promise<{ project: string }> };

/** Makes a suite with its first version. */
export default async function NewSuitePage({ params }: Props) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const isAllowed = may(ctx, "suite.create");
  const models = isAllowed ? await listModels(ctx) : [];
  return (
    <>
      <TopBar crumbs={[{ label: "Suites", href: paths.suites(project) }, { label: "New suite" }]} />
      <Page>
        <PageHeader
          title="New suite"
          note="What a good answer is. Every save is a version; runs keep the version they were judged by."
        />
        {isAllowed ? (
          <NewSuite project={project} models={models} />
        ) : (
          <NoPermission what="Making a suite" whoCan={[...permissionTable["suite.create"]]} />
        )}
      </Page>
    </>
  );
}
