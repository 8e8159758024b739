"use client";

import { Check, ChevronDown } from "lucide-react";
import Link from "next/link";
import { paths } from "#platform/paths";
import { Chip } from "#ui/chip";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuTrigger,
} from "#ui/dropdown-menu";
import type { ShellProject } from "./shell-context.client.tsx";

/** The project shown, and the way to the others. */
export function ProjectSwitcher({
  project,
  projects,
}: {
  project: ShellProject;
  projects: readonly ShellProject[];
}) {
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        aria-label={`Project ${project.name}, switch`}
        className="mb-2 flex items-center justify-between gap-2 rounded-md border border-line-2 bg-surface px-2 py-1.25 text-left hover:border-text-3 pointer-coarse:min-h-11"
      >
        <span className="truncate">{project.name}</span>
        <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-text-3" />
      </DropdownMenuTrigger>
      <DropdownMenuContent className="w-(--radix-dropdown-menu-trigger-width) min-w-50">
        <DropdownMenuLabel>Projects</DropdownMenuLabel>
        {projects.map((each) => (
          <DropdownMenuItem key={each.slug} asChild>
            <Link
              href={paths.overview(each.slug)}
              aria-current={each.slug === project.slug ? "true" : undefined}
            >
              <span className="truncate">{each.name}</span>
              {each.isDemo ? <Chip>demo data</Chip> : null}
              {each.slug === project.slug ? <Check aria-hidden="true" className="ml-auto" /> : null}
            </Link>
          </DropdownMenuItem>
        ))}
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
