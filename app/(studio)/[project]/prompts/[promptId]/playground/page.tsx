import type { Metadata } from "next";
import { PromptPlayground } from "#components/prompts/playground/prompt-playground.client";
import { isId } from "#platform/ids";
import { paths } from "#platform/paths";
import { playgroundSetup } from "../../../playground/_parts/playground-setup.ts";
import { workbenchProps } from "../../_parts/workbench-props.ts";

export const metadata: Metadata = { title: "Playground" };

type PlaygroundPageProps = { params: Promise<{ project: string; promptId: string }> };

export default async function PromptPlaygroundPage({ params }: PlaygroundPageProps) {
  const { project, promptId } = await params;
  const [bench, setup] = await Promise.all([
    workbenchProps(project, promptId),
    playgroundSetup(
      project,
      paths.promptPlayground(project, promptId),
      isId(promptId) ? promptId : undefined,
    ),
  ]);
  return <PromptPlayground {...bench} {...setup} />;
}
