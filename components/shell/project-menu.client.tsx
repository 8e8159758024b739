"use client";

import { Check } from "lucide-react";
import Link from "next/link";
import { paths } from "#platform/paths";
import { Chip } from "#ui/chip";
import { DropdownMenuItem, DropdownMenuLabel } from "#ui/dropdown-menu";
import { LazyMenu } from "#ui/lazy-menu";
import type { LazyMenuProps } from "#ui/menu-button";
import type { ShellProject } from "./shell-context.client.tsx";

type Props = LazyMenuProps & { project: ShellProject; projects: readonly ShellProject[] };

/** The way to the other projects. */
export function ProjectMenu({ project, projects, ...late }: Props) {
  return (
    <LazyMenu className="w-(--radix-dropdown-menu-trigger-width) min-w-50" {...late}>
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
    </LazyMenu>
  );
}
