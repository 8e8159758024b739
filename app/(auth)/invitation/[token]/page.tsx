import type { Metadata } from "next";
import { database } from "#db";
import { getInvitationByToken } from "#lib/identity";
import { isAppError } from "#platform/errors";
import { EmptyState } from "#states/empty-state";
import { Card, CardBody } from "#ui/card";
import { AcceptForm } from "./_accept-form.client.tsx";

export const metadata: Metadata = { title: "Invitation" };

/** What an invitation's link opens. */
export default async function InvitationPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const invitation = await findInvitation(token);
  if (!invitation)
    return (
      <EmptyState title="This invitation can't be used">
        It is over, used or taken back. Ask the person who sent it for a new one.
      </EmptyState>
    );
  return (
    <Card>
      <CardBody>
        <div className="flex flex-col gap-3">
          <h1 className="text-base">Join {invitation.organisationName}</h1>
          <p className="text-text-2">
            For {invitation.email}, as {invitation.role}.
          </p>
          <AcceptForm token={token} hasAccount={invitation.hasAccount} />
        </div>
      </CardBody>
    </Card>
  );
}

async function findInvitation(token: string) {
  try {
    return await getInvitationByToken((await database()).db, token);
  } catch (error) {
    if (isAppError(error) && error.code === "not_found") return null;
    throw error;
  }
}
