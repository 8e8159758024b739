import type { Metadata } from "next";
import type { ReactNode } from "react";
import { currentContext } from "#app/_context";
import { TopBar } from "#components/shell/page-header";
import { may } from "#lib/identity";
import { paths } from "#platform/paths";
import { splitPath } from "#client/prompts";
import { Chip } from "#ui/chip";
import { PromptTabs } from "./_parts/prompt-tabs.client.tsx";
import { currentPrompt } from "../_parts/current-prompt.ts";
import { PromptMenu } from "./_parts/prompt-menu.client.tsx";

type PromptLayoutProps = { children: ReactNode; params: Promise<{ project: string; promptId: string }> };

export async function generateMetadata({ params }: PromptLayoutProps): Promise<Metadata> {
  const { project, promptId } = await params;
  return { title: (await currentPrompt(project, promptId)).path };
}

/** The frame around every face of one prompt. */
export default async function PromptLayout({ children, params }: PromptLayoutProps) {
  const { project, promptId } = await params;
  const prompt = await currentPrompt(project, promptId);
  const ctx = await currentContext(project);
  const { folder, name } = splitPath(prompt.path);
  const folders = folder ? folder.split("/") : [];
  const crumbs = [
    { label: "Prompts", href: paths.prompts(project) },
    ...folders.map((label, index) => ({
      label,
      href: paths.prompts(project, folders.slice(0, index + 1).join("/")),
    })),
    { label: name },
  ];
  return (
    <>
      <TopBar
        crumbs={crumbs}
        actions={
          <>
            {prompt.archivedAt ? <Chip tone="warn">archived</Chip> : null}
            <PromptMenu
              project={project}
              promptId={promptId}
              path={prompt.path}
              description={prompt.description}
              isArchived={prompt.archivedAt !== null}
              mayCreate={may(ctx, "prompt.create")}
              mayArchive={may(ctx, "prompt.archive")}
            />
          </>
        }
      />
      <h1 className="sr-only">{prompt.path}</h1>
      <PromptTabs project={project} promptId={promptId} path={prompt.path} />
      {children}
    </>
  );
}
