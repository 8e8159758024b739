import type { Metadata } from "next";
import type { ReactNode } from "react";
import { currentShell } from "#app/_context";
import type { ShellProject } from "#components/shell/shell-context.client";
import { ShellFrame } from "#components/shell/shell-frame.client";
import { UrlState } from "#components/shell/url-state.client";
import { findThingsAction } from "./actions.ts";

type LayoutProps = { children: ReactNode; params: Promise<{ project: string }> };

export async function generateMetadata({ params }: LayoutProps): Promise<Metadata> {
  const { project } = await currentShell((await params).project);
  return { title: { default: project.name, template: `%s · ${project.name} · Valueloop` } };
}

/** The frame around every page of a project. */
export default async function ProjectLayout({ children, params }: LayoutProps) {
  const { project, projects, user, waiting } = await currentShell((await params).project);
  return (
    <ShellFrame
      shell={{ project: plain(project), projects: projects.map(plain), user, waiting }}
      search={findThingsAction.bind(null, project.slug)}
    >
      <UrlState>{children}</UrlState>
    </ShellFrame>
  );
}

function plain({ slug, name, isDemo }: ShellProject): ShellProject {
  return { slug, name, isDemo };
}
