import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { listInvitations, listMembers, may } from "#lib/identity";
import { Avatar } from "#ui/avatar";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { RelativeTime } from "#ui/relative-time";
import { type Column, Table } from "#ui/table";
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
        <Table
          name="members"
          label="Members"
          columns={memberColumns(project, mayChange)}
          rows={members}
          rowKey={({ userId }) => userId}
          isWhole
        />
      </Card>
      {invitations.length > 0 ? (
        <Card>
          <CardHeader title="Invited" note="not yet accepted" />
          <Table
            label="Invitations"
            columns={invitationColumns(project, mayChange)}
            rows={invitations}
            rowKey={({ id }) => id}
            isWhole
            sortName="invitations"
          />
        </Card>
      ) : null}
    </Page>
  );
}

type Member = Awaited<ReturnType<typeof listMembers>>[number];
type Invitation = Awaited<ReturnType<typeof listInvitations>>[number];

function memberColumns(project: string, mayChange: boolean): Column<Member>[] {
  return [
    {
      key: "name",
      head: "Name",
      sort: ({ name }) => name,
      cell: ({ name, hasSecondFactor }) => (
        <span className="flex items-center gap-2 font-medium">
          <Avatar name={name} />
          {name}
          {hasSecondFactor ? <Chip tone="good">two-factor</Chip> : null}
        </span>
      ),
    },
    {
      key: "email",
      head: "E-mail address",
      className: "text-text-2",
      sort: ({ email }) => email,
      cell: ({ email }) => email,
    },
    {
      key: "since",
      head: "Since",
      className: "text-text-2",
      sort: ({ createdAt }) => createdAt,
      cell: ({ createdAt }) => <RelativeTime value={createdAt} />,
    },
    {
      key: "role",
      head: "Role",
      sort: ({ role }) => role,
      cell: ({ userId, name, role }) =>
        mayChange ? (
          <RoleSelect project={project} userId={userId} name={name} role={role} />
        ) : (
          <Chip>{role}</Chip>
        ),
    },
    {
      key: "here",
      head: "In this project",
      cell: ({ userId, name, role, projectRole }) =>
        mayChange && role !== "owner" ? (
          <ProjectRoleSelect project={project} userId={userId} name={name} projectRole={projectRole} />
        ) : (
          <span className="text-text-2">{projectRole === "none" ? "no access" : (projectRole ?? role)}</span>
        ),
    },
    {
      key: "actions",
      head: <span className="sr-only">Actions</span>,
      label: "Actions",
      className: "text-right whitespace-nowrap",
      cell: ({ userId, name, hasSecondFactor }) =>
        mayChange ? (
          <>
            <PasswordLink project={project} userId={userId} name={name} hasSecondFactor={hasSecondFactor} />
            <RemoveMember project={project} userId={userId} name={name} />
          </>
        ) : null,
    },
  ];
}

function invitationColumns(project: string, mayChange: boolean): Column<Invitation>[] {
  return [
    { key: "email", head: "E-mail address", sort: ({ email }) => email, cell: ({ email }) => email },
    { key: "role", head: "Role", sort: ({ role }) => role, cell: ({ role }) => <Chip>{role}</Chip> },
    {
      key: "ends",
      head: "Ends",
      className: "text-text-2",
      sort: ({ expiresAt }) => expiresAt,
      cell: ({ expiresAt }) => <RelativeTime value={expiresAt} />,
    },
    {
      key: "actions",
      head: <span className="sr-only">Actions</span>,
      label: "Actions",
      className: "text-right",
      cell: ({ id, email }) =>
        mayChange ? <RevokeInvitation project={project} invitationId={id} email={email} /> : null,
    },
  ];
}
