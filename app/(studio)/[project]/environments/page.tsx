import type { Metadata } from "next";
import Link from "next/link";
import { currentContext } from "#app/_context";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { countPrompts } from "#lib/prompts";
import { listEnvironments, listServedPrompts } from "#lib/releases";
import { formatCount } from "#platform/format";
import { paths } from "#platform/paths";
import { EmptyState } from "#states/empty-state";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { GateSummaries } from "./_parts/gate-summaries.tsx";
import { PointerMatrix } from "./_parts/pointer-matrix.tsx";

export const metadata: Metadata = { title: "Environments" };

type Props = { params: Promise<{ project: string }> };

/** What every environment serves for every prompt, what it demands, and the way forward and back. */
export default async function EnvironmentsPage({ params }: Props) {
  const { project } = await params;
  const ctx = await currentContext(project);
  const environments = await listEnvironments(ctx);
  const [served, { prompts: count }] = await Promise.all([listServedPrompts(ctx), countPrompts(ctx)]);
  const rest = count - served.length;
  return (
    <>
      <TopBar
        crumbs={[{ label: "Environments" }]}
        actions={
          <>
            <Button asChild className="max-sm:hidden">
              <Link href={paths.promotions(project)}>Promotions</Link>
            </Button>
            {may(ctx, "promotion.request") ? (
              <Button variant="primary" asChild>
                <Link href={`${paths.promotions(project)}/new`}>Request promotion</Link>
              </Button>
            ) : null}
          </>
        }
      />
      <Page>
        <PageHeader
          title="Environments"
          note="An environment is a label with rules: it moves by a promotion whose gate is met, and back by one click."
        />
        <Card>
          <CardHeader title="What is served" note={`${served.length} of ${formatCount(count, "prompt")}`} />
          {served.length > 0 ? (
            <PointerMatrix
              project={project}
              environments={environments}
              prompts={served}
              may={{ request: may(ctx, "promotion.request"), rollback: may(ctx, "promotion.rollback") }}
            />
          ) : (
            <EmptyState
              title="No environment serves a prompt yet"
              action={
                <Button asChild>
                  <Link href={paths.prompts(project)}>Open prompts</Link>
                </Button>
              }
            >
              Save a version of a prompt, then request its promotion to an environment. Programs fetch it by
              that name.
            </EmptyState>
          )}
        </Card>
        {rest > 0 && served.length > 0 ? (
          <p className="text-sm text-text-3">
            {rest} more {rest === 1 ? "prompt is" : "prompts are"} in no environment: see{" "}
            <Link className="underline" href={paths.prompts(project)}>
              prompts
            </Link>
            .
          </p>
        ) : null}
        <GateSummaries
          project={project}
          environments={environments}
          mayEdit={may(ctx, "environment.update")}
        />
      </Page>
    </>
  );
}
