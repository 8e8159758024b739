import type { Metadata } from "next";
import Link from "next/link";
import { parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { studioOrigin } from "#app/_origin";
import { Page } from "#components/shell/page-header";
import { targetNames } from "#lib/routes";
import { resolvePrompt } from "#lib/prompts";
import { pageAddress } from "#platform/list-address";
import { paths } from "#platform/paths";
import { Card, CardBody, CardHeader } from "#ui/card";
import { CodeBlock } from "#ui/code-block";
import { Segmented } from "#ui/segmented";
import { currentPrompt } from "../../_parts/current-prompt.ts";
import { snippets } from "./_parts/snippets.ts";

export const metadata: Metadata = { title: "Code" };

type CodePageProps = {
  params: Promise<{ project: string; promptId: string }>;
  searchParams: Promise<SearchParams>;
};

/** How a program fetches this prompt and calls a model with it. */
export default async function CodePage({ params, searchParams }: CodePageProps) {
  const { project, promptId } = await params;
  const prompt = await currentPrompt(project, promptId);
  const names = [...new Set([...prompt.labels.map(({ name }) => name), "latest"])];
  const usual = names.includes("production") ? "production" : "latest";
  const address = pageAddress({ label: parseAsStringLiteral(names).withDefault(usual) });
  const { label } = address.load(await searchParams);
  const pointed = prompt.labels.find(({ name }) => name === label);
  const base = paths.promptCode(project, promptId);
  const origin = await studioOrigin();
  const ctx = await currentContext(project);
  const [served, nameOfModel] = await Promise.all([
    resolvePrompt(ctx, { path: prompt.path, label }),
    targetNames(ctx),
  ]);
  return (
    <Page>
      <div className="flex flex-wrap items-center gap-2">
        <Segmented
          label="Label"
          value={label}
          items={names.map((name) => ({
            value: name,
            label: name,
            href: address.href(base, { label: name }),
          }))}
        />
        <p className="text-text-2">
          {pointed ? `${label} is v${pointed.versionNumber} now.` : ""}{" "}
          {served.model
            ? `It is served by ${nameOfModel(served.model)}.`
            : "It has no model or route yet: set one in its settings, or name one in the call as target."}{" "}
          The key comes from{" "}
          <Link className="text-accent underline" href={paths.apiKeys(project)}>
            API keys
          </Link>
          .
        </p>
      </div>
      {snippets({
        origin,
        path: prompt.path,
        label,
        variables: served.content.variables,
        hasModel: served.model !== null,
      }).map(({ title, note, code }) => (
        <Card key={title}>
          <CardHeader title={title} note={note} />
          <CardBody>
            <CodeBlock code={code} />
          </CardBody>
        </Card>
      ))}
    </Page>
  );
}
