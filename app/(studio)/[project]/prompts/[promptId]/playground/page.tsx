import type { Metadata } from "next";
import { PromptPlayground } from "#components/prompts/playground/prompt-playground.client";
import { isId } from "#platform/is-id";
import { paths } from "#platform/paths";
import { playgroundSetup } from "../../../playground/_parts/playground-setup.ts";
import { workbenchProps } from "../../_parts/workbench-props.ts";

export const metadata: Metadata = { title: "Playground" };

type PlaygroundPageProps = {
  params: Promise<{ project: string; promptId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function PromptPlaygroundPage({ params, searchParams }: PlaygroundPageProps) {
  const [{ project, promptId }, { chat, branch }] = await Promise.all([params, searchParams]);
  const [bench, setup] = await Promise.all([
    workbenchProps(project, promptId, branch),
    playgroundSetup(project, paths.promptPlayground(project, promptId), {
      promptId: isId(promptId) ? promptId : undefined,
      chat,
    }),
  ]);
  return <PromptPlayground key={bench.branch.name} {...bench} {...setup} />;
}
