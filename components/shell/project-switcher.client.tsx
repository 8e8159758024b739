"use client";

import { ChevronDown } from "lucide-react";
import { MenuButton } from "#ui/menu-button";
import type { ShellProject } from "./shell-context.client.tsx";

const load = () => import("./project-menu.client.tsx").then((module) => module.ProjectMenu);

/** The project shown, and the way to the others. */
export function ProjectSwitcher({
  project,
  projects,
}: {
  project: ShellProject;
  projects: readonly ShellProject[];
}) {
  return (
    <MenuButton
      load={load}
      menu={{ project, projects }}
      aria-label={`Project ${project.name}, switch`}
      className="mb-2 flex items-center justify-between gap-2 rounded-md border border-line-2 bg-surface px-2 py-1.25 text-left hover:border-text-3 pointer-coarse:min-h-11"
    >
      <span className="truncate">{project.name}</span>
      <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-text-3" />
    </MenuButton>
  );
}
