import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { listInvitations, listMembers, may } from "#lib/identity";
import { Avatar } from "#ui/avatar";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { Table, TableBody, TableHead, Td, Th, Tr } from "#ui/table";
import { InviteDialog } from "./_invite-dialog.client.tsx";
import {
  PasswordLink,
  ProjectRoleSelect,
  RemoveMember,
  RevokeInvitation,
  RoleSelect,
} from "./_member-controls.client.tsx";

export const metadata: Metadata = { title: "Members" };

/** Who is in the organisation, as what, and who is invited. */
export default async function MembersPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const [members, invitations] = await Promise.all([listMembers(ctx), listInvitations(ctx)]);
  const mayChange = may(ctx, "member.update");
  return (
    <Page>
      <PageHeader
        title="Members"
        note="Everybody here belongs to the organisation. A role there holds in every project, unless the project says another."
        actions={mayChange ? <InviteDialog project={project} /> : null}
      />
      <Card>
        <Table label="Members">
          <TableHead>
            <Th>Name</Th>
            <Th>E-mail address</Th>
            <Th>Since</Th>
            <Th>Role</Th>
            <Th>In this project</Th>
            <Th>
              <span className="sr-only">Actions</span>
            </Th>
          </TableHead>
          <TableBody>
            {members.map(({ userId, name, email, role, projectRole, hasSecondFactor, createdAt }) => (
              <Tr key={userId}>
                <Td mobile="title">
                  <span className="flex items-center gap-2 font-medium">
                    <Avatar name={name} />
                    {name}
                    {hasSecondFactor ? <Chip tone="good">two-factor</Chip> : null}
                  </span>
                </Td>
                <Td className="text-text-2">{email}</Td>
                <Td className="text-text-2" label="since">
                  <RelativeTime value={createdAt} />
                </Td>
                <Td>
                  {mayChange ? (
                    <RoleSelect project={project} userId={userId} name={name} role={role} />
                  ) : (
                    <Chip>{role}</Chip>
                  )}
                </Td>
                <Td label="in this project">
                  {mayChange && role !== "owner" ? (
                    <ProjectRoleSelect
                      project={project}
                      userId={userId}
                      name={name}
                      projectRole={projectRole}
                    />
                  ) : (
                    <span className="text-text-2">
                      {projectRole === "none" ? "no access" : (projectRole ?? role)}
                    </span>
                  )}
                </Td>
                <Td className="text-right whitespace-nowrap">
                  {mayChange ? (
                    <>
                      <PasswordLink
                        project={project}
                        userId={userId}
                        name={name}
                        hasSecondFactor={hasSecondFactor}
                      />
                      <RemoveMember project={project} userId={userId} name={name} />
                    </>
                  ) : null}
                </Td>
              </Tr>
            ))}
          </TableBody>
        </Table>
      </Card>
      {invitations.length > 0 ? (
        <Card>
          <CardHeader title="Invited" note="not yet accepted" />
          <Table label="Invitations">
            <TableHead>
              <Th>E-mail address</Th>
              <Th>Role</Th>
              <Th>Ends</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </TableHead>
            <TableBody>
              {invitations.map(({ id, email, role, expiresAt }) => (
                <Tr key={id}>
                  <Td mobile="title">{email}</Td>
                  <Td>
                    <Chip>{role}</Chip>
                  </Td>
                  <Td className="text-text-2">
                    <RelativeTime value={expiresAt} />
                  </Td>
                  <Td className="text-right">
                    {mayChange ? (
                      <RevokeInvitation project={project} invitationId={id} email={email} />
                    ) : null}
                  </Td>
                </Tr>
              ))}
            </TableBody>
          </Table>
        </Card>
      ) : null}
    </Page>
  );
}
