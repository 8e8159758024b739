import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { benchAddress } from "#components/prompts/bench-address";
import { PromptPlayground } from "#components/prompts/playground/prompt-playground.client";
import { isId } from "#platform/is-id";
import { paths } from "#platform/paths";
import { playgroundSetup } from "../../../playground/_parts/playground-setup.ts";
import { workbenchProps } from "../../_parts/workbench-props.ts";

export const metadata: Metadata = { title: "Playground" };

type PlaygroundPageProps = {
  params: Promise<{ project: string; promptId: string }>;
  searchParams: Promise<SearchParams>;
};

export default async function PromptPlaygroundPage({ params, searchParams }: PlaygroundPageProps) {
  const [{ project, promptId }, search] = await Promise.all([params, searchParams]);
  const { chat, branch } = benchAddress.load(search);
  const [bench, setup] = await Promise.all([
    workbenchProps(project, promptId, branch),
    playgroundSetup(project, paths.promptPlayground(project, promptId), {
      promptId: isId(promptId) ? promptId : undefined,
      chat,
    }),
  ]);
  return <PromptPlayground key={bench.branch.name} {...bench} {...setup} />;
}
