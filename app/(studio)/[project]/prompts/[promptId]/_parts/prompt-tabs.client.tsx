"use client";

import { useSearchParams } from "next/navigation";
import { paths } from "#platform/paths";
import { Tabs } from "#ui/tabs";

export type PromptTabsProps = { project: string; promptId: string; path: string };

/** The faces of a prompt; editor and playground stay on the branch that is open. */
export function PromptTabs({ project, promptId, path }: PromptTabsProps) {
  const branch = useSearchParams().get("branch") ?? undefined;
  return (
    <Tabs
      label={path}
      items={[
        { label: "Editor", href: paths.prompt(project, promptId, branch) },
        { label: "Playground", href: paths.promptPlayground(project, promptId, branch) },
        { label: "History", href: paths.promptHistory(project, promptId) },
        { label: "Metrics", href: paths.promptMetrics(project, promptId) },
        { label: "Code", href: paths.promptCode(project, promptId) },
      ]}
    />
  );
}
