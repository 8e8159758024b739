import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { currentContext } from "#app/_context";
import { benchAddress } from "#components/prompts/bench-address";
import { ScratchPlayground } from "#components/prompts/playground/scratch-playground.client";
import { TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { listPrompts } from "#lib/prompts";
import { paths } from "#platform/paths";
import { createPromptAction } from "../prompts/actions.ts";
import { playgroundSetup } from "./_parts/playground-setup.ts";
import { PromptPicker } from "./_parts/prompt-picker.client.tsx";

export const metadata: Metadata = { title: "Playground" };

type PlaygroundPageProps = {
  params: Promise<{ project: string }>;
  searchParams: Promise<SearchParams>;
};

/** A scratch prompt on the project's models, and the way to a stored one. */
export default async function PlaygroundPage({ params, searchParams }: PlaygroundPageProps) {
  const [{ project }, search] = await Promise.all([params, searchParams]);
  const { chat } = benchAddress.load(search);
  const ctx = await currentContext(project);
  const [setup, prompts] = await Promise.all([
    playgroundSetup(project, paths.playground(project), { chat }),
    listPrompts(ctx, { limit: 200 }),
  ]);
  return (
    <>
      <TopBar
        crumbs={[{ label: "Playground" }]}
        actions={
          <PromptPicker project={project} prompts={prompts.items.map(({ id, path }) => ({ id, path }))} />
        }
      />
      <h1 className="sr-only">Playground</h1>
      <ScratchPlayground {...setup} mayCreate={may(ctx, "prompt.create")} createPrompt={createPromptAction} />
    </>
  );
}
