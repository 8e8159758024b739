import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { currentContext } from "#app/_context";
import { orNotFound } from "#app/_not-found";
import { LabelChips } from "#components/prompts/label-chips";
import { TemplateBlock } from "#components/prompts/template-field.client";
import { type MovedInclude, UseAsDraft } from "#components/prompts/use-as-draft.client";
import { ChainStrip } from "#components/releases/chain";
import { Page, PageHeader } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { targetNames } from "#lib/routes";
import { getDraft, listBranches, resolveIncludes, resolvePrompt } from "#lib/prompts";
import { promotionChain } from "#lib/loop";
import { formatHash } from "#platform/format";
import { mainBranch } from "#constants/prompts";
import { paths } from "#platform/paths";
import { type VersionView } from "#schema/prompts";
import { contentTexts } from "#client/prompts";
import { Button } from "#ui/button";
import { Card, CardBody, CardHeader } from "#ui/card";
import { CopyButton } from "#ui/copy-button";
import { RelativeTime } from "#ui/relative-time";
import type { Context } from "#lib/identity";
import { currentPrompt } from "../../../_parts/current-prompt.ts";
import { IncludedTexts } from "./_parts/included-texts.tsx";
import { LabelDialog } from "./_parts/label-dialog.client.tsx";
import { VersionDetails } from "./_parts/version-details.tsx";

type VersionPageProps = { params: Promise<{ project: string; promptId: string; number: string }> };

export async function generateMetadata({ params }: VersionPageProps): Promise<Metadata> {
  return { title: `v${(await params).number}` };
}

/** One version as it will stay: its texts, settings, labels, and where it came from. */
export default async function VersionPage({ params }: VersionPageProps) {
  const { project, promptId, number } = await params;
  const prompt = await currentPrompt(project, promptId);
  const ctx = await currentContext(project);
  const version = await readVersion(ctx, prompt.path, number);
  const nameOfModel = await targetNames(ctx);
  const pinned = version.content.settings.model;
  const open = await listBranches(ctx, { promptId });
  // An archived branch takes no draft.
  const branch =
    open.find(({ name }) => name === version.branch) ?? open.find(({ name }) => name === mainBranch);
  const draft = await getDraft(ctx, { promptId, branch: branch?.name });
  return (
    <Page>
      <PageHeader
        title={`v${version.number}`}
        chips={<LabelChips labels={version.labels} />}
        note={version.message}
        actions={
          <>
            <Button asChild>
              <Link
                href={paths.promptHistory(project, promptId, {
                  from: version.number - 1,
                  to: version.number,
                })}
              >
                What changed
              </Link>
            </Button>
            {may(ctx, "prompt.update") &&
            branch &&
            version.id !== branch.head.id &&
            prompt.archivedAt === null ? (
              <UseAsDraft
                project={project}
                promptId={promptId}
                version={{
                  number: version.number,
                  content: version.content,
                  includes: version.includes,
                }}
                branch={branch.name}
                latest={{ id: branch.head.id, number: branch.head.number }}
                moved={await movedIncludes(ctx, version)}
                draft={draft && { revision: draft.revision, updatedByName: draft.updatedByName }}
              />
            ) : null}
            {may(ctx, "label.move") ? (
              <LabelDialog
                project={project}
                promptId={promptId}
                versionId={version.id}
                number={version.number}
                labels={prompt.labels.map(({ name, versionId }) => ({ name, versionId }))}
              />
            ) : null}
            {may(ctx, "promotion.request") ? (
              <Button variant="primary" asChild>
                <Link href={paths.newPromotion(project, { promptId, versionId: version.id })}>
                  Request promotion
                </Link>
              </Button>
            ) : null}
          </>
        }
      />
      <ChainStrip project={project} chain={await promotionChain(ctx, { versionId: version.id })} />
      <div className="grid grid-cols-[minmax(0,1fr)_340px] items-start gap-4 max-md:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-4">
          <Card>
            <CardHeader
              title="Content"
              note={`${version.content.kind}`}
              actions={
                <CopyButton text={JSON.stringify(version.content, null, 2)} label="Copy as JSON" labelled />
              }
            />
            {contentTexts(version.content).map(({ place, role, text }) => (
              <section key={place} className="border-b border-line px-3.5 py-3 last:border-b-0">
                <h3 className="mb-1">{role ?? "text"}</h3>
                <TemplateBlock text={text} />
              </section>
            ))}
          </Card>
          <IncludedTexts project={project} includes={version.includes} />
        </div>
        <Card>
          <CardHeader title="About this version" />
          <CardBody className="flex flex-col gap-2">
            <p className="text-text-2">
              Saved <RelativeTime value={version.createdAt} /> by {version.createdByName}.
            </p>
            <p className="flex items-center gap-1 text-sm text-text-3">
              content hash <code title={version.contentHash}>{formatHash(version.contentHash)}</code>
              <CopyButton text={version.contentHash} label="Copy the content hash" />
            </p>
            <VersionDetails version={version} model={pinned ? nameOfModel(pinned) : null} />
          </CardBody>
        </Card>
      </div>
    </Page>
  );
}

/** What stands in a version and would be another text in a draft of it. */
async function movedIncludes(ctx: Context, version: VersionView): Promise<MovedInclude[]> {
  const { content, includes, promptId: id, promptPath: path } = version;
  if (includes.length === 0) return [];
  const now = await resolveIncludes(ctx, { content, within: { id, path } });
  return includes.flatMap(({ reference, contentHash, path: was, versionNumber }) => {
    const means = now.find((each) => each.reference === reference);
    const found = means && "versionId" in means ? means : null;
    if (found?.contentHash === contentHash) return [];
    return {
      reference,
      was: `${was} v${versionNumber}`,
      is: found && `${found.path} v${found.versionNumber}`,
    };
  });
}

async function readVersion(ctx: Context, path: string, number: string): Promise<VersionView> {
  if (!/^[1-9]\d{0,8}$/.test(number)) notFound();
  return resolvePrompt(ctx, { path, version: Number(number) }).catch(orNotFound);
}
