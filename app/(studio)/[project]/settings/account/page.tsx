import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { getAccount, listSessions } from "#lib/identity";
import { ChangePassword } from "./_parts/change-password.client.tsx";
import { SecondFactor } from "./_parts/second-factor.client.tsx";
import { Sessions } from "./_parts/sessions.client.tsx";

export const metadata: Metadata = { title: "Your account" };

/** One's own password, second factor, and where one is signed in. */
export default async function AccountPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const [account, sessions] = await Promise.all([getAccount(ctx), listSessions(ctx)]);
  return (
    <Page>
      <PageHeader title="Your account" note={`${account.name}, ${account.email}`} />
      <ChangePassword project={project} hasPassword={account.hasPassword} />
      <SecondFactor
        project={project}
        since={account.secondFactorSince?.toISOString() ?? null}
        recoveryCodesLeft={account.recoveryCodesLeft}
      />
      <Sessions project={project} sessions={sessions} />
    </Page>
  );
}
