import type { Metadata } from "next";
import { database } from "#db";
import { isSetUpOpen } from "#lib/identity";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Card, CardBody } from "#ui/card";
import { SetUpForm } from "./_set-up-form.client.tsx";

export const metadata: Metadata = { title: "Set up" };

/** What the address printed at the first start opens: the owner's account, made once. */
export default async function SetUpPage({ params }: { params: Promise<{ token: string }> }) {
  const { token } = await params;
  if (!(await isSetUpOpen((await database()).db, token)))
    return (
      <EmptyState title="This address can't be used">
        It is over, or the first account was made.{" "}
        <a href={paths.signIn()} className="underline">
          Sign in
        </a>
        , or start the studio again for a new address.
      </EmptyState>
    );
  return (
    <Card>
      <CardBody>
        <div className="flex flex-col gap-3">
          <h1 className="text-base">Make the first account</h1>
          <p className="text-text-2">It becomes the owner and invites everybody else.</p>
          <SetUpForm token={token} />
        </div>
      </CardBody>
    </Card>
  );
}
