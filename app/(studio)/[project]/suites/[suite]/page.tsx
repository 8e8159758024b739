import type { Metadata } from "next";
import Link from "next/link";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { Page, PageHeader, TopBar } from "#components/shell/page-header";
import { getSuite } from "#lib/evaluation";
import { may } from "#lib/identity";
import { listModels } from "#lib/models";
import { versionAddress } from "#platform/list-address";
import { paths } from "#platform/paths";
import { Button } from "#ui/button";
import { Card, CardHeader } from "#ui/card";
import { Chip } from "#ui/chip";
import { cn } from "#ui/cn";
import { RelativeTime } from "#ui/relative-time";
import { SuiteEditor } from "../_parts/suite-editor.client.tsx";
import { ArchiveSuite } from "../_parts/archive-suite.client.tsx";

export const metadata: Metadata = { title: "Suite" };

type Props = {
  params: Promise<{ project: string; suite: string }>;
  searchParams: Promise<SearchParams>;
};

/** A suite: its evaluators to read and change, and its versions. */
export default async function SuitePage({ params, searchParams }: Props) {
  const [{ project, suite: suiteId }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const [suite, models] = await Promise.all([getSuite(ctx, { suiteId }), listModels(ctx)]).catch(orNotFound);
  const { version: wanted } = versionAddress.load(query);
  const shown = suite.versions.find(({ number }) => number === wanted) ?? suite.latest;
  const isOld = shown.number !== suite.latest.number;
  const mayEdit = may(ctx, "suite.update");
  return (
    <>
      <TopBar
        crumbs={[{ label: "Suites", href: paths.suites(project) }, { label: suite.name }]}
        actions={
          <>
            <Button asChild>
              <Link href={paths.runs(project, { suiteId: suite.id })}>Runs</Link>
            </Button>
            {may(ctx, "run.create") ? (
              <Button asChild>
                <Link href={paths.newRun(project, { suiteVersionId: suite.latest.id })}>Start a run</Link>
              </Button>
            ) : null}
          </>
        }
      />
      <Page>
        <PageHeader
          title={suite.name}
          chips={
            <>
              <Chip>version {shown.number}</Chip>
              {suite.isDemo ? <Chip>demo</Chip> : null}
              {suite.archivedAt ? <Chip tone="warn">archived</Chip> : null}
            </>
          }
          note={suite.description || undefined}
          actions={
            mayEdit ? (
              <ArchiveSuite project={project} suiteId={suite.id} isArchived={suite.archivedAt !== null} />
            ) : null
          }
        />
        <div className="grid grid-cols-[1fr_260px] items-start gap-4 max-lg:grid-cols-1">
          <div className="flex min-w-0 flex-col gap-2">
            {isOld ? (
              <p className="text-text-2">
                This is version {shown.number}, which never changes.{" "}
                <Link href={paths.suite(project, suite.id)}>Open version {suite.latest.number}</Link> to
                change the suite.
              </p>
            ) : null}
            <SuiteEditor
              key={shown.id}
              project={project}
              suite={{ id: suite.id, name: suite.name, latestNumber: suite.latest.number }}
              content={shown.content}
              models={models}
              isReadOnly={isOld || !mayEdit}
            />
          </div>
          <Card>
            <CardHeader title="Versions" />
            <ol>
              {suite.versions.map((version) => (
                <li
                  key={version.id}
                  className={cn(
                    "border-b border-line px-3.5 py-2 last:border-b-0",
                    version.id === shown.id && "bg-accent-weak",
                  )}
                >
                  <Link
                    href={versionAddress.href(paths.suite(project, suite.id), { version: version.number })}
                    aria-current={version.id === shown.id ? "true" : undefined}
                    className="font-medium hover:underline"
                  >
                    Version {version.number}
                  </Link>
                  <p className="break-words text-text-2">{version.message || "No message"}</p>
                  <p className="text-sm text-text-3">
                    <RelativeTime value={version.createdAt} /> by {version.createdByName}
                  </p>
                </li>
              ))}
            </ol>
          </Card>
        </div>
      </Page>
    </>
  );
}
