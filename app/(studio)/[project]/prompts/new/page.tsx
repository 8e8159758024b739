import type { Metadata } from "next";
import { parseAsStringLiteral, type SearchParams } from "nuqs/server";
import { z } from "zod";
import { currentContext } from "#app/_context";
import { NewPromptScreen } from "#components/prompts/new-prompt-screen.client";
import { TopBar } from "#components/shell/page-header";
import { permissionTable } from "#constants/identity";
import { may } from "#lib/identity";
import { listModels } from "#lib/models";
import { listOfferedRoutes } from "#lib/routes";
import { pageAddress, parseAsSchema } from "#platform/list-address";
import { paths } from "#platform/paths";
import { NoPermission } from "#states/no-permission";
import { parseAsPromptPath } from "../_parts/prompt-list.ts";
import { createPromptAction } from "../actions.ts";

export const metadata: Metadata = { title: "New prompt" };

/** What the dialog before this page asked. */
const address = pageAddress({
  path: parseAsPromptPath.withDefault(""),
  kind: parseAsStringLiteral(["chat", "text"]).withDefault("chat"),
  description: parseAsSchema(z.string().transform((text) => text.slice(0, 2_000))).withDefault(""),
});

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<SearchParams>;
};

/** The editor of a prompt that nobody has saved yet. */
export default async function NewPromptPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const { path, kind, description } = address.load(query);
  const crumbs = [{ label: "Prompts", href: paths.prompts(project) }, { label: path || "New prompt" }];
  if (!may(ctx, "prompt.create"))
    return (
      <>
        <TopBar crumbs={crumbs} />
        <NoPermission what="Writing a prompt" whoCan={[...permissionTable["prompt.create"]]} />
      </>
    );
  return (
    <>
      <TopBar crumbs={crumbs} />
      <h1 className="sr-only">New prompt {path}</h1>
      <NewPromptScreen
        project={project}
        path={path}
        kind={kind}
        description={description}
        models={await listModels(ctx)}
        routes={await listOfferedRoutes(ctx)}
        createPrompt={createPromptAction}
      />
    </>
  );
}
