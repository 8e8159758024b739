import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { Page, PageHeader } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { listRejectReasons, reviewSummary } from "#lib/review";
import { PermissionNote } from "#states/no-permission";
import { RejectReasons } from "./_reject-reasons.client.tsx";

export const metadata: Metadata = { title: "Review settings" };

/** The reasons reviewers choose from when they reject. */
export default async function ReviewSettingsPage({ params }: { params: Promise<{ project: string }> }) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const [reasons, summary] = await Promise.all([listRejectReasons(ctx), reviewSummary(ctx)]);
  const used = Object.fromEntries(summary.reasons.map(({ key, count }) => [key, count]));
  const mayEdit = may(ctx, "settings.update");
  return (
    <Page className="max-w-205">
      <PageHeader
        title="Reasons to reject"
        note="Reviewers choose one with its number. A rejection for a safety reason counts as a safety failure in the gate of an environment."
      />
      {mayEdit ? null : <PermissionNote>Owners and admins can change this list.</PermissionNote>}
      <RejectReasons
        key={reasons.map((reason) => `${reason.key}:${reason.name}:${reason.isSafety}`).join("|")}
        project={project}
        reasons={reasons}
        used={used}
        mayEdit={mayEdit}
      />
    </Page>
  );
}
