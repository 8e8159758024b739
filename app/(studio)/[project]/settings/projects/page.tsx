import type { Metadata } from "next";
import { currentContext, currentShell } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { paths } from "#platform/paths";
import { permissionTable } from "#constants/identity";
import { PermissionNote } from "#states/no-permission";
import { Card } from "#ui/card";
import { Chip } from "#ui/chip";
import { RowLink, Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
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
        <Table label="Projects" keys>
          <TableHead>
            <Th>Name</Th>
            <Th>Address</Th>
            <Th>State</Th>
          </TableHead>
          <TableBody>
            {projects.map(({ id, slug, name, isDemo }) => (
              <Tr key={id} selected={slug === project}>
                <Td mobile="title">
                  <RowLink href={paths.overview(slug)}>{name}</RowLink>
                </Td>
                <Td className="font-mono text-sm text-text-2">{slug}</Td>
                <Td>{isDemo ? <Chip>demo data</Chip> : <span className="text-text-3">—</span>}</Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      </Card>
    </Page>
  );
}
