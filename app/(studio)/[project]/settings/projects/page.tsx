import type { Metadata } from "next";
import { currentContext, currentShell } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import { PermissionNote } from "#states/no-permission";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { type Column, Table } from "#ui/table";
import { NewProject } from "./_new-project.client.tsx";

export const metadata: Metadata = { title: "Projects" };

/** The projects this person can open, and the way to a new one. */
export default async function ProjectsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const [ctx, { projects }] = await Promise.all([currentContext(project), currentShell(project)]);
  return (
    <Page>
      <PageHeader
        title="Projects"
        actions={
          may(ctx, "project.create") ? (
            <NewProject project={project} />
          ) : (
            <PermissionNote>
              New projects are made by {permissionTable["project.create"].join(" or ")}.
            </PermissionNote>
          )
        }
      />
      <Card>
        <Table
          label="Projects"
          columns={columns}
          rows={projects}
          rowKey={({ id }) => id}
          rowHref={({ slug }) => paths.overview(slug)}
          isCurrent={({ slug }) => slug === project}
          isWhole
        />
      </Card>
    </Page>
  );
}

type ProjectRow = { slug: string; name: string; isDemo: boolean };

const columns: Column<ProjectRow>[] = [
  { key: "name", head: "Name", sort: ({ name }) => name, cell: ({ name }) => name },
  {
    key: "address",
    head: "Address",
    sort: ({ slug }) => slug,
    className: "font-mono text-sm text-text-2",
    cell: ({ slug }) => slug,
  },
  {
    key: "state",
    head: "State",
    cell: ({ isDemo }) => (isDemo ? <Chip>demo data</Chip> : <span className="text-text-3">—</span>),
  },
];
