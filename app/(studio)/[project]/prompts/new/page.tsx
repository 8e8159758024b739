import type { Metadata } from "next";
import { currentContext } from "#app/_context";
import { NewPromptScreen } from "#components/prompts/new-prompt-screen.client";
import { TopBar } from "#components/shell/page-header";
import { permissionTable } from "#constants/identity";
import { promptPathProblem } from "#client/prompts";
import { may } from "#lib/identity";
import { listModels } from "#lib/models";
import { paths } from "#platform/paths";
import { NoPermission } from "#states/no-permission";
import { createPromptAction } from "../actions.ts";

export const metadata: Metadata = { title: "New prompt" };

type Props = {
  params: Promise<{ project: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** The editor of a prompt that nobody has saved yet. */
export default async function NewPromptPage({ params, searchParams }: Props) {
  const [{ project }, query] = await Promise.all([params, searchParams]);
  const ctx = await currentContext(project);
  const given = typeof query["path"] === "string" ? query["path"] : "";
  const path = promptPathProblem(given) === null ? given : "";
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
        kind={query["kind"] === "text" ? "text" : "chat"}
        description={typeof query["description"] === "string" ? query["description"].slice(0, 2_000) : ""}
        models={await listModels(ctx)}
        createPrompt={createPromptAction}
      />
    </>
  );
}
