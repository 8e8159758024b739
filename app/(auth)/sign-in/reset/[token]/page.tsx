import type { Metadata } from "next";
import Link from "next/link";
import { database } from "#db";
import { findPasswordReset } from "#lib/identity";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Card, CardBody } from "#ui/card";
import { ResetForm } from "./_reset-form.client.tsx";

export const metadata: Metadata = { title: "New password", referrer: "no-referrer" };

/** What a password link opens. */
export default async function ResetPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  const found = await findPasswordReset((await database()).db, token);
  if (!found)
    return (
      <EmptyState title="This link can't be used">
        It is over or was used.{" "}
        <Link href={paths.forgotPassword()} className="underline">
          Get a new one
        </Link>
        .
      </EmptyState>
    );
  return (
    <Card>
      <CardBody>
        <div className="flex flex-col gap-3">
          <h1 className="text-base">Set a new password</h1>
          <p className="text-text-2">For {found.email}. You will be signed out everywhere else.</p>
          <ResetForm token={token} email={found.email} />
        </div>
      </CardBody>
    </Card>
  );
}
